/*
 * A part of a stack that a round chooses by targets and exclusions: what it leads to, and what has
 * nothing to do with it and stays as it is.
 */
import {
  canonicalJson,
  ownershipOf,
  toJson,
  type Kind,
  type Ledgers,
  type Plan,
} from '../../model/index.js';
import type { Host, Said } from './host.js';
import type { Round } from './lifecycle.js';
import type { Labels } from './world.js';

/** What a round chooses. */
export const partOf = ({ targets, excludes }: Pick<Round, 'targets' | 'excludes'>): Said =>
  targets || excludes ? { part: { targets: targets ?? [], excludes: excludes ?? [] } } : {};

/** Why a part cannot be planned, or no plan of the whole stack either. */
export const partRefusals: ReadonlySet<string> = new Set([
  'unknown-target',
  'nothing-chosen',
  'outside-part',
  'ledger-lost',
  'start-first-impossible',
  'move-target-taken',
  'name-fixed',
  'name-taken',
  'in-use-by-others',
]);

/** Tells what a plan of a part has nothing to do with; nothing is that, where it is one of the whole. */
export function isApartFrom(
  plan: Plan,
  ledgers: Ledgers,
): (kind: Kind, object: { readonly id: string; readonly labels: Labels }) => boolean {
  const touched = new Set(plan.actions.flatMap(({ address, from }) => [address, from ?? address]));
  return (kind, { id, labels }) => {
    const { owner } = ownershipOf({ kind, id, labels }, ledgers);
    if (plan.partial === undefined || owner === undefined) return false;
    const { address } = owner;
    return !touched.has(address);
  };
}

/** Containers and volumes that the steps of a plan of a part have nothing to do with, as text. */
export function outsidePart(host: Host, plan: Plan): () => string {
  const { world } = host.engine;
  const isApart = isApartFrom(plan, world.ledgers);
  const containers = [...world.containers.values()].flatMap((one) =>
    isApart('container', one) ? [one.id] : [],
  );
  const volumes = [...world.volumes.values()].flatMap(({ name, labels }) =>
    isApart('volume', { id: name, labels }) ? [name] : [],
  );
  return () =>
    canonicalJson(
      toJson({
        containers: containers.map((id) => world.containers.get(id) ?? null),
        volumes: volumes.map((name) => world.volumes.get(name) ?? null),
      }),
    );
}
