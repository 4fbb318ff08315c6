/*
 * The steps of containers. A replacement is stop, move aside, create, start, wait, remove the old;
 * its recovery brings the old one back when any step after the moving aside fails.
 */
import {
  kindOfAddress,
  predecessorSuffix,
  type Change,
  type LiveSettings,
  type ObservedContainer,
  type Operation,
  type Target,
} from '../model/index.js';
import { addStep, addWishes, readyStep, setReady, usageKey, vacate, type Draft } from './draft.js';
import { renewalOf, usualReloadSignal } from './content.js';
import { fileChanges } from './files.js';
import { isUp, lastingName, temporaryName, type DesiredOf } from './facts.js';
import { contentLabel, recordLabels, specRecord } from './labels.js';
import { isIgnored } from './ignore.js';
import { pullStep } from './plan-pulls.js';
import { addEarlyRecovery, addRecovery, remadeNetworks } from './recovery.js';

export type Waits = readonly (string | undefined)[];

/** Steps after which everything that the container needs is there. */
function dependencyWaits(draft: Draft, { resource }: DesiredOf<'container'>): Waits {
  return resource.dependsOn
    .filter((dependency) => dependency.condition !== 'named')
    .map((dependency) => readyStep(draft, dependency.address, dependency.condition));
}

/** Steps after which its networks are there. */
function networkWaits(draft: Draft, { resource }: DesiredOf<'container'>): Waits {
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
      completed,
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
    [...dependencyWaits(draft, desired), pullStep(draft, desired), ...after],
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
  addWishes(draft, stop, [...dependencyWaits(draft, desired), pullStep(draft, desired)]);
  if (!keepPredecessor) {
    const removed = addStep(draft, address, { op: 'remove', target }, [stop], 'old');
    vacateAll(draft, current, removed);
    return [stop, removed, ...createSteps(draft, desired, [removed])];
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
  addRecovery(draft, current, predecessor, spec.name, rename, guards);
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

/**
 * Changes a living container: name, networks, limits, then whether it runs. Only what joins it to
 * others waits for them, so that nothing is held up that others wait for. Where something else of
 * the address is left beside it, the container has to be proven before that goes.
 */
export function liveSteps(
  draft: Draft,
  desired: DesiredOf<'container'>,
  current: ObservedContainer,
  changes: readonly Change[],
  leftovers: readonly ObservedContainer[] = [],
): { readonly steps: readonly string[]; readonly ready?: string } {
  const { resource, completed } = desired;
  const { address, spec } = resource;
  const target = targetOf(current);
  const waits = dependencyWaits(draft, desired);
  const steps: string[] = [];
  const files = fileChanges(draft, desired, changes);
  const renewal =
    spec.state === 'stopped' ? undefined : renewalOf(desired, current, changes, files);
  const wantsState = !isIgnored('state', resource.lifecycle.ignoreChanges);
  const holder = leftovers.find(({ name }) => name === spec.name);
  const add = (operation: Operation, detail?: string, after: Waits = []): void => {
    steps.push(addStep(draft, address, operation, [...after, steps.at(-1)], detail));
  };
  const rename = (after: Waits = []): void => {
    if (current.name === spec.name) return;
    // A successor without its name answers to that by an alias.
    const drop = [lastingName(current.name), current.name].find((name) => name !== spec.name);
    add(
      { op: 'rename-container', target, name: spec.name, drop: drop ?? current.name },
      undefined,
      after,
    );
  };
  if (wantsState && spec.state === 'stopped' && isUp(current.status)) {
    add({ op: 'stop-container', target });
  }
  if (!holder) rename();
  const networks = changedNetworks(current, changes);
  for (const network of networks) {
    if (!current.completed.networks[network]) continue;
    add({ op: 'disconnect-network', target, network }, network);
    vacate(draft, 'network', network, steps.at(-1) ?? '');
    // Not taken off one network before the other is there.
    addWishes(draft, steps.at(-1) ?? '', networkWaits(draft, desired));
  }
  const settings = liveSettings(desired, changes);
  if (Object.keys(settings).length > 0) add({ op: 'update-container', target, settings });
  for (const network of networks) {
    const endpoint = completed.networks[network];
    if (endpoint) add({ op: 'connect-network', target, network, endpoint }, network, waits);
  }
  if (files.any) add({ op: 'write-files', target, completed });
  if (wantsState && spec.state !== 'stopped' && mustStart(desired, current)) {
    steps.push(...startSteps(draft, desired, target, [...waits, steps.at(-1)]));
  } else if (renewal === 'restart' && wantsState) {
    steps.push(...restartSteps(draft, desired, current, waits, steps.at(-1)));
  } else if (renewal === 'signal') {
    add({ op: 'signal-container', target, signal: spec.reload_signal ?? usualReloadSignal });
    // A program may end by the signal, or by what it reads then.
    add({ op: 'await-container', target, until: 'running' });
  } else if (spec.state !== 'stopped' && mustWait(draft, desired, current, leftovers)) {
    add({ op: 'await-container', target, until: 'healthy' });
    setReady(draft, address, 'healthy', steps.at(-1) ?? '');
  }
  const ready = steps.at(-1);
  if (holder) rename([leftoverRemovalId(holder)]);
  return { steps, ...(ready === undefined ? {} : { ready }) };
}

/** Ends a container that runs, and starts it, once what it needs is there. */
function restartSteps(
  draft: Draft,
  desired: DesiredOf<'container'>,
  current: ObservedContainer,
  waits: Waits,
  after: string | undefined,
): readonly string[] {
  const { address } = desired.resource;
  const target = targetOf(current);
  if (!isUp(current.status)) return startSteps(draft, desired, target, [...waits, after]);
  const stop = addStep(draft, address, { op: 'stop-container', target }, [after]);
  addWishes(draft, stop, waits);
  return [stop, ...startSteps(draft, desired, target, [...waits, stop])];
}

/** The step that removes what an interrupted replacement left. */
export const leftoverRemovalId = (leftover: ObservedContainer): string =>
  `${leftover.address} remove ${leftover.name}`;

function changedNetworks(
  current: ObservedContainer,
  changes: readonly Change[],
): readonly string[] {
  const names = new Set(current.staleNetworks);
  for (const change of changes) {
    const name = /^networks(?:\.([\w-]+)|\["?(.*?)"?\])/.exec(change.path);
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
  const limits = liveLimits.filter(changed);
  // Swap follows the memory that it is counted with.
  const all =
    changed('memory') || changed('memory_swap') ? new Set([...limits, ...together]) : limits;
  return {
    ...Object.fromEntries([...all].map((name) => [name, completed[name] ?? null])),
    ...(changed('restart') ? { restart: completed.restart } : {}),
  };
}

const together = ['memory', 'memory_swap'] as const;
const liveLimits = [
  ...together,
  'memory_reservation',
  'cpus',
  'cpu_shares',
  'cpu_period',
  'cpu_quota',
  'cpuset',
  'cpuset_mems',
  'pids',
] as const;

function mustStart({ resource }: DesiredOf<'container'>, { status }: ObservedContainer): boolean {
  if (!resource.spec.job) return status.state !== 'running';
  return !(status.state === 'exited' && status.exitCode === 0);
}

/** A kept container that is not healthy yet is waited for where something else depends on that. */
function mustWait(
  draft: Draft,
  { resource, completed }: DesiredOf<'container'>,
  { status }: ObservedContainer,
  leftovers: readonly ObservedContainer[],
): boolean {
  if (!completed.health || !isUp(status) || status.health === 'healthy') return false;
  if (leftovers.length > 0) return true;
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
