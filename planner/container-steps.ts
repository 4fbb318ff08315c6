/*
 * The steps of containers. A replacement is stop, move aside, create, start, wait, remove the old;
 * its recovery brings the old one back when any step after the moving aside fails.
 */
import {
  predecessorSuffix,
  type Change,
  type LiveSettings,
  type ObservedContainer,
  type Operation,
  type Target,
} from '../model/index.js';
import { addStep, readyStep, setReady, usageKey, vacate, type Draft } from './draft.js';
import type { DesiredOf } from './facts.js';
import { recordLabels } from './labels.js';

type Waits = readonly (string | undefined)[];

/** Steps after which everything that the container needs is there. */
function dependencyWaits(draft: Draft, { resource }: DesiredOf<'container'>): Waits {
  return resource.dependsOn
    .filter((dependency) => dependency.condition !== 'named')
    .map((dependency) => readyStep(draft, dependency.address, dependency.condition));
}

const targetOf = (object: ObservedContainer): Target => ({
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
function startSteps(
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

/** Creates and, where it is to run, starts a container under its own name. */
export function createSteps(
  draft: Draft,
  desired: DesiredOf<'container'>,
  after: Waits,
): { readonly steps: readonly string[]; readonly guards: readonly string[] } {
  const { resource, completed } = desired;
  const { address, spec } = resource;
  const create = addStep(
    draft,
    address,
    {
      op: 'create-container',
      completed,
      labels: recordLabels(draft, address, spec, completed.labels),
    },
    [...dependencyWaits(draft, desired), ...after],
  );
  setReady(draft, address, 'exists', create);
  if (spec.state === 'stopped') return { steps: [create], guards: [create] };
  const target: Target = { kind: 'container', name: spec.name };
  const started = startSteps(draft, desired, target, [create]);
  return { steps: [create, ...started], guards: [create, ...started] };
}

/** Notes that after a step a container uses nothing any more. */
function vacateAll(draft: Draft, object: ObservedContainer, step: string): void {
  vacate(draft, 'image', object.imageId, step);
  for (const network of Object.keys(object.completed.networks)) {
    vacate(draft, 'network', network, step);
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
  const before = outerWaits(draft, desired);
  const stop = addStep(draft, address, { op: 'stop-container', target }, [...before, ...after]);
  if (!keepPredecessor) {
    const removed = addStep(draft, address, { op: 'remove', target }, [stop], 'old');
    vacateAll(draft, current, removed);
    return [stop, removed, ...createSteps(draft, desired, [removed]).steps];
  }
  const aside = `${spec.name}${predecessorSuffix}`;
  const rename = addStep(
    draft,
    address,
    { op: 'rename-container', target, name: aside },
    [stop],
    'aside',
  );
  const detached = detachSteps(draft, current, rename);
  const created = createSteps(draft, desired, [rename, ...detached]);
  const predecessor: Target = { ...target, name: aside };
  const removed = addStep(
    draft,
    address,
    { op: 'remove', target: predecessor },
    [created.steps.at(-1)],
    'old',
  );
  vacateAll(draft, current, removed);
  draft.recoveries.push({
    address,
    guards: created.guards,
    operations: recoveryOperations(draft, spec.name, current, predecessor),
  });
  return [stop, rename, ...detached, ...created.steps, removed];
}

/** Dependencies that do not themselves wait for the predecessor to let go. */
function outerWaits(draft: Draft, desired: DesiredOf<'container'>): Waits {
  const remade = new Set(draft.remade.values());
  return desired.resource.dependsOn
    .filter(({ address, condition }) => condition !== 'named' && !remade.has(address))
    .map(({ address, condition }) => readyStep(draft, address, condition));
}

/** Takes a predecessor off networks that are made anew, so that the old ones can go. */
function detachSteps(draft: Draft, current: ObservedContainer, after: string): readonly string[] {
  return Object.keys(current.completed.networks)
    .filter((network) => draft.remade.has(usageKey('network', network)))
    .map((network) => {
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

function recoveryOperations(
  draft: Draft,
  name: string,
  current: ObservedContainer,
  predecessor: Target,
): readonly Operation[] {
  const back: Target = { ...predecessor, name };
  const networks = Object.entries(current.completed.networks)
    .filter(([network]) => draft.remade.has(usageKey('network', network)))
    .map(([network, endpoint]): Operation => ({
      op: 'connect-network',
      target: back,
      network,
      endpoint: { ...endpoint, ipv4: null },
    }));
  return [
    { op: 'remove', target: { kind: 'container', name } },
    { op: 'rename-container', target: predecessor, name },
    ...networks,
    ...(current.status.state === 'running'
      ? [{ op: 'start-container', target: back } satisfies Operation]
      : []),
  ];
}

/** Changes a living container: name, networks, limits, then whether it runs. */
export function liveSteps(
  draft: Draft,
  desired: DesiredOf<'container'>,
  current: ObservedContainer,
  changes: readonly Change[],
): { readonly steps: readonly string[]; readonly ready?: string } {
  const { resource, completed } = desired;
  const { address, spec } = resource;
  const target = targetOf(current);
  const waits = dependencyWaits(draft, desired);
  const steps: string[] = [];
  const add = (operation: Operation, detail?: string): void => {
    steps.push(addStep(draft, address, operation, [...waits, steps.at(-1)], detail));
  };
  if (current.name !== spec.name) add({ op: 'rename-container', target, name: spec.name });
  for (const network of changedNetworks(current, changes)) {
    if (current.completed.networks[network]) {
      add({ op: 'disconnect-network', target, network }, network);
      vacate(draft, 'network', network, steps.at(-1) ?? '');
    }
    const endpoint = completed.networks[network];
    if (endpoint) add({ op: 'connect-network', target, network, endpoint }, network);
  }
  const settings = liveSettings(desired, changes);
  if (Object.keys(settings).length > 0) add({ op: 'update-container', target, settings });
  if (spec.state === 'stopped') {
    if (current.status.state === 'running') add({ op: 'stop-container', target });
  } else if (mustStart(desired, current)) {
    steps.push(...startSteps(draft, desired, target, [...waits, steps.at(-1)]));
  } else if (mustWait(draft, desired, current)) {
    add({ op: 'await-container', target, until: 'healthy' });
    setReady(draft, address, 'healthy', steps.at(-1) ?? '');
  }
  const ready = steps.at(-1);
  return { steps, ...(ready === undefined ? {} : { ready }) };
}

function changedNetworks(
  current: ObservedContainer,
  changes: readonly Change[],
): readonly string[] {
  const names = new Set(current.staleNetworks);
  for (const change of changes) {
    const name = /^networks(?:\.([\w-]+)|\["(.*?)"\])/.exec(change.path);
    const network = name?.[1] ?? name?.[2];
    if (network !== undefined) names.add(network);
  }
  return [...names].sort();
}

function liveSettings(
  { completed }: DesiredOf<'container'>,
  changes: readonly Change[],
): LiveSettings {
  const changed = (attribute: string): boolean =>
    changes.some(({ path }) => path === attribute || path.startsWith(`${attribute}.`));
  return {
    ...(changed('memory') ? { memory: completed.memory } : {}),
    ...(changed('cpus') ? { cpus: completed.cpus } : {}),
    ...(changed('pids') ? { pids: completed.pids } : {}),
    ...(changed('restart') ? { restart: completed.restart } : {}),
  };
}

function mustStart({ resource }: DesiredOf<'container'>, { status }: ObservedContainer): boolean {
  if (!resource.spec.job) return status.state !== 'running';
  return !(status.state === 'exited' && status.exitCode === 0);
}

/** A kept container that is not healthy yet is waited for where something else depends on that. */
function mustWait(
  draft: Draft,
  { resource, completed }: DesiredOf<'container'>,
  { status }: ObservedContainer,
): boolean {
  if (!completed.health || status.health === 'healthy') return false;
  return draft.input.desired.some(({ resource: other }) =>
    other.dependsOn.some(
      ({ address, condition }) => address === resource.address && condition === 'healthy',
    ),
  );
}

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
