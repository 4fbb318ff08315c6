/*
 * Puts containers on networks and takes them off. Those who come at the same time are dealt with together, under one
 * holding of the global lock: netavark makes a network for its first container and takes it away with the last, and
 * does what has to do with ports; what is left of a container between those is two interfaces and a name.
 */
import { isRootless } from '../caller/index.js';
import { RuntimeError } from '../errors.js';
import type { Store } from '../store/index.js';
import { closePorts, publishPorts } from './forwards.js';
import { takeGlobalLock, type GlobalLock } from './global-lock.js';
import {
  canPair,
  isPlain,
  joinBridges,
  leaveBridges,
  pairOf,
  removePair,
  type Joining,
  type Pair,
} from './members.js';
import { askNetavark, type Member, type Reply } from './netavark.js';
import { standingNetworks } from './standing.js';

/** The interfaces that the namespace of a container is best made with, before it is attached. */
export const pairFor = (store: Store, member: Member): Pair | undefined =>
  canPair() && isPlain(member) && queueOf(store).joins ? pairOf(member) : undefined;

/**
 * Puts a container on networks. When it fails, part of it may be there: take it down.
 * @param pair what its namespace has been made with
 * @throws RuntimeError `part-failed`, `part-missing`
 */
export async function attach(store: Store, member: Member, pair?: Pair): Promise<void> {
  for (const group of byPublication(member)) {
    const task = { verb: 'setup', member: group, ...(pair && { pair }) } as const;
    const { part, code, output } = await queueOf(store).done(task);
    if (code === 0) continue;
    const action = `put container ${member.name} on its networks`;
    throw new RuntimeError({ kind: 'part-failed', part, action, reason: output });
  }
  if (isRootless()) await publishPorts(store, member);
}

/**
 * Takes a container off networks; its namespace must still be there. Errors about what is gone
 * already are expected after a crash, so what netavark says is given back and not thrown.
 * @returns what went wrong, if anything did
 */
export async function detach(store: Store, member: Member): Promise<string | undefined> {
  let complaint: string | undefined;
  if (isRootless()) await closePorts(store, member);
  for (const group of byPublication(member)) {
    const { code, output } = await queueOf(store).done({ verb: 'teardown', member: group });
    if (code !== 0) complaint = output;
  }
  return complaint;
}

/**
 * netavark applies the ports it is given to every network of one call. A port must lead through one
 * network only, else taking the container off another one would close it.
 */
function byPublication(member: Member): readonly Member[] {
  if (member.ports.length === 0) return [{ ...member, ports: [] }];
  const publishing = member.attachments.filter(({ publishes }) => publishes);
  const silent = member.attachments.filter(({ publishes }) => !publishes);
  return [
    { ...member, attachments: publishing },
    { ...member, attachments: silent, ports: [] },
  ].filter(({ attachments }) => attachments.length > 0);
}

interface Wanted {
  readonly verb: 'setup' | 'teardown';
  readonly member: Member;
  readonly pair?: Pair;
}

interface Task extends Wanted {
  readonly reply: (reply: Reply) => void;
  readonly fail: (reason: unknown) => void;
}

/** Tasks of one store, in this process. */
class Queue {
  readonly #store: Store;
  readonly #waiting: Task[] = [];
  #works = false;
  /** Whether there is use in pairs: rules that cannot be seen here do not tell that a network stands. */
  joins = true;

  constructor(store: Store) {
    this.#store = store;
  }

  done(wanted: Wanted): Promise<Reply> {
    return new Promise((reply, fail) => {
      this.#waiting.push({ ...wanted, reply, fail });
      if (!this.#works) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#works = true;
    while (this.#waiting.length > 0) {
      let tasks: readonly Task[] = [];
      try {
        const lock = await takeGlobalLock();
        try {
          tasks = this.#waiting.splice(0);
          this.joins &&= await setUp(this.#store, lock, of('setup', tasks));
          await takeDown(this.#store, lock, of('teardown', tasks));
        } finally {
          lock.release();
        }
      } catch (error) {
        // Those who have their reply already are not reached by it.
        for (const { fail } of [...tasks, ...this.#waiting.splice(0)]) fail(error);
      }
    }
    this.#works = false;
  }
}

const of = (verb: Task['verb'], tasks: readonly Task[]): readonly Task[] =>
  tasks.filter((task) => task.verb === verb);

const queues = new Map<string, Queue>();

function queueOf(store: Store): Queue {
  const queue = queues.get(store.runRoot) ?? new Queue(store);
  queues.set(store.runRoot, queue);
  return queue;
}

/** @returns whether all networks that are there could be seen to stand */
async function setUp(store: Store, lock: GlobalLock, tasks: readonly Task[]): Promise<boolean> {
  if (tasks.length === 0) return true;
  const paired = tasks.flatMap(({ pair }) => pair?.attachment.network ?? []);
  const { whole, partial } = await standingNetworks(store, paired);
  const standing = new Set(whole);
  const joining: (Joining & Task)[] = [];
  for (const task of tasks) {
    const { member, pair } = task;
    const bridges = member.attachments.map(({ network }) => network.bridge);
    if (pair && bridges.every((bridge) => standing.has(bridge))) {
      joining.push({ ...task, pair });
      continue;
    }
    if (pair) await removePair(member);
    const reply = await askNetavark(store, 'setup', member, lock);
    if (reply.code === 0) for (const bridge of bridges) standing.add(bridge);
    task.reply(reply);
  }
  if (joining.length > 0) {
    const replies = await joinBridges(store, joining);
    for (const { member, reply } of joining) reply(replies.get(member) ?? done);
  }
  return partial.length === 0;
}

async function takeDown(store: Store, lock: GlobalLock, tasks: readonly Task[]): Promise<void> {
  if (tasks.length === 0) return;
  const members = canPair() ? tasks.map(({ member }) => member) : [];
  const gone = new Set(await leaveBridges(store, members));
  for (const { member, reply } of tasks) {
    reply(gone.has(member) ? done : await askNetavark(store, 'teardown', member, lock));
  }
}

const done: Reply = { part: 'ip', code: 0, output: '' };
