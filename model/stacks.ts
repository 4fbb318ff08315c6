/*
 * What stands on a whole engine, without the files of anybody: the stacks, by marks and ledgers, and
 * what no stack owns.
 */
import type { Kind } from './address.js';
import { ownershipOf, type Ledgers } from './claims.js';
import type { Holding } from './holdings.js';

/** A stack as an engine knows it. */
export interface StackSummary {
  readonly id: string;
  /** Absent where neither a label nor the ledger says it. */
  readonly name?: string;
  /** Number of the newest generation; absent where the ledger is lost. */
  readonly generation?: number;
  /** How many objects it has. */
  readonly objects: number;
}

/** An object that no stack owns. Images are none: most of a host's are there to be built on or run from. */
export interface Unowned {
  readonly kind: Exclude<Kind, 'image'>;
  readonly id: string;
  readonly name: string;
}

/** Containers, networks and volumes that no stack owns, in this order and that of their names. */
export function unownedOf(holdings: readonly Holding[], ledgers: Ledgers): readonly Unowned[] {
  const found = holdings.flatMap((holding): readonly Unowned[] => {
    const { kind, id, name } = holding;
    if (kind === 'image' || ownershipOf(holding, ledgers).owner) return [];
    return [{ kind, id, name }];
  });
  const key = ({ kind, name, id }: Unowned): string => `${kind} ${name} ${id}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** All stacks that have an object or a ledger, in order of name and id. */
export function stacksOf(holdings: readonly Holding[], ledgers: Ledgers): readonly StackSummary[] {
  const owners = holdings.flatMap((holding) => ownershipOf(holding, ledgers).owner ?? []);
  const ids = [...new Set([...ledgers.keys(), ...owners.map(({ stackId }) => stackId)])];
  return ids
    .map((id): StackSummary => {
      const own = owners.filter(({ stackId }) => stackId === id);
      const ledger = ledgers.get(id);
      const name = ledger?.stack ?? own.find(({ stack }) => stack !== undefined)?.stack;
      return {
        id,
        ...(name === undefined ? {} : { name }),
        ...(ledger ? { generation: ledger.number } : {}),
        objects: own.length,
      };
    })
    .sort((a, b) => {
      const [left, right] = [a, b].map(({ name = '', id }) => `${name}\n${id}`);
      return (left ?? '') < (right ?? '') ? -1 : 1;
    });
}
