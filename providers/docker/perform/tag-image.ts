/* Gives an image a further name, or takes one from it. */
import { EngineError, type StepOutcome } from '../../../model/index.js';
import type { DockerReader, ImageInspection } from '../client/index.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { nameInUse } from './targets.js';

export async function tagImage(
  { client }: StepContext,
  { target, reference, from }: OperationOf<'tag-image'>,
): Promise<StepOutcome> {
  const image = await client.findImage(target.id ?? target.name);
  if (!image) throw new EngineError('image-not-found', `image "${target.name}" is not there`);
  const holder = await holderOf(client, reference);
  if (holder?.id === image.id) return noRemarks;
  if (holder && from && !from.includes(holder.id)) throw nameInUse('image', reference, holder.id);
  await client.tagImage(image.id, reference);
  const named = await holderOf(client, reference);
  if (named?.id === image.id) return noRemarks;
  throw new EngineError('not-applied', `image "${target.name}" was not named ${reference}`);
}

/** Podman also gives an image of another registry for a name without one, so that its names are looked at. */
async function holderOf(
  client: DockerReader,
  reference: string,
): Promise<ImageInspection | undefined> {
  const image = await client.findImage(reference);
  return image?.references.includes(reference) ? image : undefined;
}

/** What has the name by now is another image's, or the last that an image has, stays. */
export async function untagImage(
  { client }: StepContext,
  { target, reference }: OperationOf<'untag-image'>,
): Promise<StepOutcome> {
  const image = await client.findImage(target.id ?? target.name);
  if (!image?.references.includes(reference) || image.references.length === 1) return noRemarks;
  await client.removeImage(client.dialect.imageName(reference));
  const after = await client.findImage(image.id);
  if (after && !after.references.includes(reference)) return noRemarks;
  throw new EngineError('not-applied', `image "${target.name}" still has the name ${reference}`);
}
