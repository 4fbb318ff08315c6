/*
 * Replacing a container start-first: the successor comes up beside its predecessor under a name for
 * the time being, both answer to the name on their networks, and only when it is proven does the
 * predecessor go. What only one of two can have forbids it.
 */
import {
  fixedAddresses,
  parsePortKey,
  portKeysClash,
  successorSuffix,
  type CompletedContainer,
  type Diagnostic,
  type ObservedContainer,
  type Resource,
  type Operation,
  type Risk,
  type Target,
} from '../model/index.js';
import { createSteps, targetOf, vacateAll, type Waits } from './container-steps.js';
import { addStep, type Draft } from './draft.js';
import { isUp, temporaryName } from './held.js';
import type { DesiredOf } from './facts.js';
import { addSuccessorRecovery } from './recovery.js';

/**
 * Whether a replacement is to bring the successor up first. There is nothing to bridge where the
 * predecessor does not run, and no name for another successor where one was left without its own.
 */
export function comesUpFirst(
  { resource: { lifecycle, spec } }: DesiredOf<'container'>,
  { status, name }: ObservedContainer,
): boolean {
  const serves = !spec.job && spec.state !== 'stopped' && isUp(status);
  return lifecycle.order === 'start-first' && serves && !name.endsWith(successorSuffix);
}

/** The container as it can be beside its predecessor: it answers to its own name by an alias. */
function besidePredecessor(completed: CompletedContainer): CompletedContainer {
  return {
    ...completed,
    networks: Object.fromEntries(
      Object.entries(completed.networks).map(([network, endpoint]) => [
        network,
        { ...endpoint, aliases: [...new Set([...endpoint.aliases, completed.name])].sort() },
      ]),
    ),
  };
}

/** Replaces a container without an interruption. */
export function startFirstSteps(
  draft: Draft,
  desired: DesiredOf<'container'>,
  current: ObservedContainer,
  after: Waits,
): readonly string[] {
  const { address, spec, lifecycle } = desired.resource;
  const as = temporaryName(draft.input.observation, spec.name, successorSuffix, address);
  const beside = { ...desired, completed: besidePredecessor(desired.completed) };
  const created = createSteps(draft, beside, after, as);
  const predecessor = targetOf(current);
  const add = (operation: Operation, wait: string | undefined, detail?: string): string =>
    addStep(draft, address, operation, [wait], detail);
  const stop = add({ op: 'stop-container', target: predecessor }, created.at(-1));
  const removed = add({ op: 'remove', target: predecessor }, stop, 'old');
  vacateAll(draft, current, removed);
  const owner = { stackId: draft.input.stack.id, address };
  const successor: Target = { kind: 'container', name: as, owner };
  const rename = add({ op: 'rename-container', target: successor, name: spec.name }, removed);
  const recovery =
    lifecycle.onFailure === 'rollback'
      ? addSuccessorRecovery(draft, current, successor, [...created, stop])
      : undefined;
  const life = { kind: 'replaced', as, made: created } as const;
  draft.lives.set(address, recovery ? { ...life, recovery } : life);
  return [...created, stop, removed, rename];
}

/** What only one of two containers can have, as a reason; `undefined` where nothing forbids it. */
function obstacle(wanted: CompletedContainer, live: CompletedContainer): string | undefined {
  for (const port of Object.keys(wanted.ports)) {
    const clash = Object.keys(live.ports).some((held) => portKeysClash(held, port));
    if (clash) return `both would listen on port ${parsePortKey(port).port} of the host`;
  }
  for (const [network, endpoint] of Object.entries(wanted.networks)) {
    const held = fixedAddresses(live.networks[network]);
    const shared = fixedAddresses(endpoint).find((address) => held.includes(address));
    if (shared !== undefined) {
      return `both would have the address ${shared} on network ${network}`;
    }
  }
  return undefined;
}

/** @param forced what makes the replacement necessary beside the container’s own changes */
export function checkStartFirst(
  { resource, completed }: DesiredOf<'container'>,
  current: ObservedContainer,
  forced: readonly string[],
): readonly Diagnostic[] {
  const [first] = forced;
  const reason =
    first === undefined
      ? obstacle(completed, current.completed)
      : `${first}, which has to go before there can be another`;
  return reason === undefined ? [] : [startFirstImpossible(resource, reason)];
}

/** @param reason why there cannot be two, after "and" */
export function startFirstImpossible(
  { address, spans, span }: Resource,
  reason: string,
): Diagnostic {
  return {
    code: 'start-first-impossible',
    severity: 'error',
    summary: `${address} cannot be replaced start-first`,
    detail:
      `For a while there would be two of it, and ${reason}. ` +
      'Write `order: "stop-first"`, or let something in front of it have the port or address.',
    span: spans['lifecycle.order'] ?? spans['order'] ?? spans['lifecycle'] ?? span,
  };
}

/** Volumes and paths that both write to while there are two. */
export function togetherRisks(
  wanted: CompletedContainer,
  live: CompletedContainer,
): readonly Risk[] {
  const writes = ({ mounts }: CompletedContainer): readonly string[] =>
    Object.values(mounts).flatMap(({ source, read_only }) => (read_only ? [] : [source]));
  const held = writes(live);
  return [...new Set(writes(wanted))]
    .filter((source) => held.includes(source))
    .sort()
    .map((source) => ({
      kind: 'writes-together',
      text: `for a while two containers write to ${source}`,
    }));
}
