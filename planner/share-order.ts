/*
 * The order among containers that share namespaces, and how they go back together. Who is in a namespace
 * ends before that does and starts after it; engines refuse to remove a container in whose namespace
 * another one is still meant to be. A predecessor can only come back into the namespace of a predecessor,
 * so that of a container which is replaced and of all who share with it either each successor is proven,
 * or every predecessor comes back.
 */
import type { ObservedContainer, Operation, Recovery, Step } from '../model/index.js';
import type { Draft, Life } from './draft.js';
import { desiredAt } from './look-up.js';
import { sharedBy, sharedLive } from './shared-namespaces.js';

/** Orders the steps of all who share; all steps must have been planned, and all recoveries. */
export function orderSharers(draft: Draft): void {
  for (const object of draft.input.observation.objects) {
    if (object.kind !== 'container') continue;
    for (const shared of sharedLive(draft.input.observation, object)) {
      endBefore(draft, object, shared);
    }
  }
  for (const one of draft.input.desired) {
    if (one.kind !== 'container') continue;
    for (const shared of sharedBy(draft, one.completed))
      awaitName(draft, one.resource.address, shared);
  }
  for (const group of groupsOf(draft)) returnTogether(draft, group);
}

/** Who is made finds whom it shares with by its name, which that may only get. */
function awaitName({ lives, wishes }: Draft, address: string, shared: string): void {
  if (lives.get(shared)?.kind === 'replaced') return;
  wishes.unshift({ step: `${address} create-container`, after: `${shared} rename-container` });
}

/** Lets the end of one come before that of another. */
function endBefore(draft: Draft, sharer: ObservedContainer, shared: ObservedContainer): void {
  const [stop, sharedStop] = [sharer, shared].map(({ id }) => stepOn(draft, 'stop-container', id));
  // Before the wish of each to have what it needs ready: that is the new life of the other.
  if (stop && sharedStop) draft.wishes.unshift({ step: sharedStop.id, after: stop.id });
  const [removal, sharedRemoval] = [sharer, shared].map(({ id }) => stepOn(draft, 'remove', id));
  if (removal && sharedRemoval) addWaits(draft, sharedRemoval.id, [removal.id]);
}

const stepOn = (draft: Draft, op: 'stop-container' | 'remove', id: string): Step | undefined =>
  draft.steps.find((step) => step.op === op && step.target.id === id);

/** Adds to what a step waits for. */
function addWaits(draft: Draft, id: string, after: readonly (string | undefined)[]): void {
  const index = draft.steps.findIndex((step) => step.id === id);
  const step = draft.steps[index];
  if (!step) return;
  const waits = after.flatMap((one) => (one === undefined || one === id ? [] : [one]));
  draft.steps[index] = { ...step, after: [...new Set([...step.after, ...waits])] };
}

/** A container that is replaced and that has a way back. */
interface Member {
  readonly address: string;
  readonly life: Life;
  readonly recovery: Recovery;
  /** The steps that make its successor and prove it. */
  readonly made: readonly string[];
  /** Addresses of all who share with it, or with one who does; each after whom it shares with. */
  readonly sharers: readonly string[];
}

/** Containers that are replaced together, each after whom it shares with. */
function groupsOf(draft: Draft): readonly (readonly Member[])[] {
  const sharers = new Map<string, Set<string>>();
  const groups = new Map<string, string[]>();
  // Whoever shares comes after whom it shares with, as its steps were planned.
  for (const [address, { recovery, made }] of draft.lives) {
    const one = desiredAt(draft.input.desired, address);
    if (!recovery || !made || one?.kind !== 'container') continue;
    const group = [address];
    groups.set(address, group);
    sharers.set(address, new Set());
    const shares = sharedBy(draft, one.completed);
    if (shares.length === 0) continue;
    for (const shared of shares) {
      const theirs = groups.get(shared);
      if (!theirs || theirs === groups.get(address)) continue;
      const joined = [...theirs, ...(groups.get(address) ?? [])];
      for (const member of joined) groups.set(member, joined);
    }
    for (const [other, known] of sharers) {
      if (shares.some((shared) => shared === other || known.has(shared))) known.add(address);
    }
  }
  const order = [...groups.keys()];
  return [...new Set(groups.values())]
    .filter(({ length }) => length > 1)
    .map((group) =>
      [...group]
        .sort((a, b) => order.indexOf(a) - order.indexOf(b))
        .flatMap((address): readonly Member[] => {
          const life = draft.lives.get(address);
          const { recovery, made } = life ?? {};
          const known = [...(sharers.get(address) ?? [])];
          return life && recovery && made
            ? [{ address, life, recovery, made, sharers: known }]
            : [];
        }),
    );
}

/**
 * Ties the replacements of a group together. Predecessors are put aside before anything is made that
 * may have to go for them, so that a way back finds only successors under their names; and one successor
 * is made after the other, so that none is on its way while they go.
 */
function returnTogether(draft: Draft, group: readonly Member[]): void {
  const asides = group.toReversed().flatMap(({ life }) => life.aside ?? []);
  for (const [index, aside] of asides.entries()) addWaits(draft, aside, asides.slice(0, index));
  const last = asides.at(-1);
  for (const [index, { life, made, sharers }] of group.entries()) {
    const before = group[index - 1]?.made.at(-1);
    // Who comes up first does so before those who share with it are interrupted.
    const waits = life.as !== undefined && sharers.length > 0 ? [before] : [before, last];
    addWaits(draft, made[0] ?? '', waits);
  }
  const first = group.filter(({ life, sharers }) => life.as !== undefined && sharers.length > 0);
  const ends = first.map(({ address }) => `${address} stop-container`);
  const proof = group.at(-1)?.made.at(-1);
  for (const end of ends) addWaits(draft, end, [proof]);
  for (const { address } of group) addWaits(draft, `${address} remove old`, [proof, ...ends]);
  const guards = [...new Set([...group.flatMap(({ recovery }) => recovery.guards), ...ends])];
  for (const member of group) {
    const sharers = group.filter(({ address }) => member.sharers.includes(address));
    const away = sharers.toReversed().flatMap(({ recovery }) => awayOf(recovery));
    const { address, recovery, made } = member;
    const operations = [...away, ...recovery.operations];
    const ways: readonly Recovery[] = first.includes(member)
      ? [
          { ...recovery, guards: made },
          {
            address,
            ...(last !== undefined && { after: last }),
            guards: guards.filter((id) => !made.includes(id)),
            operations,
          },
        ]
      : [{ ...recovery, guards, operations }];
    draft.recoveries.splice(draft.recoveries.indexOf(recovery), 1, ...ways);
  }
}

/** What takes a successor away: the beginning of each way back. */
const awayOf = ({ operations }: Recovery): readonly Operation[] => operations.slice(0, 2);
