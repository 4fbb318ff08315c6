/*
 * The agent: one process for a store, which does what needs time. It runs health checks, starts
 * containers after a boot, and sees to those whose monitor was killed; restarts after an ordinary end are made by
 * the monitor's call, agent or not. All that it knows is in the store: it may be killed at any time, and
 * another one goes on. It ends by itself when there is nothing to watch over, or no store any more.
 */
import { idsOfRuns, type Context } from '../containers/index.js';
import { reviveNameServer } from '../networks/index.js';
import type { Store } from '../store/index.js';
import { Alarm, inodeOf } from './alarm.js';
import { hasContainers, isNeeded, readCharges } from './charges.js';
import { takePost, type AgentNote, type Manner, type Post } from './post.js';
import { Recoveries } from './recoveries.js';
import { HealthRounds } from './rounds.js';

export interface AgentOptions {
  readonly version: string;
  readonly manner: Manner;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Why an agent has ended. */
export type AgentEnd =
  | { readonly why: 'idle' | 'asked' | 'store gone' }
  /** Another one has the post. */
  | { readonly why: 'taken'; readonly holder: AgentNote | 'unknown' };

/** Watches over the containers of a store, until there is nothing to watch over. */
export async function runAgent(context: Context, options: AgentOptions): Promise<AgentEnd> {
  const alarm = new Alarm(context.store);
  options.signal.addEventListener('abort', alarm.ring);
  process.on('SIGHUP', alarm.ring);
  try {
    for (;;) {
      const post = await takePost(context.store, options);
      if ('holder' in post) return { why: 'taken', holder: post.holder };
      let why: OwnEnd;
      try {
        why = await watchOver(context, options, post, alarm);
      } finally {
        await post.leave();
      }
      // Whoever left something to the agent before the post was free has started no other one.
      if (why !== 'idle') return { why };
      if (!isNeeded(await readCharges(context.store), options.manner)) return { why };
    }
  } finally {
    alarm.close();
    process.off('SIGHUP', alarm.ring);
    options.signal.removeEventListener('abort', alarm.ring);
  }
}

/** Milliseconds without anything to watch over after which the agent ends, while there are containers. */
const idleGrace = 2_000;

/** Milliseconds until monitors are looked after that are about to do something. */
const soon = 1_000;

type OwnEnd = Exclude<AgentEnd['why'], 'taken'>;

async function watchOver(
  context: Context,
  { manner, signal, say }: AgentOptions,
  post: Post,
  alarm: Alarm,
): Promise<OwnEnd> {
  const { store } = context;
  const place = inodeOf(store.root);
  const rounds = new HealthRounds({ context, say });
  const recoveries = new Recoveries({ context, say });
  let busyAt = performance.now();
  try {
    for (;;) {
      if (inodeOf(store.root) !== place) return 'store gone';
      if (signal.aborted) return 'asked';
      alarm.follow(await idsOfRuns(store));
      const charges = await readCharges(store);
      rounds.follow(charges);
      recoveries.begin(charges, alarm.ring);
      const needed = isNeeded(charges, manner);
      if (needed || recoveries.busy) busyAt = performance.now();
      const left = busyAt + idleGrace - performance.now();
      if (left <= 0 || !(await hasContainers(store))) return 'idle';
      await keepUp(store, post);
      const isUnsettled = charges.some(({ unsettled }) => unsettled);
      await alarm.next(needed ? (isUnsettled ? soon : Infinity) : left);
    }
  } catch (error) {
    // What is missing then is no wonder.
    if (inodeOf(store.root) !== place) return 'store gone';
    throw error;
  } finally {
    await Promise.all([rounds.stop(), recoveries.stop()]);
  }
}

/** What containers rest on beside their monitors, and what tells others of this agent. */
async function keepUp(store: Store, post: Post): Promise<void> {
  if ((await idsOfRuns(store)).length > 0) await reviveNameServer(store);
  await post.announce();
}
