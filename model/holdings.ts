/*
 * Sorts what an engine holds, for one stack: its own, what stands in its way or was let go of, and
 * what it asks to import. Every engine's observation begins with this.
 */
import { ownershipOf, type Ledgers, type Owner } from './claims.js';
import type { Kind } from './address.js';
import type { ObserveQuery } from './engine.js';
import type { Foreign } from './observation.js';

/** An object as lists tell of it. */
export interface Holding {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  /** All of its names, where it may have several: of an image without and with their tags. */
  readonly names?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface SortedHoldings<H extends Holding> {
  readonly own: readonly { readonly holding: H; readonly owner: Owner }[];
  readonly foreign: readonly Foreign[];
  readonly asked: readonly {
    readonly holding: H;
    /** The name or id that was asked for. */
    readonly wanted: string;
    readonly generation: number;
    /** The other stack that it belongs to. */
    readonly owner?: Owner;
  }[];
}

/** Whether a name, an id or the beginning of an id means an object. */
export function isMeant(
  wanted: string,
  { id, name }: { readonly id: string; readonly name: string },
): boolean {
  const isBeginning = /^[0-9a-f]{12,}$/.test(wanted) && id.startsWith(wanted);
  return wanted === name || wanted === id || isBeginning;
}

/** Without an id all stacks of the name count as the query's own, and as strangers, too. */
export function sortHoldings<H extends Holding>(
  { stack, names, imports = [] }: ObserveQuery,
  holdings: readonly H[],
  ledgers: Ledgers,
): SortedHoldings<H> {
  const own: SortedHoldings<H>['own'][number][] = [];
  const foreign: Foreign[] = [];
  const asked: SortedHoldings<H>['asked'][number][] = [];
  for (const holding of holdings) {
    const { kind, id, name } = holding;
    const { owner, released } = ownershipOf(holding, ledgers);
    const isNamed = owner !== undefined && (owner.stack ?? stack.name) === stack.name;
    const isOurs = isNamed && (stack.id === undefined || owner.stackId === stack.id);
    if (isOurs) own.push({ holding, owner });
    if (isOurs && stack.id !== undefined) continue;
    const letGo = released?.stackId === stack.id ? released : undefined;
    for (const one of holding.names ?? [name]) {
      const stands = names.some((wanted) => wanted.kind === kind && wanted.name === one);
      if (!stands && !isNamed && !letGo) continue;
      foreign.push({
        kind,
        id,
        name: one,
        ...(owner?.stack === undefined ? {} : { stack: owner.stack }),
        ...(owner ? { stackId: owner.stackId } : {}),
        ...(letGo ? { released: letGo.address } : {}),
      });
    }
    for (const wanted of imports) {
      if (wanted.kind !== kind || !isMeant(wanted.id, holding)) continue;
      const generation = letGo?.generation ?? 0;
      asked.push({ holding, wanted: wanted.id, generation, ...(owner ? { owner } : {}) });
    }
  }
  return { own, foreign, asked };
}

/**
 * Tags of our images are content keys, so others may use the same repository name; another stack of
 * ours may not, because the two would take each other's builds for their own. A name with its tag is wanted
 * as it is.
 */
export const isInTheWay = ({ kind, stack, name }: Foreign): boolean =>
  kind !== 'image' || stack !== undefined || /:[^:/]*$/.test(name);
