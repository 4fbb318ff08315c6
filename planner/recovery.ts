/*
 * What brings a predecessor back. Until it has been moved aside it need only get its name and run
 * again; after that its successor, in whatever state it is, has to go first.
 */
import {
  withoutAddresses,
  type ObservedContainer,
  type Operation,
  type Target,
} from '../model/index.js';
import { usageKey, type Draft } from './draft.js';
import { appliedContainer } from './facts.js';

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
): void {
  draft.recoveries.push({
    address: current.address,
    guards,
    operations: [
      { op: 'stop-container', target: successor },
      { op: 'remove', target: successor },
      ...startAgain(draft, current, current.name),
    ],
  });
}

/** Takes the successor away and puts the predecessor in its place. */
export function addRecovery(
  draft: Draft,
  current: ObservedContainer,
  predecessor: Target,
  name: string,
  after: string,
  guards: readonly string[],
): void {
  const { address } = current;
  const owner = { stackId: draft.input.stack.id, address };
  // Nothing but the successor: by its time the name may have gone to another container.
  const successor: Target = { kind: 'container', name, owner };
  // The old name of what moves may be another's by then.
  const renamed = current.name === predecessor.name || draft.origins.has(current);
  const back: Target = { ...predecessor, name: renamed ? name : current.name };
  const networks = remadeNetworks(draft, current).flatMap((network): readonly Operation[] => {
    const endpoint = current.completed.networks[network];
    return endpoint
      ? [{ op: 'connect-network', target: back, network, endpoint: withoutAddresses(endpoint) }]
      : [];
  });
  draft.recoveries.push({
    address,
    after,
    guards,
    operations: [
      { op: 'stop-container', target: successor },
      { op: 'remove', target: successor },
      { op: 'rename-container', target: predecessor, name: back.name },
      ...networks,
      ...startAgain(draft, current, back.name),
    ],
  });
}
