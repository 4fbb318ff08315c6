/*
 * The agent's post: one process for a store has it, by a lock that the kernel frees when the process dies.
 * A note beside it says who that is. A newer version takes the post from an older one, and one that was
 * started for good from one that a command has started.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import {
  errorCode,
  FileDamaged,
  LockTimeout,
  processMark,
  processState,
  readJson,
  shape,
  type HeldLock,
  type RecordOf,
  type Store,
} from '../store/index.js';
import { agentPlaces } from './places.js';
import { isOlder } from './versions.js';

const { integer, oneOf, record, string } = shape;

const noteShape = record({
  pid: integer,
  /** Tells its process from others of the same number. */
  mark: string,
  version: string,
  /** Whether it was started for good, as systemd does, or by a command that has left work to it. */
  manner: oneOf('foreground', 'background'),
  /** RFC 3339. */
  since: string,
});

/** Who has the post. */
export type AgentNote = RecordOf<typeof noteShape>;
export type Manner = AgentNote['manner'];
/** What decides between two of them. */
type Rank = Pick<AgentNote, 'version' | 'manner'>;

const lockName = 'agent';

/** Milliseconds that an agent has to leave after it was asked to. */
const patience = 15_000;
/** Milliseconds between two looks at one that is leaving or has not yet said who it is. */
const turn = 20;
/** Milliseconds that an agent has to say who it is. */
const introduction = 2_000;

/** Who has the post now: `undefined` when nobody has, `unknown` when it is not said. */
export async function readPost(store: Store): Promise<AgentNote | 'unknown' | undefined> {
  if ((await store.lockHolder(lockName)) === undefined) return undefined;
  return (await readNote(store)) ?? 'unknown';
}

async function readNote(store: Store): Promise<AgentNote | undefined> {
  try {
    const note = await readJson(agentPlaces(store).note, noteShape);
    return note && processState(note.mark) === 'alive' ? note : undefined;
  } catch (error) {
    // It is being written at this moment.
    if (error instanceof FileDamaged) return undefined;
    throw error;
  }
}

export interface Post {
  /** Says again who has it, where the run root was emptied. */
  announce(): Promise<void>;
  leave(): Promise<void>;
}

/**
 * Takes the post, from another agent where this one outranks it.
 * @returns who keeps it, where it is not to be had
 */
export async function takePost(
  store: Store,
  { version, manner }: Rank,
): Promise<Post | { readonly holder: AgentNote | 'unknown' }> {
  const since = new Date().toISOString();
  const own: Rank = { version, manner };
  const note: AgentNote = { ...own, pid: process.pid, mark: processMark() ?? '', since };
  const deadline = performance.now() + introduction;
  for (;;) {
    const held = await tryLock(store);
    if (held !== undefined) return begin(store, note, held);
    const holder = await readPost(store);
    if (holder === undefined) continue;
    if (holder === 'unknown') {
      if (performance.now() > deadline) return { holder };
      await delay(turn);
    } else if (!outranks(own, holder) || !(await dismissAgent(store, holder))) {
      return { holder };
    }
  }
}

function outranks(own: Rank, other: Rank): boolean {
  if (isOlder(other.version, own.version)) return true;
  if (isOlder(own.version, other.version)) return false;
  return own.manner === 'foreground' && other.manner === 'background';
}

async function tryLock(store: Store): Promise<HeldLock | undefined> {
  try {
    return await store.lock(lockName, { timeout: 0, command: 'stowage agent' });
  } catch (error) {
    if (error instanceof LockTimeout) return undefined;
    throw error;
  }
}

async function begin(store: Store, note: AgentNote, held: HeldLock): Promise<Post> {
  const places = agentPlaces(store);
  const announce = async (): Promise<void> => {
    if (existsSync(places.note)) return;
    await mkdir(places.directory, { recursive: true, mode: 0o700 });
    await writeFile(places.note, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  };
  try {
    await rm(places.note, { force: true });
    await announce();
  } catch (error) {
    await held.release();
    throw error;
  }
  return {
    announce,
    leave: async () => {
      await rm(places.note, { force: true });
      await held.release();
    },
  };
}

/** Asks an agent to leave, and waits until it has. @returns false when it has not in time */
export async function dismissAgent(store: Store, agent: AgentNote): Promise<boolean> {
  if (processState(agent.mark) === 'alive') send(agent, 'SIGTERM');
  const left = async (): Promise<boolean> => {
    const now = await readPost(store);
    return now === undefined || (now !== 'unknown' && now.mark !== agent.mark);
  };
  return waitFor(left, patience);
}

/** Lets an agent look at once. */
export function rouse(agent: AgentNote | 'unknown'): void {
  if (agent !== 'unknown') send(agent, 'SIGHUP');
}

/**
 * Lets an agent look at once, and waits until it has left, which it does by itself where there is nothing
 * to watch over.
 */
export async function awaitIdleAgent(store: Store): Promise<void> {
  const agent = await readPost(store);
  if (agent === undefined) return;
  rouse(agent);
  await waitFor(async () => (await readPost(store)) === undefined, patience);
}

function send({ pid, mark }: AgentNote, signal: NodeJS.Signals): void {
  if (processState(mark) !== 'alive') return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

async function waitFor(done: () => Promise<boolean>, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    if (await done()) return true;
    if (performance.now() > deadline) return false;
    await delay(turn);
  }
}

/** Removes what agents have left. There must be none. */
export async function forgetAgent(store: Store): Promise<void> {
  await rm(agentPlaces(store).directory, { recursive: true, force: true });
}
