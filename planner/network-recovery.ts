/*
 * A network cannot be put aside as a container can: whatever is made under its name needs it gone
 * first. Where its making anew fails after that, it is made again as it was, so that the predecessors
 * of its containers have a network to go back to.
 */
import type {
  NetworkSpec,
  ObservedNetwork,
  Operation,
  OperationOf,
  Recovery,
} from '../model/index.js';
import { recordLabels, specRecord } from './labels.js';
import { appliedSpec } from './applied.js';
import { networkSpecOf } from './ignore.js';
import type { Draft } from './draft.js';
import { objectsWithId } from './look-up.js';

/** Adds the recoveries of networks; all steps must have been planned, and all other recoveries. */
export function recoverNetworks(draft: Draft): void {
  const returnedTo = new Set(
    draft.recoveries.flatMap(({ operations }) => operations.flatMap(network)),
  );
  const creations = new Map(
    draft.steps.flatMap((step) =>
      step.op === 'create-network' ? [[step.spec.name, step.id] as const] : [],
    ),
  );
  const recoveries = draft.steps.flatMap((step): readonly Recovery[] => {
    if (step.op !== 'remove' || step.target.kind !== 'network') return [];
    const { target } = step;
    const creation = creations.get(target.name);
    if (creation === undefined || !returnedTo.has(target.name)) return [];
    const { objects } = draft.input.observation;
    const removed = objectsWithId(objects, target.id ?? '').find(({ kind }) => kind === 'network');
    if (removed?.kind !== 'network') return [];
    const { address } = removed;
    const again = { op: 'restore-network', target, ...asItWas(draft, removed) } as const;
    return [{ address, guards: [step.id, creation], operations: [again] }];
  });
  // Containers go back once there is something to go back to.
  draft.recoveries.unshift(...recoveries);
}

const network = (operation: Operation): readonly string[] =>
  operation.op === 'connect-network' ? [operation.network] : [];

/** The specification and the labels that make it what it was, to itself and to the next plan. */
function asItWas(
  draft: Draft,
  network: ObservedNetwork,
): Pick<OperationOf<'restore-network'>, 'spec' | 'labels'> {
  const { address, generation, record } = network;
  const spec = { ...networkSpecOf(network.completed), ...subnetAskedFor(draft, network) };
  const sealed = record ?? specRecord(draft, 'network', address, spec);
  return { spec, labels: recordLabels(draft, address, sealed, spec.labels, generation) };
}

/** Of what others made only the ledger says whether its subnet was asked for. */
function subnetAskedFor(
  { input: { observation } }: Draft,
  network: ObservedNetwork,
): Pick<NetworkSpec, 'subnet'> {
  const { record, completed, actualSubnet } = network;
  if (record || completed.subnet !== null || actualSubnet === null) return {};
  const applied = appliedSpec(network, observation);
  return applied && 'subnet' in applied && applied.subnet === actualSubnet
    ? { subnet: actualSubnet }
    : {};
}
