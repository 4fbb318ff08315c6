/*
 * The steps of containers. A replacement is stop, move aside, create, start, wait, remove the old;
 * its recovery brings the old one back when any step after the moving aside fails.
 */
import {
  kindOfAddress,
  predecessorSuffix,
  type ObservedContainer,
  type Target,
} from '../model/index.js';
import { addStep, addWishes, readyStep, setReady, usageKey, vacate, type Draft } from './draft.js';
import { temporaryName } from './held.js';
import type { DesiredOf } from './facts.js';
import { contentLabel, recordLabels, specRecord } from './labels.js';
import { pullSteps } from './plan-pulls.js';
import { addEarlyRecovery, addRecovery, remadeNetworks } from './recovery.js';
import { withComingShares } from './shared-namespaces.js';

export type Waits = readonly (string | undefined)[];

/** Steps after which everything that the container needs is there. */
export function dependencyWaits(draft: Draft, { resource }: DesiredOf<'container'>): Waits {
  return resource.dependsOn
    .filter((dependency) => dependency.condition !== 'named')
    .map((dependency) => readyStep(draft, dependency.address, dependency.condition));
}

/** Steps after which its networks are there. */
export function networkWaits(draft: Draft, { resource }: DesiredOf<'container'>): Waits {
  return resource.dependsOn
    .filter(({ address }) => kindOfAddress(address) === 'network')
    .map(({ address }) => readyStep(draft, address, 'exists'));
}

export const targetOf = (object: ObservedContainer): Target => ({
  kind: 'container',
  name: object.name,
  id: object.id,
});

/** What a start is to lead to, by the definition. */
function awaited({
  resource,
  completed,
}: DesiredOf<'container'>): 'running' | 'healthy' | 'completed' {
  if (resource.spec.job) return 'completed';
  return completed.health ? 'healthy' : 'running';
}

/** Starts a container and waits; notes which conditions then hold. Gives the ids of both steps. */
export function startSteps(
  draft: Draft,
  desired: DesiredOf<'container'>,
  target: Target,
  after: Waits,
): readonly string[] {
  const { address } = desired.resource;
  const start = addStep(draft, address, { op: 'start-container', target }, after);
  const until = awaited(desired);
  const waited = addStep(draft, address, { op: 'await-container', target, until }, [start]);
  setReady(draft, address, 'exists', start);
  setReady(draft, address, 'started', waited);
  if (until !== 'running') setReady(draft, address, until, waited);
  return [start, waited];
}

/**
 * Creates and, where it is to run, starts a container: under its own name, or under another for the
 * time being.
 */
export function createSteps(
  draft: Draft,
  desired: DesiredOf<'container'>,
  after: Waits,
  as?: string,
): readonly string[] {
  const { resource, completed } = desired;
  const { address, spec } = resource;
  const create = addStep(
    draft,
    address,
    {
      op: 'create-container',
      completed: withComingShares(draft, completed),
      ...(as === undefined ? {} : { as }),
      labels: {
        ...recordLabels(
          draft,
          address,
          specRecord(draft, 'container', address, spec),
          completed.labels,
        ),
        ...contentLabel(desired.content),
      },
    },
    [...dependencyWaits(draft, desired), ...pullSteps(draft, desired), ...after],
  );
  setReady(draft, address, 'exists', create);
  if (spec.state === 'stopped') return [create];
  const target: Target = { kind: 'container', name: as ?? spec.name };
  return [create, ...startSteps(draft, desired, target, [create])];
}

/** Notes that after a step a container uses nothing any more. */
export function vacateAll(
  draft: Draft,
  object: ObservedContainer,
  step: string,
  detached: readonly string[] = [],
): void {
  vacate(draft, 'image', object.imageId, step);
  for (const network of Object.keys(object.completed.networks)) {
    // A predecessor is taken off a network that is made anew long before it is removed.
    if (!detached.includes(network)) vacate(draft, 'network', network, step);
  }
  for (const mount of Object.values(object.completed.mounts)) {
    if (mount.type === 'volume') vacate(draft, 'volume', mount.source, step);
  }
}

