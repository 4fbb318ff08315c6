/*
 * When a container that has ended by itself is started again, and how long that waits. Pure.
 * As with Docker the first restart is immediate, later ones wait twice as long each.
 */
import type { CompletedContainer } from '../../model/index.js';

const longestDelay = 60;

/**
 * Whether a run's end calls for another one.
 * @param exitCode null when the end was not seen
 * @param restarts how often the policy has already acted
 */
export function restarts(
  policy: CompletedContainer['restart'],
  exitCode: number | null,
  restarts: number,
): boolean {
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

/** Seconds between the end of a short run and the next: 0, 1, 2, 4 … after so many restarts. */
export function restartDelay(restarts: number): number {
  return restarts === 0 ? 0 : Math.min(2 ** (restarts - 1), longestDelay);
}
