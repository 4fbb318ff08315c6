/*
 * The names that a container has by its address alone: its host name, and what it answers to on its
 * networks beside what is written. The language fills them in; who writes a spec down leaves them out;
 * a container that others made keeps the names it has.
 */
import { parseModulePath, type AddressParts } from './address.js';

export interface ImpliedNames {
  /** Tells it from every other container of the stack; with hyphens it is the host name. */
  readonly qualified: string;
  readonly hostname: string;
  /** What it is called on networks of its own part of the stack. */
  readonly short: readonly string[];
}

/** The names that follow from the parts of an address. */
export function impliedNames({ module, symbol, key }: AddressParts): ImpliedNames {
  const keyed = (name: string, by: AddressParts['key']): string =>
    by === undefined ? name : `${name}-${by}`;
  const steps = (module === undefined ? undefined : parseModulePath(module)) ?? [];
  const own = keyed(symbol, key);
  const qualified = [...steps.map((step) => keyed(step.name, step.key)), own].join('-');
  return { qualified, hostname: qualified.replaceAll('_', '-'), short: [symbol, own] };
}