/**
 * Replaces a container. The predecessor is kept, stopped and renamed, until the successor is proven,
 * unless a volume that it holds has to be made anew (`keepPredecessor` false).
 */
export function replaceSteps(
  draft: Draft,
  desired: DesiredOf<'container'>,
  current: ObservedContainer,
  keepPredecessor: boolean,
  after: Waits,
): readonly string[] {
  const { address, spec } = desired.resource;
  const target = targetOf(current);
  const stop = addStep(draft, address, { op: 'stop-container', target }, after);
  // Not stopped before what the successor needs is there, where that does not itself wait for the stop.
  addWishes(draft, stop, [...dependencyWaits(draft, desired), ...pullSteps(draft, desired)]);
  if (!keepPredecessor) {
    const removed = addStep(draft, address, { op: 'remove', target }, [stop], 'old');
    vacateAll(draft, current, removed);
    const made = createSteps(draft, desired, [removed]);
    draft.lives.set(address, { kind: 'replaced', made });
    return [stop, removed, ...made];
  }
  const aside = temporaryName(draft.input.observation, spec.name, predecessorSuffix, current.id);
  const rename = addStep(
    draft,
    address,
    { op: 'rename-container', target, name: aside },
    [stop],
    'aside',
  );
  const detached = detachSteps(draft, current, rename);
  const created = createSteps(draft, desired, [rename, ...detached]);
  // Where it fails its predecessor goes back onto them, whether or not it is on them itself.
  addWishes(draft, created[0] ?? '', remadeReady(draft, current));
  const predecessor: Target = { ...target, name: aside };
  const removed = addStep(
    draft,
    address,
    { op: 'remove', target: predecessor },
    [created.at(-1)],
    'old',
  );
  vacateAll(draft, current, removed, remadeNetworks(draft, current));
  addEarlyRecovery(draft, current, [stop, rename]);
  // A successor that is there and fails stays for inspection, where that is asked for.
  const keeps = desired.resource.lifecycle.onFailure === 'keep';
  const guards = [...detached, ...(keeps ? created.slice(0, 1) : created)];
  const recovery = addRecovery(draft, current, predecessor, spec.name, rename, guards);
  draft.lives.set(address, { kind: 'replaced', aside: rename, recovery, made: created });
  return [stop, rename, ...detached, ...created, removed];
}

/** Steps after which the networks that a predecessor was on are there again. */
const remadeReady = (draft: Draft, current: ObservedContainer): Waits =>
  remadeNetworks(draft, current).map((network) =>
    readyStep(draft, draft.remade.get(usageKey('network', network)) ?? '', 'exists'),
  );

/** Takes a predecessor off networks that are made anew, so that the old ones can go. */
function detachSteps(draft: Draft, current: ObservedContainer, after: string): readonly string[] {
  return remadeNetworks(draft, current).map((network) => {
    const step = addStep(
      draft,
      current.address,
      { op: 'disconnect-network', target: targetOf(current), network },
      [after],
      network,
    );
    vacate(draft, 'network', network, step);
    return step;
  });
}

/** The step that removes what an interrupted replacement left. */
export const leftoverRemovalId = (leftover: ObservedContainer): string =>
  `${leftover.address} remove ${leftover.name}`;

/** Stops and removes a container that is not wanted. */
export function removeSteps(
  draft: Draft,
  object: ObservedContainer,
  after: Waits,
): readonly string[] {
  const target = targetOf(object);
  const stop = addStep(draft, object.address, { op: 'stop-container', target }, after, object.name);
  const removed = addStep(draft, object.address, { op: 'remove', target }, [stop], object.name);
  vacateAll(draft, object, removed);
  return [stop, removed];
}
