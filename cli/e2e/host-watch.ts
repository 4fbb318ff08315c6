/*
 * What the embedded engine leaves on the machine, where daemons under test may be at work at the same time:
 * all that those have there bears their name, but for Podman's name server, which has that of Podman's own place.
 */
import {
  settledLeftovers,
  takeSnapshot,
  type SnapshotOptions,
} from '../../runtime/testing/index.js';

const ofDaemons = /stowage-(?:dockerd|podman|test)-|\/run\/containers\//;

/** Looks at the machine now; what is given looks again, and has a line for each thing that is new. */
export function watchMachine(options: SnapshotOptions): () => Promise<readonly string[]> {
  const before = takeSnapshot(options);
  return () => settledLeftovers(before, { ...options, concerns: (line) => !ofDaemons.test(line) });
}
