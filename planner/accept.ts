/*
 * How the record of a container takes over what was done to it by hand: each attribute that differs is
 * said as somebody would write it. What no schema allows, or would put a secret into the ledger, is
 * not taken over; whoever asks looks for what still differs. Of an image only its further names
 * can be changed by hand, of all else only containers.
 */
import {
  containerSpecOf,
  isLedgerEntry,
  resolveImagePath,
  type CompletedContainer,
  type ContainerSpec,
  type LedgerEntryOf,
  type Observation,
  type ObservedContainer,
} from '../model/index.js';
import { parsePath } from './diff.js';
import type { Drift } from './drift.js';
import { heldContainer, isTemporary, isUp, liveContainer } from './held.js';

/** The entry of a container with what has drifted, as far as a specification can say it. */
export function acceptedContainer(
  address: string,
  entry: LedgerEntryOf<'container'>,
  drifts: readonly Drift[],
  observation: Observation,
): LedgerEntryOf<'container'> {
  const { current } = heldContainer(observation, address, entry.name);
  if (!current) return entry;
  const live = liveContainer(observation, current, entry.spec.image);
  const said = containerSpecOf(live, current.imageConfig).spec;
  const attributes = new Set(
    drifts.flatMap(({ name, changes }) =>
      name === current.name ? changes.flatMap(({ path }) => parsePath(path).slice(0, 1)) : [],
    ),
  );
  let { spec } = entry;
  for (const attribute of attributes) {
    if (isListOfSecrets(attribute, entry)) continue;
    const accept = acceptors[attribute] ?? saying(attribute);
    const next = accept(spec, said, live);
    // What no schema allows would make the whole ledger unreadable.
    if (isLedgerEntry({ ...entry, spec: next })) spec = next;
  }
  spec = drifts.reduce((before, { what }) => withState(before, what, current), spec);
  return { ...entry, name: spec.name, spec };
}

/**
 * The entry of an image without the names that it has no more. One that another image of the stack has
 * by now is still the stack's to take back.
 */
export function acceptedImage(
  entry: LedgerEntryOf<'image'>,
  { objects }: Observation,
): LedgerEntryOf<'image'> {
  const named = new Set(
    objects.flatMap((object) => (object.kind === 'image' ? object.references : [])),
  );
  const { name, key, tags = [] } = entry.spec;
  const left = tags.filter((tag) => named.has(tag));
  return { ...entry, spec: { name, key, ...(left.length > 0 && { tags: left }) } };
}

/**
 * Whether secrets have their places in an attribute by number. By hand they may have got others, and
 * would stand in the ledger as they are.
 */
const isListOfSecrets = (
  attribute: string,
  { secrets = [] }: LedgerEntryOf<'container'>,
): boolean =>
  !(attribute in acceptors) &&
  secrets
    .map(parsePath)
    .some(([name, ...rest]) => name === attribute && rest.some((key) => /^\d+$/.test(key)));

type Acceptor = (
  spec: ContainerSpec,
  said: ContainerSpec,
  live: CompletedContainer,
) => ContainerSpec;

/** Takes an attribute over as the living container says it. */
const saying =
  (attribute: string): Acceptor =>
  (spec, said) => {
    const without = Object.entries(spec).filter(([name]) => name !== attribute);
    const own = Object.entries(said).filter(([name]) => name === attribute);
    return { name: spec.name, image: spec.image, ...Object.fromEntries([...without, ...own]) };
  };

/** What is not taken over as it is said. */
const acceptors: Readonly<Record<string, Acceptor>> = {
  name: (spec, _, { name }) => (isTemporary(name) ? spec : { ...spec, name }),
  configs: (spec, _, { configs = {} }) => ({ ...spec, configs: filesNow(spec.configs, configs) }),
  secrets: (spec, _, { secrets = {} }) => ({ ...spec, secrets: filesNow(spec.secrets, secrets) }),
};

type Files = NonNullable<CompletedContainer['configs']>;

/** The same files in the same order, as they are now. One that is gone stays as it was. */
const filesNow = <F extends { readonly target: string }>(
  files: readonly F[] = [],
  live: Files,
): readonly F[] =>
  files.map((file) => {
    const now = live[resolveImagePath('/', file.target)];
    return now === undefined || now.content === null ? file : { ...file, ...now };
  });

function withState(
  { state, ...spec }: ContainerSpec,
  what: Drift['what'],
  { status }: ObservedContainer,
): ContainerSpec {
  if (what === 'started' && status.state === 'running') return spec;
  if (what === 'stopped' && !isUp(status)) return { ...spec, state: 'stopped' };
  return { ...spec, ...(state && { state }) };
}
