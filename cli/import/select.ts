/*
 * What of that which no stack owns is to be imported: what was named, else what runs; and always the
 * volumes and networks that its containers use.
 */
import { isMeant, type Observed } from '../../model/index.js';

export interface Selection {
  /** In the order in which they are to be declared: volumes, networks, containers, each by name. */
  readonly objects: readonly Observed[];
  /** Those of them that were meant; the others are there because these use them. */
  readonly wanted: ReadonlySet<Observed>;
  /** Names that mean nothing here. */
  readonly unknown: readonly string[];
}

const order = ['image', 'volume', 'network', 'container'];

/** @param names names or ids; without any, what runs is meant, and with `all` everything */
export function select(
  unowned: readonly Observed[],
  names: readonly string[],
  all: boolean,
): Selection {
  const isWanted = (object: Observed): boolean =>
    names.length > 0 ? names.some((name) => isMeant(name, object)) : all || isRunning(object);
  const wanted = unowned.filter(isWanted);
  const used = unowned.filter(
    (object) => !wanted.includes(object) && wanted.some((user) => uses(user, object)),
  );
  const rank = ({ kind, name }: Observed): string => `${order.indexOf(kind)} ${name}`;
  return {
    wanted: new Set(wanted),
    objects: [...wanted, ...used].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)),
    unknown: names.filter((name) => !unowned.some((object) => isMeant(name, object))),
  };
}

function isRunning(object: Observed): boolean {
  return object.kind === 'container' && /^(?:running|restarting|paused)$/.test(object.status.state);
}

/** Whether a container is on a network, or mounts a volume. */
export function uses(user: Observed, { kind, name }: Observed): boolean {
  if (user.kind !== 'container') return false;
  const { networks, mounts } = user.completed;
  if (kind === 'network') return Object.hasOwn(networks, name);
  const isMounted = Object.values(mounts).some(
    ({ type, source }) => type === 'volume' && source === name,
  );
  return kind === 'volume' && isMounted;
}
