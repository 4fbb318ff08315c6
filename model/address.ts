/*
 * Addresses: the names by which resources are known inside a stack, independent of any engine.
 * `container.web`, `container.web[2]`, `volume.data["eu"]`. An address never changes with the
 * engine name of the object it stands for.
 */

export const kinds = ['image', 'volume', 'network', 'container'] as const;
export type Kind = (typeof kinds)[number];

export type AddressKey = number | string;

export interface AddressParts {
  readonly kind: Kind;
  readonly symbol: string;
  readonly key?: AddressKey;
}

/** The text of an address: string keys are quoted, integer keys are not. */
export function formatAddress({ kind, symbol, key }: AddressParts): string {
  if (key === undefined) return `${kind}.${symbol}`;
  return `${kind}.${symbol}[${typeof key === 'number' ? key : JSON.stringify(key)}]`;
}

const addressPattern =
  /^(image|volume|network|container)\.([A-Za-z_]\w*)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?$/;

/** Reads an address; `undefined` when the text is none. */
export function parseAddress(text: string): AddressParts | undefined {
  const match = addressPattern.exec(text);
  if (!match) return undefined;
  const kind = kinds.find((candidate) => candidate === match[1]);
  const symbol = match[2];
  if (kind === undefined || symbol === undefined) return undefined;
  if (match[3] === undefined) return { kind, symbol };
  const key: unknown = JSON.parse(match[3]);
  return typeof key === 'number' || typeof key === 'string' ? { kind, symbol, key } : undefined;
}

/** The kind part of an address made by `formatAddress`. */
export function kindOfAddress(address: string): Kind | undefined {
  return parseAddress(address)?.kind;
}

/** Orders addresses by kind and symbol as text, and by number where both keys are numbers. */
export function compareAddresses(a: string, b: string): number {
  const left = parseAddress(a);
  const right = parseAddress(b);
  if (!left || !right) return a < b ? -1 : a > b ? 1 : 0;
  const byKind = kinds.indexOf(left.kind) - kinds.indexOf(right.kind);
  if (byKind !== 0) return byKind;
  if (left.symbol !== right.symbol) return left.symbol < right.symbol ? -1 : 1;
  if (typeof left.key === 'number' && typeof right.key === 'number') return left.key - right.key;
  return a < b ? -1 : a > b ? 1 : 0;
}
