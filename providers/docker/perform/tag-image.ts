/* Gives an image a further name. */
import { EngineError, type StepOutcome } from '../../../model/index.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';

export async function tagImage(
  { client }: StepContext,
  { target, reference }: OperationOf<'tag-image'>,
): Promise<StepOutcome> {
  const id = target.id ?? target.name;
  const before = await client.findImage(reference);
  if (before && before.id === target.id) return noRemarks;
  await client.tagImage(id, reference);
  const named = await client.findImage(reference);
  if (named?.id === target.id || target.id === undefined) return noRemarks;
  throw new EngineError('not-applied', `image "${target.name}" was not named ${reference}`);
}
