/*
 * What builds that were cut off have left. Every intermediate image of a build carries the stack's id, an
 * empty address, which the last one, and so whatever somebody else makes from it, has not, and the
 * address that is built. One without a name is what no build got done with.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError, ownLabels, type EngineErrorCode } from '../../../model/index.js';
import type { DockerClient } from '../client/index.js';

/**
 * The labels of intermediate images. The platform is one of them because caches of builders do not look at it: steps
 * on nothing would come from a build for another one.
 */
export const buildMark = (
  stackId: string,
  address: string,
  platform: string | undefined,
): Readonly<Record<string, string>> => ({
  [ownLabels.stackId]: stackId,
  [ownLabels.address]: '',
  [ownLabels.building]: address,
  ...(platform !== undefined && { [ownLabels.platform]: platform }),
});

/** How long a build that was cut off may hold on to what it has made, in milliseconds. */
const patience = 10_000;
const pause = 200;

/** Removes what earlier builds of an image have left, once it is built. */
export async function tidyAfterBuild(
  client: DockerClient,
  stackId: string,
  address: string,
): Promise<void> {
  for (const id of await leftovers(client, stackId, address)) await isRemoved(client, id);
}

/** Removes what builds of a stack have left, as soon as they are done with it; what somebody runs stays. */
export async function removeBuildLeftovers(client: DockerClient, stackId: string): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    const left = await leftovers(client, stackId);
    if (left.length === 0) return;
    let isHeld = false;
    // With the last of a line go those that it was made from, unless they are held, too.
    for (const id of left) if (!(await isRemoved(client, id))) isHeld = true;
    if (isHeld && performance.now() > end) return;
    if (isHeld) await sleep(pause);
  }
}

async function leftovers(
  client: DockerClient,
  stackId: string,
  address?: string,
): Promise<readonly string[]> {
  const images = await client.listImages();
  return images.flatMap(({ id, references, labels }) => {
    const isLeft = labels[ownLabels.stackId] === stackId && labels[ownLabels.address] === '';
    const isMeant = address === undefined || labels[ownLabels.building] === address;
    return isLeft && isMeant && references.length === 0 ? [id] : [];
  });
}

/** Whether an image is gone; one that something is made from by now is none of the leftovers. */
async function isRemoved(client: DockerClient, id: string): Promise<boolean> {
  try {
    await client.removeImage(id);
  } catch (error) {
    const is = (code: EngineErrorCode): boolean =>
      error instanceof EngineError && error.code === code;
    if (is('in-use')) return false;
    if (!is('not-found')) throw error;
  }
  return true;
}
