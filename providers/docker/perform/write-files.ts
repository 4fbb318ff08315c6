/* Writes files into a container that is there, by the way in which it got them. */
import { ownLabels, type StepOutcome } from '../../../model/index.js';
import { directoryFor, directoryOf, writeContainerFiles } from '../files/index.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { getTargetContainer } from './targets.js';

export async function writeFiles(
  { client }: StepContext,
  { target, completed }: OperationOf<'write-files'>,
): Promise<StepOutcome> {
  const { id, name, labels, mounts } = await getTargetContainer(client, target);
  const directory = directoryOf(mounts) ?? directoryFor(labels, name);
  const stackId = labels[ownLabels.stackId] ?? '';
  await writeContainerFiles(client, { id, name, stackId, directory }, completed);
  return noRemarks;
}
