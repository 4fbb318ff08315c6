/*
 * Brings an image of a plan from its registry into the store.
 */
import {
  askedPlatform,
  EngineError,
  type OperationOf,
  parseImageName,
  type StepProgress,
} from '../../model/index.js';
import { pullImage, type ContainerEngine } from '../../runtime/index.js';
import { connectionOptions } from '../registries.js';

/** @throws EngineError and what the runtime throws, to be translated */
export async function pullOperation(
  { store }: ContainerEngine,
  { reference, platform }: OperationOf<'pull-image'>,
  progress: StepProgress,
): Promise<void> {
  const name = parseImageName(reference);
  if (name?.digest === undefined) {
    throw new EngineError('invalid', `${reference} is no name of an image with a digest`);
  }
  const pinned = { ...name, digest: name.digest };
  await pullImage(store, pinned, {
    ...connectionOptions(),
    platform: askedPlatform(platform),
    report: (line) => progress.report(line),
    signal: progress.signal,
  });
}
