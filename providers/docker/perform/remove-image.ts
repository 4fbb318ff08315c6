/*
 * Removes an image: the names that it has from us, and with the last one the image. What somebody
 * else has tagged, runs, or built upon stays.
 */
import type { StepOutcome } from '../../../model/index.js';
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
  for (const reference of ours) await client.removeImage(reference);
  if (image.references.length === 0) await client.removeImage(image.id);
  return noRemarks;
}
