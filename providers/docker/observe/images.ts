/* Images of a stack, as the engine has them. */
import { imageReference, ownLabels, type ObservedImage } from '../../../model/index.js';
import type { DockerReader, ImageEntry } from '../client/index.js';
import { imageFromEngine, imageRecord } from '../lenses/index.js';
import type { ImageLookup } from './image-lookup.js';
import { fingerprintOf } from './fingerprint.js';
import type { Identity } from './identity.js';

/**
 * Whether an image with our labels is ours and not one that somebody made from it: it has the name
 * of its record, or our labels were the last thing done to it.
 */
export async function isAuthentic(reader: DockerReader, image: ImageEntry): Promise<boolean> {
  const record = imageRecord(image.labels);
  if (record && image.references.includes(imageReference(record))) return true;
  const step = await reader.newestStep(image.id);
  return step.includes(`LABEL`) && step.includes(`${ownLabels.stackId}=`);
}

/** Gives nothing when the image has gone in the meantime. */
export async function observeImage(
  { id, references, labels }: ImageEntry,
  lookup: ImageLookup,
  identity: Identity,
): Promise<ObservedImage | undefined> {
  const image = await lookup.find(id);
  if (!image) return undefined;
  const completed = imageFromEngine(image, references[0] ?? id);
  const record = imageRecord(labels);
  return {
    kind: 'image',
    id,
    name: completed.name,
    ...identity,
    completed,
    record,
    references,
    fingerprint: fingerprintOf({ id, completed, record, references: [...references].sort() }),
  };
}
