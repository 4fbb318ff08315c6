/* Steps with volumes and networks on the embedded engine. */
import { ownLabels, type OperationOf } from '../../model/index.js';
import type { ContainerEngine } from '../../runtime/index.js';
import { isSame } from './find-target.js';

export async function createVolume(
  { volumes }: ContainerEngine,
  { spec, labels }: OperationOf<'create-volume'>,
): Promise<void> {
  const there = await volumes.find(spec.name);
  if (there && isSame(there.labels, labels)) return;
  await volumes.create({ name: spec.name, labels });
}

/** A copy under the name that nobody uses is one of an apply that was undone: it is made again. */
export async function copyVolume(
  { volumes }: ContainerEngine,
  { from, spec, labels }: OperationOf<'copy-volume'>,
): Promise<void> {
  const there = await volumes.find(spec.name);
  // It may have been meant for another address, or with other labels.
  const isCopy = [ownLabels.copiedFrom, ownLabels.stackId].every(
    (label) => there?.labels[label] === labels[label],
  );
  if (isCopy) await volumes.remove(spec.name);
  await volumes.copy({ from: from.name, name: spec.name, labels });
}

export async function createNetwork(
  { networks }: ContainerEngine,
  { spec, labels }: OperationOf<'create-network'>,
): Promise<void> {
  const there = await networks.find(spec.name);
  if (there && isSame(there.labels, labels)) return;
  await networks.create({
    name: spec.name,
    internal: spec.internal ?? false,
    subnet: spec.subnet ?? null,
    gateway: spec.gateway ?? null,
    range: spec.ip_range,
    reserved: spec.aux_addresses,
    mtu: spec.mtu,
    labels,
  });
}

/** Makes a network again as it was, in the place of what the stack has made of it since. */
export async function restoreNetwork(
  engine: ContainerEngine,
  { target, spec, labels }: OperationOf<'restore-network'>,
): Promise<void> {
  const there = await engine.networks.find(spec.name);
  if (there && there.id === target.id) return;
  const isOwn = there?.labels[ownLabels.stackId] === labels[ownLabels.stackId];
  if (there && isOwn && !isSame(there.labels, labels)) await engine.networks.remove(spec.name);
  await createNetwork(engine, { op: 'create-network', spec, labels });
}
