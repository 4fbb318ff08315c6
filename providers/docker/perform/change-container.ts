/* Changes that a living container takes: limits, restart policy, name. */
import {
  completeEndpoint,
  EngineError,
  equalJson,
  ownLabels,
  toJson,
  type StepOutcome,
  type Target,
} from '../../../model/index.js';
import type { ContainerInspection } from '../client/index.js';
import { containerRecord, endpointFromEngine, settingsToEngine } from '../lenses/index.js';
import { completedContainer } from '../observe/containers.js';
import { openImageLookup } from '../observe/index.js';
import { connectNetwork } from './connections.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { mustBeAsAsked } from './read-back.js';
import { verdict } from '../verdict.js';
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
  const { completed: before } = await completedContainer(container, openImageLookup(client));
  const present = new Map<string, unknown>(Object.entries(before));
  for (const [limit, value] of Object.entries(settings)) {
    if (value !== null || (present.get(limit) ?? null) === null) continue;
    if (verdict('container', { path: limit }).effect === 'in-place') continue;
    throw new EngineError(
      'unsupported',
      `Docker cannot lift the limit of ${limit} of container "${target.name}" while it lives`,
    );
  }
  const reportedOf = async (inspected: ContainerInspection): Promise<object> => {
    const { completed } = await completedContainer(inspected, openImageLookup(client));
    const found = new Map<string, unknown>(Object.entries(completed));
    return Object.fromEntries(
      Object.keys(settings).map((name) => [name, found.get(name) ?? null] as const),
    );
  };
  if (equalJson(toJson(await reportedOf(container)), toJson(settings))) return noRemarks;
  const warnings = await client.updateContainer(container.id, settingsToEngine(settings));
  const updated = await getTargetContainer(client, { ...target, id: container.id });
  mustBeAsAsked(`container "${target.name}"`, settings, await reportedOf(updated));
  return { warnings };
}

export async function renameContainer(
  context: StepContext,
  { target, name, drop }: OperationOf<'rename-container'>,
): Promise<StepOutcome> {
  const { client } = context;
  const container = await findTargetContainer(client, target);
  const holder = container?.name === name ? container : await findContainerNamed(client, name);
  // Known by name alone, it is no longer found under the old one once it has the new one.
  const isDone = container
    ? holder === container
    : holder && target.owner && isTarget(holder, target);
  if (!isDone) {
    if (holder) throw nameInUse('container', name, holder.id);
    const { id } = container ?? (await getTargetContainer(client, target));
    await client.renameContainer(id, name);
  }
  const id = container?.id ?? target.id;
  const renamed = await getTargetContainer(client, { ...target, name, ...(id && { id }) });
  mustBeAsAsked(`container "${target.name}"`, { name }, { name: renamed.name });
  if (drop !== undefined) await dropAlias(context, renamed, drop);
  return noRemarks;
}

const isTarget = ({ labels }: ContainerInspection, { owner }: Target): boolean =>
  owner !== undefined &&
  labels[ownLabels.stackId] === owner.stackId &&
  labels[ownLabels.address] === owner.address;

/** Connects a container anew where it still answers to a name, such as the one it had before. */
async function dropAlias(
  context: StepContext,
  { id, name, labels, networks }: ContainerInspection,
  drop: string,
): Promise<void> {
  for (const [network, present] of Object.entries(networks)) {
    if (!present.aliases.includes(drop)) continue;
    const recorded = containerRecord(labels)?.networks?.[network] ?? {};
    const told = endpointFromEngine(present, [name, id.slice(0, 12), drop], recorded.mac);
    const asked = completeEndpoint(recorded, told.aliases);
    const endpoint = context.client.dialect.endpoint(told, asked, present);
    const target: Target = { kind: 'container', name, id };
    await connectNetwork(context, { op: 'connect-network', target, network, endpoint });
  }
}
