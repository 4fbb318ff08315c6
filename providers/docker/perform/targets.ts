/*
 * Finds what a step works on. By id where the plan knew one; by name only what carries our labels,
 * so that a step can never touch what others have put under a name.
 */
import {
  EngineError,
  kindOfAddress,
  ownLabels,
  type Kind,
  type Target,
} from '../../../model/index.js';
import type { ContainerInspection, DockerReader, NetworkInspection } from '../client/index.js';
import { recordText } from '../lenses/index.js';

type Labels = Readonly<Record<string, string>>;

/** Whether labels are those of an object that Stowage made, whatever its stack. */
export function isStowages(labels: Labels, kind: Kind): boolean {
  return kindOfAddress(labels[ownLabels.address] ?? '') === kind && ownLabels.stackId in labels;
}

/** Whether an object is the one that a step would make, which a step before it may have made. */
export function isSameRecord(labels: Labels, wanted: Labels): boolean {
  const { stack, stackId, address } = ownLabels;
  return (
    [stack, stackId, address].every((label) => labels[label] === wanted[label]) &&
    recordText(labels) === recordText(wanted)
  );
}

export function nameInUse(kind: Kind, name: string, id: string): EngineError {
  return new EngineError(
    'name-in-use',
    `there is another ${kind} named "${name}" (id ${id.slice(0, 12)}), and it is left alone`,
    { hint: `Remove or rename it yourself, or give this ${kind} another name.` },
  );
}

const isOwnedBy = (labels: Labels, { stackId, address }: NonNullable<Target['owner']>): boolean =>
  labels[ownLabels.stackId] === stackId && labels[ownLabels.address] === address;

function mustBeStowages(target: Target, id: string, labels: Labels): void {
  if (target.id === undefined && !isStowages(labels, target.kind)) {
    throw nameInUse(target.kind, target.name, id);
  }
}

/** The engine also takes beginnings of ids for names, so a name has to be compared. */
export async function findContainerNamed(
  reader: DockerReader,
  name: string,
): Promise<ContainerInspection | undefined> {
  const container = await reader.findContainer(name);
  return container?.name === name ? container : undefined;
}

/** @throws EngineError `name-in-use` when the name is held by something that is not ours */
export async function findTargetContainer(
  reader: DockerReader,
  target: Target,
): Promise<ContainerInspection | undefined> {
  const { id, name } = target;
  const container = await (id === undefined
    ? findContainerNamed(reader, name)
    : reader.findContainer(id));
  if (container && target.owner && !isOwnedBy(container.labels, target.owner)) return undefined;
  if (container) mustBeStowages(target, container.id, container.labels);
  return container;
}

/** @throws EngineError `not-found` */
export async function getTargetContainer(
  reader: DockerReader,
  target: Target,
): Promise<ContainerInspection> {
  const container = await findTargetContainer(reader, target);
  if (!container) {
    throw new EngineError('not-found', `container "${target.name}" is not there any more`, {
      hint: 'Something else removed it. Plan again.',
    });
  }
  return container;
}

export async function findTargetNetwork(
  reader: DockerReader,
  target: Target,
): Promise<NetworkInspection | undefined> {
  const [network] = await reader.findNetworks(target.id ?? target.name);
  if (network) mustBeStowages(target, network.id, network.labels);
  return network;
}

/** @throws EngineError when there is none of that name, or more than one */
export async function getNetworkNamed(
  reader: DockerReader,
  name: string,
): Promise<NetworkInspection> {
  const networks = (await reader.findNetworks(name)).filter((network) => network.name === name);
  const [network, other] = networks;
  if (!network) throw new EngineError('not-found', `there is no network "${name}"`);
  if (other) {
    throw new EngineError('name-in-use', `there are ${networks.length} networks named "${name}"`, {
      hint: 'Older versions of Docker allow that. Remove those that are not needed, by their ids.',
    });
  }
  return network;
}
