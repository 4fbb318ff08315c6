/*
 * Who uses a volume that gets another name: containers of the stack that have it now, or are to have it
 * then. All of them stop while it is copied, and are switched together.
 */
import type { CompletedContainer } from '../model/index.js';
import type { DesiredOf, PlanInput } from './facts.js';
import { heldContainer } from './held.js';

/** Two names of one volume: the one that it has, and the one that it is to have. */
export interface Names {
  readonly from: string;
  readonly to: string;
}

/** A wanted container, and what it mounts now and is to mount, by the names of the volumes. */
interface User {
  readonly one: DesiredOf<'container'>;
  readonly now: ReadonlySet<string>;
  readonly then: ReadonlySet<string>;
}

const volumesOf = (completed: CompletedContainer | undefined): ReadonlySet<string> =>
  new Set(
    Object.values(completed?.mounts ?? {}).flatMap(({ type, source }) =>
      type === 'volume' ? [source] : [],
    ),
  );

const known = new WeakMap<PlanInput['observation'], readonly User[]>();

function allUsers({ desired, observation }: PlanInput): readonly User[] {
  const users =
    known.get(observation) ??
    desired.flatMap((one): readonly User[] => {
      if (one.kind !== 'container') return [];
      const { address, spec } = one.resource;
      const { current } = heldContainer(observation, address, spec.name);
      const [now, then] = [volumesOf(current?.completed), volumesOf(one.completed)];
      return now.size + then.size === 0 ? [] : [{ one, now, then }];
    });
  known.set(observation, users);
  return users;
}

/** Containers that mount a volume now, and are to go on. */
export const presentUsers = (input: PlanInput, name: string): readonly DesiredOf<'container'>[] =>
  allUsers(input).flatMap(({ one, now }) => (now.has(name) ? [one] : []));

/** Containers that are to mount a volume. */
export const comingUsers = (input: PlanInput, name: string): readonly DesiredOf<'container'>[] =>
  allUsers(input).flatMap(({ one, then }) => (then.has(name) ? [one] : []));

/** All that have to do with a volume that gets another name. */
export const usersOf = (
  input: PlanInput,
  { from, to }: Names,
): readonly DesiredOf<'container'>[] => [
  ...new Set([...presentUsers(input, from), ...comingUsers(input, to)]),
];
