/*
 * Which volumes get another name by a copy, and in which order: a name has to be free before a copy can
 * have it, which it is once all who used what had it have been proven elsewhere. Where that would wait for
 * the copy itself, as it does when two exchange their names, the copy is made by way of a name of its own.
 * No step is written here.
 */
import {
  compareAddresses,
  sharingOf,
  toJson,
  type Observed,
  type ObservedVolume,
} from '../model/index.js';
import { isSupersededOriginal, reasonForLeftover } from './copied.js';
import type { Draft } from './draft.js';
import type { DesiredOf, PlanInput } from './facts.js';
import { heldNamed } from './held.js';
import { isIgnored } from './ignore.js';
import { desiredAt, objectsAt, objectsNamed } from './look-up.js';
import { presentUsers, usersOf, type Names } from './rename-users.js';
import { retainedBy } from './retained.js';
import { sharedBy } from './shared-namespaces.js';

/** How a volume gets its name. */
export type RenameWay =
  | {
      readonly kind: 'copy';
      /** The name that it has on the way. */
      readonly via?: string;
    }
  /** It is made anew, without its content. */
  | { readonly kind: 'anew'; readonly why: string };

/** A volume that is to have another name. */
interface Rename extends Names {
  readonly address: string;
  readonly current: ObservedVolume;
}

/** Follows a volume's name while it is on its way to the one that it is to have. */
export const transitSuffix = '.stowage-moving';

/** Settles the ways of all volumes that are to have another name, by their addresses. */
export function settleRenames(draft: Draft): ReadonlyMap<string, RenameWay> {
  const ways = new Map<string, RenameWay>();
  const wanted = draft.input.desired
    .flatMap((one) => (one.kind === 'volume' ? [one] : []))
    .sort((a, b) => compareAddresses(a.resource.address, b.resource.address))
    .flatMap((one) => renameOf(draft, one));
  let renames = wanted;
  const refuse = ({ address }: Rename, reason: string): void => {
    ways.set(address, { kind: 'anew', why: `its content is not copied, as ${reason}` });
    renames = renames.filter((one) => one.address !== address);
  };
  for (;;) {
    const refused = renames.flatMap((one) => {
      const reason = whyNotCopied(draft, one, renames);
      return reason === undefined ? [] : [{ one, reason }];
    });
    for (const { one, reason } of refused) refuse(one, reason);
    if (refused.length > 0) continue;
    const stuck = settleTransits(draft, renames, ways);
    if (!stuck) return ways;
    refuse(stuck.rename, stuck.reason);
  }
}

/** Whether a volume of the stack is to have another name, and nothing else has to become of it. */
function renameOf(
  { adopted, anew, input: { observation } }: Draft,
  { resource: { address, spec, lifecycle } }: DesiredOf<'volume'>,
): readonly Rename[] {
  const { current } = heldNamed(observation, 'volume', address, spec.name);
  if (!current || current.name === spec.name) return [];
  if (adopted.has(current) || anew.has(address) || isIgnored('name', lifecycle.ignoreChanges)) {
    return [];
  }
  return [{ address, from: current.name, to: spec.name, current }];
}

/** What has a name, where that is another volume of the stack than the one that is to have it. */
function holderOf(
  { input: { observation } }: Draft,
  { address, to }: Rename,
): Observed | undefined {
  const holder = objectsNamed(observation.objects, to).find(({ kind }) => kind === 'volume');
  return holder?.address === address ? undefined : holder;
}

/**
 * Why a volume cannot get its new name by a copy, and how it could; `undefined` where it can. The engine
 * has to be able to copy, which it says of a change of the name. Whoever has that name has to let go of it
 * by this plan, and who is to have the old one has to wait for it.
 */
function whyNotCopied(
  draft: Draft,
  rename: Rename,
  renames: readonly Rename[],
): string | undefined {
  const { observation, desired, verdict } = draft.input;
  const { address, from, to, current } = rename;
  const change = { path: 'name', before: from, after: to };
  const judged = verdict('volume', change, toJson(current.completed));
  if (judged.effect === 'replace' && judged.reason !== undefined) return judged.reason;
  const own = objectsAt(observation.objects, address).find(
    (one) => one.kind === 'volume' && one.name === to,
  );
  if (own?.kind === 'volume' && reasonForLeftover(observation, own, current) === undefined) {
    return `another volume of that address still has the name ${to}: let that go first, in an apply of its own`;
  }
  const holder = holderOf(draft, rename);
  if (holder && !isLetGo(draft, holder, renames)) {
    return `${holder.address} still has the name ${to}: let that go first, in an apply of its own`;
  }
  const wants = desired.find(
    (other) =>
      other.kind === 'volume' &&
      other.resource.spec.name === from &&
      !renames.some((one) => one.address === other.resource.address),
  );
  return (
    wants &&
    `${wants.resource.address} is to have the name ${from}: do that later, in an apply of its own`
  );
}

