/* Makes and removes networks. */
import { completeNetwork, EngineError, type StepOutcome } from '../../../model/index.js';
import { networkFromEngine, networkToEngine } from '../lenses/index.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { mustBeAsAsked } from './read-back.js';
import { findTargetNetwork, isSameRecord, nameInUse } from './targets.js';

export async function createNetwork(
  { client }: StepContext,
  { spec, labels }: OperationOf<'create-network'>,
): Promise<StepOutcome> {
  const named = (await client.findNetworks(spec.name)).filter(({ name }) => name === spec.name);
  const foreign = named.find((network) => !isSameRecord(network.labels, labels));
  if (foreign) throw nameInUse('network', spec.name, foreign.id);
  const [existing] = named;
  const created = existing ? undefined : await client.createNetwork(networkToEngine(spec, labels));
  const id = existing?.id ?? created?.id ?? '';
  const [network] = await client.findNetworks(id);
  if (!network) throw new EngineError('not-applied', `network "${spec.name}" was not made`);
  mustBeAsAsked(`network "${spec.name}"`, completeNetwork(spec), networkFromEngine(network, spec));
  return { warnings: created?.warnings ?? [] };
}

export async function removeNetwork(
  { client }: StepContext,
  { target }: OperationOf<'remove'>,
): Promise<StepOutcome> {
  const network = await findTargetNetwork(client, target);
  if (network) await client.removeNetwork(network.id);
  return noRemarks;
}
