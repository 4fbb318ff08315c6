/*
 * Symbols of one evaluation: those of a directory, told apart by the module that it is used as.
 */
import type { Kind } from '../../model/index.js';
import type { ResourceSymbol, Symbols } from './symbols.js';

/** The symbols of a module at one of the places where it is used. */
export function symbolsOfModule(symbols: Symbols, module: string): Symbols {
  if (module === '') return symbols;
  const resources = symbols.resources.map((symbol) => ({ ...symbol, module }));
  const byName = new Map<string, ResourceSymbol[]>();
  for (const symbol of resources) {
    const others = byName.get(symbol.name);
    if (others) others.push(symbol);
    else byName.set(symbol.name, [symbol]);
  }
  const uses = [...symbols.uses].map(([name, use]) => [name, { ...use, module }] as const);
  return {
    ...symbols,
    resources,
    resourcesByName: byName,
    resourcesByKind: byKind(resources),
    uses: new Map(uses),
  };
}

/** Resources by kind and name. */
export function byKind(
  resources: readonly ResourceSymbol[],
): Readonly<Record<Kind, ReadonlyMap<string, ResourceSymbol>>> {
  const of = (kind: Kind) =>
    new Map(resources.flatMap((one) => (one.kind === kind ? [[one.name, one] as const] : [])));
  return {
    image: of('image'),
    volume: of('volume'),
    network: of('network'),
    container: of('container'),
  };
}
