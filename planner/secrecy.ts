/*
 * Secrets in records: sealed where a record is written, opened where one is compared. A fingerprint is
 * opened by what the files want or what the engine reports, whichever has it; one that neither has
 * stays, and is equal to nothing.
 */
import {
  isJsonArray,
  isJsonObject,
  openSpec,
  sealSpec,
  sealedTexts,
  isOfContent,
  toJson,
  type FingerprintOf,
  type JsonValue,
  type Kind,
  type LedgerEntry,
  type Observed,
  type Resource,
  type Seal,
  type SpecByKind,
} from '../model/index.js';
import { parsePath } from './diff.js';

/** How secrets are recognised in records. */
export interface Secrecy {
  readonly fingerprint: FingerprintOf;
  /** Secret texts that the files want, by their fingerprints. */
  readonly known: ReadonlyMap<string, string>;
}

const placesOf = (secrets: readonly string[] = []): readonly (readonly string[])[] =>
  secrets.map(parsePath);

/** What a build is given and an image does not hold is in no record, so nothing stands for it there. */
function recordable(resource: Resource): Resource {
  if (resource.kind !== 'image' || !resource.spec.secrets) return resource;
  const spec = { ...resource.spec, secrets: {} };
  const secrets = resource.secrets?.filter((path) => parsePath(path)[0] !== 'secrets') ?? [];
  return { ...resource, spec, secrets };
}

/** The secret texts of resources with what stands for them in the records of a stack. */
export function sealsOf(
  resources: readonly Resource[],
  fingerprint: (text: string) => string,
): readonly Seal[] {
  const texts = resources.flatMap((resource) => {
    const { kind, spec, secrets } = recordable(resource);
    return secrets ? sealedTexts<Kind>(kind, spec, placesOf(secrets)).secrets : [];
  });
  return [...new Set(texts)].map((text) => ({ text, fingerprint: fingerprint(text) }));
}

/** What a plan knows of secrets. */
export function secrecyOf(
  resources: readonly Resource[],
  stackId: string,
  fingerprint: FingerprintOf,
): Secrecy {
  const seals = sealsOf(resources, (text) => fingerprint(stackId, text));
  const contents = resources.flatMap(({ kind, spec, secrets }) =>
    sealedTexts<Kind>(kind, spec, placesOf(secrets)).contents.map((text) => ({
      text,
      fingerprint: fingerprint(stackId, text, 'content'),
    })),
  );
  const known = [...contents, ...seals].map((seal) => [seal.fingerprint, seal.text] as const);
  return { fingerprint, known: new Map(known) };
}

/** A specification as it is recorded. */
export function sealedSpec<K extends Kind>(
  kind: K,
  spec: SpecByKind[K],
  secrets: readonly string[] | undefined,
  stackId: string,
  { fingerprint }: Pick<Secrecy, 'fingerprint'>,
): SpecByKind[K] {
  return sealSpec(kind, spec, placesOf(secrets), (text, of) => fingerprint(stackId, text, of));
}

/** An entry of the ledger with its secrets sealed, also where it was kept from a ledger in the clear. */
export function sealedEntry(
  entry: LedgerEntry,
  stackId: string,
  secrecy: Pick<Secrecy, 'fingerprint'>,
): LedgerEntry {
  const { secrets } = entry;
  switch (entry.kind) {
    case 'image':
      return entry;
    case 'volume':
      return { ...entry, spec: sealedSpec('volume', entry.spec, secrets, stackId, secrecy) };
    case 'network':
      return { ...entry, spec: sealedSpec('network', entry.spec, secrets, stackId, secrecy) };
    case 'container':
      return { ...entry, spec: sealedSpec('container', entry.spec, secrets, stackId, secrecy) };
    default:
      return entry satisfies never;
  }
}

/** A recorded specification with the secrets that are known, or that the engine still reports. */
export function openedSpec<K extends 'volume' | 'network' | 'container'>(
  kind: K,
  spec: SpecByKind[K],
  { stackId, completed }: Pick<Observed, 'stackId' | 'completed'>,
  { fingerprint, known }: Secrecy,
): SpecByKind[K] {
  // Most specifications hold no secret, and ask for nothing of this.
  let live: JsonValue | undefined;
  return openSpec(kind, spec, (sealed, path) => {
    live ??= toJson(completed);
    const reported = textsAt(live, path);
    return (
      known.get(sealed) ??
      reported.find((text) => fingerprint(stackId, text, kindOf(sealed)) === sealed)
    );
  });
}

const kindOf = (sealed: string): 'content' | undefined =>
  isOfContent(sealed) ? 'content' : undefined;

/** The texts at a path, or, where what was a list is a map by now, all that stand near it. */
function textsAt(
  value: JsonValue | undefined,
  [key, ...rest]: readonly string[],
): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isJsonArray(value)) {
    const item = key === undefined ? undefined : value[Number(key)];
    return textsAt(item, rest);
  }
  if (!isJsonObject(value)) return [];
  if (key !== undefined && Object.hasOwn(value, key)) return textsAt(value[key], rest);
  if (key !== undefined && !/^\d+$/.test(key)) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsAt(member, rest)]);
}
