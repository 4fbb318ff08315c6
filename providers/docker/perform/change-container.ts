/* Changes that a living container takes: limits, restart policy, name. */
import { EngineError, type LiveSettings, type StepOutcome } from '../../../model/index.js';
import { settingsToEngine } from '../lenses/index.js';
import { completedContainer } from '../observe/containers.js';
import { openImageLookup } from '../observe/index.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { mustBeAsAsked } from './read-back.js';
import {
  findContainerNamed,
  findTargetContainer,
  getTargetContainer,
  nameInUse,
} from './targets.js';

export async function updateContainer(
  { client }: StepContext,
  { target, settings }: OperationOf<'update-container'>,
): Promise<StepOutcome> {
  const container = await getTargetContainer(client, target);
  for (const [limit, value] of Object.entries({
    memory: settings.memory === null ? container.memory : 0,
    cpus: settings.cpus === null ? container.nanoCpus : 0,
  })) {
    if (value === 0) continue;
    throw new EngineError(
      'unsupported',
      `Docker cannot lift the limit of ${limit} of container "${target.name}" while it lives`,
    );
  }
  const warnings = await client.updateContainer(container.id, settingsToEngine(settings));
  const updated = await getTargetContainer(client, { ...target, id: container.id });
  const { completed } = await completedContainer(updated, openImageLookup(client));
  const { memory, cpus, pids, restart } = completed;
  const all: LiveSettings = { memory, cpus, pids, restart };
  const reported = Object.fromEntries(Object.entries(all).filter(([name]) => name in settings));
  mustBeAsAsked(`container "${target.name}"`, settings, reported);
  return { warnings };
}

export async function renameContainer(
  { client }: StepContext,
  { target, name }: OperationOf<'rename-container'>,
): Promise<StepOutcome> {
  const container = await findTargetContainer(client, target);
  if (container?.name === name) return noRemarks;
  const holder = await findContainerNamed(client, name);
  if (holder) throw nameInUse('container', name, holder.id);
  const { id } = container ?? (await getTargetContainer(client, target));
  await client.renameContainer(id, name);
  const renamed = await getTargetContainer(client, { ...target, id });
  mustBeAsAsked(`container "${target.name}"`, { name }, { name: renamed.name });
  return noRemarks;
}
