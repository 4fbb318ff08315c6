/*
 * Makes and removes volumes. The engine answers the creation of a volume that is there with the one
 * that is there, whatever was asked for.
 */
import { completeVolume, EngineError, type StepOutcome } from '../../../model/index.js';
import { volumeFromEngine, volumeToEngine } from '../lenses/index.js';
import { removeCopyHelpers } from '../volume-access.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { mustBeAsAsked } from './read-back.js';
import { isSameRecord, isStowages, nameInUse } from './targets.js';

export async function createVolume(
  { client }: StepContext,
  { spec, labels }: OperationOf<'create-volume'>,
): Promise<StepOutcome> {
  const existing = await client.findVolume(spec.name);
  if (!existing) await client.createVolume(volumeToEngine(spec, labels));
  const volume = existing ?? (await client.findVolume(spec.name));
  if (!volume) throw new EngineError('not-applied', `volume "${spec.name}" was not made`);
  if (!isSameRecord(volume.labels, labels)) throw nameInUse('volume', spec.name, spec.name);
  mustBeAsAsked(`volume "${spec.name}"`, completeVolume(spec), volumeFromEngine(volume));
  return noRemarks;
}

export async function removeVolume(
  { client }: StepContext,
  { target }: OperationOf<'remove'>,
): Promise<StepOutcome> {
  const volume = await client.findVolume(target.name);
  if (!volume) return noRemarks;
  // The id of a volume is its name, so it tells nothing about whose the volume is by now.
  if (!target.imported && !isStowages(volume.labels, 'volume'))
    throw nameInUse('volume', target.name, target.name);
  await removeCopyHelpers(client, target.name);
  await client.removeVolume(target.name);
  return noRemarks;
}