/** Whether a volume goes by this plan, be it that it is copied elsewhere or that nothing wants it. */
function isLetGo(draft: Draft, holder: Observed, renames: readonly Rename[]): boolean {
  if (renames.some(({ current }) => current === holder)) return true;
  if (retainedBy(draft, holder)) return false;
  const { observation, desired } = draft.input;
  const wanted = desiredAt(desired, holder.address);
  if (wanted?.kind !== 'volume') return true;
  const { name } = wanted.resource.spec;
  return heldNamed(observation, 'volume', holder.address, name).current !== holder;
}

/** What is proven before a name is free, and who has to do with it. */
interface Knot {
  readonly users: readonly DesiredOf<'container'>[];
  /** The names that it waits for. */
  readonly to?: string;
  /** The name that it lets go of. */
  readonly from: string;
}

/**
 * Chooses those that go by way of another name.
 * @returns one that could only go so, and cannot, with the reason
 */
function settleTransits(
  draft: Draft,
  renames: readonly Rename[],
  ways: Map<string, RenameWay>,
): { readonly rename: Rename; readonly reason: string } | undefined {
  const { input } = draft;
  const via = new Set<Rename>();
  const held = renames.flatMap((one) => holderOf(draft, one) ?? []);
  const others = held.filter((one) => !renames.some(({ current }) => current === one));
  for (;;) {
    const knots: readonly Knot[] = [
      ...renames.map((one) => ({
        users: usersOf(input, one),
        from: one.from,
        ...(!via.has(one) && { to: one.to }),
      })),
      ...others.map((one) => ({ users: lastUsers(input, one), from: one.name })),
    ];
    const circular = renames.filter((one) => !via.has(one) && waitsForItself(input, knots, one));
    const [first] = circular;
    if (!first) break;
    const able = circular
      .filter((one) => whyNotTwice(draft, one) === undefined)
      .sort((a, b) => usersOf(input, a).length - usersOf(input, b).length);
    const [chosen] = able;
    if (!chosen) return { rename: first, reason: whyNotTwice(draft, first) ?? '' };
    via.add(chosen);
  }
  for (const one of renames) {
    const way = { kind: 'copy' } as const;
    ways.set(one.address, via.has(one) ? { ...way, via: transitName(draft, one) } : way);
  }
  return undefined;
}

function transitName({ input: { observation } }: Draft, { from }: Rename): string {
  const name = `${from}${transitSuffix}`;
  return objectsNamed(observation.objects, name).length > 0
    ? `${from}.stowage-2${transitSuffix}`
    : name;
}

/** Who is proven without a volume before that goes: nobody, where the users of what was copied have gone. */
function lastUsers(input: PlanInput, volume: Observed): readonly DesiredOf<'container'>[] {
  const { objects } = input.observation;
  const isOver = isSupersededOriginal(
    input.observation,
    volume,
    objectsAt(objects, volume.address),
  );
  return isOver ? [] : presentUsers(input, volume.name);
}

/** Why the users of a volume cannot be replaced twice. */
function whyNotTwice(draft: Draft, rename: Rename): string | undefined {
  const { desired } = draft.input;
  for (const { resource, completed } of usersOf(draft.input, rename)) {
    const { address, spec } = resource;
    const once = `it could only go by way of a third name, and ${address}`;
    if (spec.job) return `${once}, a job, would run twice`;
    const shares =
      sharingOf(completed).length > 0 ||
      desired.some(
        (one) => one.kind === 'container' && sharedBy(draft, one.completed).includes(address),
      );
    if (shares) return `${once} shares namespaces, so that all who share would be replaced twice`;
  }
  return undefined;
}

/** Whether what has the name that a volume is to have waits for that volume. */
function waitsForItself(
  { desired }: PlanInput,
  knots: readonly Knot[],
  { from, to }: Rename,
): boolean {
  const start = knots.find((knot) => knot.from === to);
  const end = knots.find((knot) => knot.from === from);
  if (!start || !end) return false;
  const seen = new Set<Knot | string>([start]);
  const add = (address: string): void => {
    seen.add(address);
    for (const knot of knots) {
      if (knot.users.some(({ resource }) => resource.address === address)) seen.add(knot);
    }
  };
  // A set is walked in the order of insertion, what is added on the way included.
  for (const one of seen) {
    if (one === end) return true;
    if (typeof one !== 'string') {
      for (const { resource } of one.users) add(resource.address);
      for (const knot of knots) if (knot.from === one.to) seen.add(knot);
      continue;
    }
    const needed = desiredAt(desired, one)?.resource.dependsOn ?? [];
    for (const { address, condition } of needed) {
      if (condition !== 'named' && desiredAt(desired, address)?.kind === 'container') add(address);
    }
  }
  return false;
}
