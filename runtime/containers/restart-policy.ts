/*
 * When a container that has ended is started again, and how long that waits. Pure.
 * As with Docker the wait begins with a tenth of a second and doubles with every run that was a short one.
 */
import type { CompletedContainer } from '../../model/index.js';
import type { Outcome } from './record.js';

const firstDelay = 0.1;
const longestDelay = 60;

/** Runs shorter than this many seconds make the next restart wait. */
export const shortRun = 10;

type Policy = CompletedContainer['restart'];

/** Whether a policy ever starts a container by itself. */
export function hasRestartPolicy({ policy }: Policy): boolean {
  return policy === 'always' || policy === 'unless-stopped' || policy === 'on-failure';
}

/**
 * Whether a run's end calls for another one.
 * @param exitCode null when the end was not seen
 * @param restarts how often the policy has already acted
 */
export function restarts(policy: Policy, exitCode: number | null, restarts: number): boolean {
  switch (policy.policy) {
    case 'always':
    case 'unless-stopped':
      return true;
    case 'on-failure':
      return exitCode !== 0 && (policy.max_retries === 0 || restarts < policy.max_retries);
    default:
      return false;
  }
}

/** What calls for a start of a container that does not run and that nobody is about to start. */
export type Due =
  /** Its run has ended, and whoever was to start it again was killed before that. */
  | 'restart'
  /** It has not run since the host was started. */
  | 'after boot';

/**
 * Whether a container without a run ought to have one, as Docker does it: after a boot `always` counts
 * even for one that was stopped by hand, `unless-stopped` does not, and `on-failure` never.
 * @param boot id of this boot
 */
export function dueStart(policy: Policy, outcome: Outcome, boot: string): Due | undefined {
  if (outcome.boot === undefined) return undefined;
  const wanted = outcome.wanted === 'running';
  if (outcome.boot !== boot) {
    const comesBack = policy.policy === 'always' || (policy.policy === 'unless-stopped' && wanted);
    return comesBack ? 'after boot' : undefined;
  }
  // A start that failed would fail again; whoever mends its cause starts it.
  if (!wanted || outcome.failure !== undefined) return undefined;
  return restarts(policy, outcome.exitCode, outcome.restarts) ? 'restart' : undefined;
}

/** Seconds between the end of a short run and the next, after so many short ones in a row. */
export function restartDelay(hurried: number): number {
  return Math.min(firstDelay * 2 ** hurried, longestDelay);
}

/** How many runs in a row were short, with the one of this outcome. */
export function hurriedAfter({ startedAt, finishedAt, hurried = 0 }: Outcome): number {
  if (startedAt === undefined || finishedAt === undefined) return 0;
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return seconds < shortRun ? hurried + 1 : 0;
}
