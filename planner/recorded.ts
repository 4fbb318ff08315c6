/*
 * A stack as a generation of the ledger has it: resources made of entries, so that planning can start
 * from them as from files. Places in files are lost, and with them nothing that a plan needs.
 */
import {
  compareAddresses,
  completeContainer,
  completeNetwork,
  completeVolume,
  holdsFingerprint,
  imageReference,
  plainLifecycle,
  toJson,
  type Dependency,
  type Generation,
  type ImageConfig,
  type LedgerEntry,
  type LedgerEntryOf,
  type Moved,
  type Observation,
  type RecordedDependency,
  type Resource,
  type Span,
  type SpecByKind,
} from '../model/index.js';
import type { Desired } from './facts.js';
import { objectsAt } from './look-up.js';
import { openedSpec, type Secrecy } from './secrecy.js';

/** The dependencies of a resource that order, as the ledger keeps them. */
export function recordedDependencies({
  dependsOn,
}: Pick<Resource, 'dependsOn'>): readonly RecordedDependency[] {
  const all = dependsOn.flatMap(({ address, condition }) =>
    condition === 'named' ? [] : [{ address, condition }],
  );
  const each = new Map(all.map((one) => [`${one.address} ${one.condition}`, one]));
  return [...each.values()].sort(
    (a, b) => compareAddresses(a.address, b.address) || (a.condition < b.condition ? -1 : 1),
  );
}

/** What a way back to a generation starts from. */
export interface RecordedSource {
  readonly generation: Generation;
  readonly observation: Observation;
  readonly secrecy: Secrecy;
  /** Settings of the images that containers name, of those that the engine has. */
  readonly configs: ReadonlyMap<string, ImageConfig>;
}

export interface RecordedStack {
  readonly desired: readonly Desired[];
  /** What neither the ledger nor the engine has any more, a line for each. */
  readonly lost: readonly string[];
}

/** The resources of a generation with every default filled in, in order of address. */
export function recordedStack(source: RecordedSource): RecordedStack {
  const found = Object.entries(source.generation.resources)
    .sort(([a], [b]) => compareAddresses(a, b))
    .map(([address, entry]) => recordedResource(address, entry, source));
  return {
    desired: found.flatMap((one) => (typeof one === 'string' ? [] : [one])),
    lost: found.flatMap((one) => (typeof one === 'string' ? [one] : [])),
  };
}

function recordedResource(
  address: string,
  entry: LedgerEntry,
  source: RecordedSource,
): Desired | string {
  const { kind } = entry;
  if (kind === 'image') return recordedImage(address, entry, source);
  const common = commonOf(address, entry, source);
  switch (kind) {
    case 'volume': {
      const spec = opened(kind, entry.spec, address, source);
      if (isSealed(spec)) return lostSecret(address);
      return { kind, resource: { kind, ...common, spec }, completed: completeVolume(spec) };
    }
    case 'network': {
      const spec = opened(kind, entry.spec, address, source);
      if (isSealed(spec)) return lostSecret(address);
      return { kind, resource: { kind, ...common, spec }, completed: completeNetwork(spec) };
    }
    case 'container': {
      const spec = opened(kind, entry.spec, address, source);
      const config = source.configs.get(spec.image);
      if (!config) return `${address} runs from image ${spec.image}, which the engine has no more`;
      if (isSealed(spec)) return lostSecret(address);
      const completed = completeContainer(spec, config);
      const content = contentAt(address, entry, source);
      return { kind, resource: { kind, ...common, spec }, completed, ...content };
    }
    default:
      return kind satisfies never;
  }
}

const isSealed = (spec: object): boolean => holdsFingerprint(toJson(spec));

const lostSecret = (address: string): string =>
  `${address} had a secret that it has no more, and the ledger keeps none`;

/** An image is there with its name and key, or it cannot be had from the ledger. */
function recordedImage(
  address: string,
  entry: LedgerEntryOf<'image'>,
  source: RecordedSource,
): Desired | string {
  const { kind, spec } = entry;
  const reference = imageReference(spec);
  const image = source.observation.objects.find(
    (object) =>
      object.kind === 'image' &&
      object.completed.key === spec.key &&
      object.references.includes(reference),
  );
  if (image?.kind !== 'image') return `${address} is ${reference}, which the engine has no more`;
  const { from, steps } = image.completed;
  const { tags } = spec;
  const written: SpecByKind['image'] = { name: spec.name, from, steps, ...(tags && { tags }) };
  return {
    kind,
    resource: { kind, ...commonOf(address, entry, source), spec: written },
    completed: { ...image.completed, name: spec.name },
  };
}

/** Files of the host stay as they are, so that of their content what was told last is still so. */
function contentAt(
  address: string,
  entry: LedgerEntry,
  { observation }: RecordedSource,
): Pick<LedgerEntry, 'content'> {
  const { content } = observation.ledger?.resources[address] ?? entry;
  return content === undefined ? {} : { content };
}

/** A spec with the secrets that the engine still reports at the same address. */
function opened<K extends 'volume' | 'network' | 'container'>(
  kind: K,
  spec: SpecByKind[K],
  address: string,
  { observation, secrecy }: RecordedSource,
): SpecByKind[K] {
  const live = objectsAt(observation.objects, address).filter((object) => object.kind === kind);
  return live.reduce((known, object) => openedSpec(kind, known, object, secrecy), spec);
}

function commonOf(address: string, entry: LedgerEntry, { generation }: RecordedSource) {
  const { protect = false, ignore = [], secrets, after = [], order, onFailure } = entry;
  const span = spanIn(generation);
  return {
    address,
    dependsOn: after.map((one): Dependency => ({ ...one, via: 'after', span })),
    lifecycle: {
      protect,
      ignoreChanges: ignore,
      order: order ?? plainLifecycle.order,
      onFailure: onFailure ?? plainLifecycle.onFailure,
    },
    span,
    spans: {},
    ...(secrets ? { secrets } : {}),
  };
}

/** Stands for the place of a declaration. */
function spanIn({ number }: Generation): Span {
  const start = { offset: 0, line: 1, column: 1 };
  return { file: `generation ${number}`, start, end: start };
}

/** The `moved` statements that lead back: those done since, the other way round, and those before. */
export function movesBack(
  generation: Generation,
  newest: Generation | undefined,
): readonly Moved[] {
  const span = spanIn(generation);
  const before = generation.moved ?? [];
  const since = (newest?.moved ?? []).filter((text) => !before.includes(text));
  const parsed = (text: string): readonly (readonly [string, string])[] => {
    const [from, to, ...rest] = text.split(' -> ');
    return from !== undefined && to !== undefined && rest.length === 0 ? [[from, to]] : [];
  };
  return [
    ...before.flatMap(parsed).map(([from, to]) => ({ from, to, span })),
    ...since.flatMap(parsed).map(([from, to]) => ({ from: to, to: from, span })),
  ];
}
