/*
 * Removes an image: the names that it has from us, and with the last one the image. What somebody
 * else has tagged, runs, or built upon stays.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, type StepOutcome } from '../../../model/index.js';
import type { DockerClient } from '../client/index.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { isStowages, nameInUse } from './targets.js';

export async function removeImage(
  { client }: StepContext,
  { target }: OperationOf<'remove'>,
): Promise<StepOutcome> {
  const image = await client.findImage(target.id ?? target.name);
  if (!image) return noRemarks;
  if (!isStowages(image.labels, 'image')) throw nameInUse('image', target.name, image.id);
  const [repository = '', tag] = target.name.split(/:([^:/]*)$/);
  // An image that was moved has a further name from us: tags of ours are content keys.
  const ours = image.references.filter(
    (reference) => reference.startsWith(`${repository}:`) || reference.endsWith(`:${tag}`),
  );
  // Under a name it is untagged, and goes with its last name unless others stand on it.
  for (const reference of ours) await removeAlone(client, reference, image.id);
  if (image.references.length === 0) await removeAlone(client, image.id, image.id);
  return noRemarks;
}

const mostAttempts = 5;

/**
 * Removes a name of an image, and the image with its last. Two removals at once that share layers take them
 * from each other; asking again is no harm. The one that was disturbed may have taken the name by then, and
 * left the image.
 */
async function removeAlone(client: DockerClient, name: string, id: string): Promise<void> {
  let key = name;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.removeImage(key);
      return;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const isGone = error.code === 'not-found';
      if (isGone && (attempt === 1 || key === id)) return;
      // Somebody has built upon it since, or it has another name.
      if (error.code === 'in-use' && key !== name) return;
      const isDisturbed = isGone || error.message.includes('unrecognized image ID');
      if (!isDisturbed || attempt === mostAttempts) throw error;
      if (isGone) key = id;
      else await delay(100 * attempt);
    }
  }
}
