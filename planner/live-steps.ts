/*
 * The steps that change a living container: what an engine can change on it, and whether it runs. The
 * container stays the same one.
 */
import type {
  Change,
  LiveSettings,
  ObservedContainer,
  Operation,
  OperationName,
} from '../model/index.js';
import { addStep, addWishes, setReady, vacate, type Draft } from './draft.js';
import { renewalOf, usualReloadSignal } from './content.js';
import { fileChanges } from './files.js';
import { isUp, lastingName } from './held.js';
import type { DesiredOf } from './facts.js';
import { isIgnored } from './ignore.js';
import {
  dependencyWaits,
  leftoverRemovalId,
  networkWaits,
  startSteps,
  targetOf,
  type Waits,
} from './container-steps.js';

interface Standing {
  /** What else of the address is left beside it. */
  readonly leftovers: readonly ObservedContainer[];
  /** Whether it has to start again to be in the namespaces of others. */
  readonly rejoins: boolean;
}

interface LiveSteps {
  readonly steps: readonly string[];
  /** The step by which it is proven. */
  readonly ready?: string;
  /** Whether it gets another life, which ends its namespaces. */
  readonly restarts: boolean;
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
  { leftovers, rejoins }: Standing,
): LiveSteps {
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
  } else if (wantsState && spec.state !== 'stopped' && (rejoins || renewal === 'restart')) {
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
  const does = (op: OperationName): boolean => steps.includes(`${address} ${op}`);
  // What is paused goes on with the life that it has.
  const restarts = does('start-container') && (does('stop-container') || !isUp(current.status));
  return { steps, restarts, ...(ready === undefined ? {} : { ready }) };
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
