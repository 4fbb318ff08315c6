/*
 * The containers over which volumes are copied. They are never started, belong to no stack, and count
 * as users of a volume nowhere: one that a killed apply has left goes with the next step.
 */
import type { DockerClient } from '../client/index.js';

/** Marks a helper, with the name of the volume that it has. */
export const copyLabel = 'stowage.copy';

/** Removes the helpers that have a volume. */
export async function removeCopyHelpers(client: DockerClient, volume: string): Promise<void> {
  for (const { id, labels } of await client.listContainers()) {
    if (labels[copyLabel] === volume) await client.removeContainer(id, true);
  }
}
