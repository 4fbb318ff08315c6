/* The locks that are held on an engine, and freeing one whose holder cannot be asked. */
import { EngineError, notLockedError, type HeldStackLock } from '../../../model/index.js';
import type { ContainerEntry, DockerClient } from '../client/index.js';
import { holderOf, lockLabels } from './labels.js';

async function lockContainers(client: DockerClient): Promise<readonly ContainerEntry[]> {
  return (await client.listContainers()).filter(({ labels }) => lockLabels.stack in labels);
}

/** Every lock that is there, by the labels of its container. */
export async function heldLocks(client: DockerClient): Promise<readonly HeldStackLock[]> {
  return (await lockContainers(client)).map(holderOf);
}

/**
 * Removes the container of a lock, by its whole id, so that one that was taken since stays. Its holder
 * sees the line to it close, and does nothing more.
 * @throws EngineError `not-found`
 */
export async function unlock(client: DockerClient, id: string): Promise<void> {
  const held = await lockContainers(client);
  const container = held.find((one) => holderOf(one).id === id);
  if (!container) throw notLockedError(id, held.map(holderOf));
  try {
    await client.removeContainer(container.id, true);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'not-found') throw error;
    const others = held.filter((one) => one !== container);
    throw notLockedError(id, others.map(holderOf));
  }
}
