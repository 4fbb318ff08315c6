/*
 * What brings a predecessor back. Until it has been moved aside it need only get its name and run
 * again; after that its successor, in whatever state it is, has to go first.
 */
import {
  equalJson,
  toJson,
  withoutAddresses,
  type CompletedEndpoint,
  type ObservedContainer,
  type Operation,
  type Recovery,
  type Target,
} from '../model/index.js';
import { usageKey, type Draft } from './draft.js';
import { appliedContainer } from './applied.js';

/** Whether the predecessor ran, or would run had not an earlier apply been cut off after stopping it. */
function meantToRun(draft: Draft, current: ObservedContainer): boolean {
  if (current.status.state === 'running') return true;
  const applied = appliedContainer(current, draft.input.observation);
  return applied !== undefined && !applied.job && applied.state !== 'stopped';
}

const startAgain = (
  draft: Draft,
  current: ObservedContainer,
  name: string,
): readonly Operation[] =>
  meantToRun(draft, current)
    ? [{ op: 'start-container', target: { kind: 'container', name, id: current.id } }]
    : [];

/** Networks of a container that are removed and made again under the same name. */
export const remadeNetworks = (draft: Draft, { completed }: ObservedContainer): readonly string[] =>
  Object.keys(completed.networks)
    .filter((network) => draft.remade.has(usageKey('network', network)))
    .sort();

/** Undoes a stop, or a renaming whose reply was lost. */
export function addEarlyRecovery(
  draft: Draft,
  current: ObservedContainer,
  guards: readonly string[],
): void {
  const { name, id } = current;
  const target: Target = { kind: 'container', name, id };
  draft.recoveries.push({
    address: current.address,
    guards,
    operations: [{ op: 'rename-container', target, name }, ...startAgain(draft, current, name)],
  });
}

/** Takes away a successor that was to come up beside its predecessor, which goes on. */
export function addSuccessorRecovery(
  draft: Draft,
  current: ObservedContainer,
  successor: Target,
  guards: readonly string[],
): Recovery {
  const recovery: Recovery = {
    address: current.address,
    guards,
    operations: [
      { op: 'stop-container', target: successor },
      { op: 'remove', target: successor },
      ...startAgain(draft, current, current.name),
    ],
  };
  draft.recoveries.push(recovery);
  return recovery;
}

/** Takes the successor away and puts the predecessor in its place. */
export function addRecovery(
  draft: Draft,
  current: ObservedContainer,
  predecessor: Target,
  name: string,
  after: string,
  guards: readonly string[],
): Recovery {
  const { address } = current;
  const owner = { stackId: draft.input.stack.id, address };
  // Nothing but the successor: by its time the name may have gone to another container.
  const successor: Target = { kind: 'container', name, owner };
  // The old name of what moves may be another's by then.
  const renamed = current.name === predecessor.name || draft.origins.has(current);
  const back: Target = { ...predecessor, name: renamed ? name : current.name };
  const away: readonly Operation[] = [
    { op: 'stop-container', target: successor },
    { op: 'remove', target: successor },
  ];
  const rename: Operation = { op: 'rename-container', target: predecessor, name: back.name };
  const started = startAgain(draft, current, back.name);
  const remade = remadeEndpoints(draft, current);
  const join = (endpoints: Endpoints): readonly Operation[] =>
    endpoints.map(([network, endpoint]) => ({
      op: 'connect-network',
      target: back,
      network,
      endpoint,
    }));
  const free = remade.map(([network, endpoint]) => [network, withoutAddresses(endpoint)] as const);
  const fixed = remade.filter(
    ([, one], index) => !equalJson(toJson(one), toJson(free[index]?.[1])),
  );
  const leave = fixed.map(
    ([network]) => ({ op: 'disconnect-network', target: back, network }) as const,
  );
  const recovery: Recovery = {
    address,
    after,
    guards,
    operations: [...away, rename, ...join(remade), ...started],
    // On a network that is new the old address may be nobody's, or another's. By then the predecessor
    // may have the name by which the successor is removed.
    ...(fixed.length > 0 && { otherwise: [rename, ...leave, ...join(free), ...started] }),
  };
  draft.recoveries.push(recovery);
  return recovery;
}

type Endpoints = readonly (readonly [network: string, endpoint: CompletedEndpoint])[];

/** Where a container was on the networks that are made anew. */
const remadeEndpoints = (draft: Draft, current: ObservedContainer): Endpoints =>
  remadeNetworks(draft, current).flatMap((network) => {
    const endpoint = current.completed.networks[network];
    return endpoint ? [[network, endpoint] as const] : [];
  });
