/*
 * Addresses: the names by which resources are known inside a stack, independent of any engine.
 * `container.web`, `container.web[2]`, `volume.data["eu"]`; what is in a module begins with that:
 * `pg.container.db`, `pg["eu"].container.db`. An address never changes with the engine name of the
 * object it stands for.
 */

export const kinds = ['image', 'volume', 'network', 'container'] as const;
export type Kind = (typeof kinds)[number];

export type AddressKey = number | string;

export interface AddressParts {
  /** Path of the module that it is in, such as `pg["eu"]` or `shop.pg`; absent for the stack itself. */
  readonly module?: string;
  readonly kind: Kind;
  readonly symbol: string;
  readonly key?: AddressKey;
}
/** One step of the path of a module. */
export interface ModuleStep {
  readonly name: string;
  readonly key?: AddressKey;
}

const keyText = (key: AddressKey | undefined): string =>
  key === undefined ? '' : `[${typeof key === 'number' ? key : JSON.stringify(key)}]`;

/** The text of an address: string keys are quoted, integer keys are not. */
export function formatAddress({ module, kind, symbol, key }: AddressParts): string {
  return `${module === undefined ? '' : `${module}.`}${kind}.${symbol}${keyText(key)}`;
}

/** The path of a module inside of another; `outer` is empty for the stack itself. */
export function formatModulePath(outer: string, { name, key }: ModuleStep): string {
  return `${outer === '' ? '' : `${outer}.`}${name}${keyText(key)}`;
}

const stepPattern = /([A-Za-z_]\w*)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?(?:\.|$)/y;

/** The steps of a dotted path; `undefined` when the text is none. */
function readSteps(text: string): readonly ModuleStep[] | undefined {
  const steps: ModuleStep[] = [];
  let at = 0;
  while (at < text.length) {
    stepPattern.lastIndex = at;
    const match = stepPattern.exec(text);
    if (!match) return undefined;
    at = stepPattern.lastIndex;
    if (at === text.length && text.endsWith('.')) return undefined;
    const name = match[1] ?? '';
    if (match[2] === undefined) steps.push({ name });
    else {
      const key = readKey(match[2]);
      if (key === undefined) return undefined;
      steps.push({ name, key });
    }
  }
  return steps.length > 0 ? steps : undefined;
}

function readKey(text: string): AddressKey | undefined {
  try {
    const key: unknown = JSON.parse(text);
    return typeof key === 'number' || typeof key === 'string' ? key : undefined;
  } catch {
    // Not the JSON of a string: the text is no address.
    return undefined;
  }
}

const isKindName = (name: string | undefined): name is Kind => kinds.some((kind) => kind === name);

/** Reads an address; `undefined` when the text is none. */
export function parseAddress(text: string): AddressParts | undefined {
  const steps = readSteps(text);
  const [kindStep, last] = steps?.slice(-2) ?? [];
  if (!steps || !kindStep || !last || kindStep.key !== undefined) return undefined;
  if (!isKindName(kindStep.name)) return undefined;
  const modules = steps.slice(0, -2);
  if (modules.some(({ name }) => isKindName(name))) return undefined;
  const { name: symbol, key } = last;
  return {
    ...(modules.length > 0 && { module: modules.reduce(formatModulePath, '') }),
    kind: kindStep.name,
    symbol,
    ...(key !== undefined && { key }),
  };
}

/** Reads the path of a module, outermost step first; `undefined` when the text is none. */
export function parseModulePath(text: string): readonly ModuleStep[] | undefined {
  const steps = readSteps(text);
  return steps?.some(({ name }) => isKindName(name)) ? undefined : steps;
}

/** The kind part of an address made by `formatAddress`. */
export function kindOfAddress(address: string): Kind | undefined {
  return parseAddress(address)?.kind;
}

/**
 * Whether an address is what `place` stands for, or one of it: an address with a key is within that
 * without, and everything in a module within the path of the module, with its key or without.
 */
export function isWithin(address: string, place: string): boolean {
  if (address === place) return true;
  const next = address[place.length];
  return address.startsWith(place) && (next === '[' || next === '.');
}

/**
 * Orders addresses by module, kind and symbol, and by number where both keys are numbers. What is in
 * no module comes first.
 */
export function compareAddresses(a: string, b: string): number {
  return compareRanks(rankOf(a), rankOf(b));
}

/** Things in the order of their addresses. */
export function sortByAddress<T extends { readonly address: string }>(things: readonly T[]): T[] {
  return things
    .map((thing) => ({ thing, rank: rankOf(thing.address) }))
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ thing }) => thing);
}

/** What an address is ordered by; without parts where the text is none. */
interface Rank {
  readonly text: string;
  readonly parts: AddressParts | undefined;
}
const rankOf = (text: string): Rank => ({ text, parts: parseAddress(text) });

function compareRanks(a: Rank, b: Rank): number {
  const { parts: left } = a;
  const { parts: right } = b;
  if (!left || !right) return compareTexts(a.text, b.text);
  const byModule = compareModules(left.module, right.module);
  if (byModule !== 0) return byModule;
  const byKind = kinds.indexOf(left.kind) - kinds.indexOf(right.kind);
  if (byKind !== 0) return byKind;
  if (left.symbol !== right.symbol) return compareTexts(left.symbol, right.symbol);
  return compareKeys(left.key, right.key);
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** None comes first, then texts, then numbers. */
function compareKeys(a: AddressKey | undefined, b: AddressKey | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareTexts(keyText(a), keyText(b));
}

function compareModules(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  const [left, right] = [a, b].map((path) => (path === undefined ? [] : (readSteps(path) ?? [])));
  for (const [index, step] of (left ?? []).entries()) {
    const other = right?.[index];
    if (!other) return 1;
    const order = compareTexts(step.name, other.name) || compareKeys(step.key, other.key);
    if (order !== 0) return order;
  }
  return (left?.length ?? 0) - (right?.length ?? 0);
}
