/*
 * Drift: what was changed on the engine since the last apply, without asking the files. Recorded
 * against observed, for everything the ledger or a label of ours knows.
 */
import {
  compareAddresses,
  holdsFingerprint,
  imageReference,
  toJson,
  type FingerprintOf,
  type Observation,
  type Observed,
  type ObservedImage,
  type Resource,
} from '../model/index.js';
import { liveNamed } from './asked-subnet.js';
import { diffValues, formatPath, valueAt } from './diff.js';
import { appliedContainer, ledgerEntry, recordedSpec } from './applied.js';
import { lostText, withLastingShares } from './shared-namespaces.js';
import { hasOwnName, heldContainer, heldImage, isUp, liveContainer } from './held.js';
import { isIgnored } from './ignore.js';
import { recordedTags } from './image-tags.js';
import type { Secrecy } from './secrecy.js';
import type { JsonValue, Kind } from '../model/index.js';

export interface DriftChange {
  readonly path: string;
  /** What was applied. */
  readonly recorded?: JsonValue;
  /** What is there. */
  readonly observed?: JsonValue;
}

/** One object that is not as it was left. */
export interface Drift {
  readonly address: string;
  readonly kind: Kind;
  readonly name: string;
  readonly what: 'changed' | 'removed' | 'stopped' | 'started' | 'unrecorded';
  readonly changes: readonly DriftChange[];
  /** One sentence where `what` needs more than a word. */
  readonly detail?: string;
}

/**
 * Everything that drifted, in order of address; what is ignored did not. What is to be ignored stands
 * in the ledger, and in the files where there are any.
 */
export function findDrift(
  observation: Observation,
  fingerprint: FingerprintOf,
  written: readonly Resource[] = [],
): readonly Drift[] {
  // Without the files no secret is known: what the engine reports is held against the fingerprints.
  const secrecy: Secrecy = { fingerprint, known: new Map() };
  const ignored = (address: string): readonly string[] => [
    ...(observation.ledger?.resources[address]?.ignore ?? []),
    ...(written.find((resource) => resource.address === address)?.lifecycle.ignoreChanges ?? []),
  ];
  const drifts = observation.objects.flatMap((object) =>
    driftOf(object, observation, ignored(object.address), secrecy),
  );
  for (const [address, entry] of Object.entries(observation.ledger?.resources ?? {})) {
    const here = observation.objects.filter(
      (object) => object.kind === entry.kind && object.address === address,
    );
    const key = entry.kind === 'image' ? entry.spec.key : undefined;
    const found = here.some((object) => object.kind !== 'image' || object.completed.key === key);
    if (!found) {
      drifts.push({ address, kind: entry.kind, name: entry.name, what: 'removed', changes: [] });
    }
  }
  return drifts.sort((a, b) => compareAddresses(a.address, b.address));
}

function driftOf(
  object: Observed,
  observation: Observation,
  ignored: readonly string[],
  secrecy: Secrecy,
): readonly Drift[] {
  const { address, kind, name } = object;
  if (kind === 'image') return imageDrift(object, observation);
  const recorded = recordedSpec(object, observation, secrecy);
  if (recorded === undefined) {
    const detail = 'its record is missing or unreadable';
    return [{ address, kind, name, what: 'unrecorded', changes: [], detail }];
  }
  const changes = diffValues(recorded, liveDefinition(object, observation, recorded))
    .map(({ path, before, after }): DriftChange => ({
      path: formatPath(path),
      ...(before === undefined ? {} : { recorded: before }),
      ...(after === undefined ? {} : { observed: after }),
    }))
    .filter(({ path }) => !isIgnored(path, ignored));
  const drifts: Drift[] =
    changes.length > 0 ? [{ address, kind, name, what: 'changed', changes }] : [];
  if (kind !== 'container') return drifts;
  const states = stateDrift(object, observation);
  const isState = ({ what }: Drift): boolean => what === 'stopped' || what === 'started';
  return [
    ...drifts,
    ...(isIgnored('state', ignored) ? states.filter((drift) => !isState(drift)) : states),
  ];
}

/**
 * An image cannot change; another one can be put under its name. Its settings tell it from the one that was
 * built, but for those that hold a secret, which the plan knows.
 */
function imageDrift(object: ObservedImage, observation: Observation): readonly Drift[] {
  const { address, kind, completed } = object;
  const changes = [...settingsDrift(object), ...tagsDrift(object, observation)];
  const name = imageReference(completed);
  return changes.length > 0 ? [{ address, kind, name, what: 'changed', changes }] : [];
}

/** Names that the stack has given to the image that counts, and that it has no more. */
function tagsDrift(object: ObservedImage, observation: Observation): readonly DriftChange[] {
  const { address, completed, references } = object;
  const entry = ledgerEntry(observation, 'image', address);
  const { current } = heldImage(observation, address, entry?.spec.key);
  if (current !== object || entry?.spec.key !== completed.key) return [];
  const recorded = recordedTags(observation, address);
  const observed = recorded.filter((tag) => references.includes(tag));
  return observed.length === recorded.length ? [] : [{ path: 'tags', recorded, observed }];
}

function settingsDrift(object: ObservedImage): readonly DriftChange[] {
  const { completed, record } = object;
  if (!record || !hasOwnName(object)) return [];
  const [recorded, observed] = [record, completed].map(({ config }) => toJson({ config }));
  return diffValues(recorded, observed).flatMap(({ path, before, after }) =>
    before !== undefined && holdsFingerprint(before)
      ? []
      : [
          {
            path: formatPath(path),
            ...(before === undefined ? {} : { recorded: before }),
            ...(after === undefined ? {} : { observed: after }),
          },
        ],
  );
}

/** The live object; a container's image by the name that it was recorded by, where that is the same. */
function liveDefinition(
  object: Exclude<Observed, { kind: 'image' }>,
  observation: Observation,
  recorded: JsonValue,
): JsonValue {
  if (object.kind !== 'container') return liveNamed(object, recorded);
  const image = valueAt(recorded, ['image']);
  const wanted = typeof image === 'string' ? image : undefined;
  const live = liveContainer(observation, object, wanted);
  return toJson(
    withLastingShares(observation, live, (address) => recordedName(observation, address)),
  );
}

/** The name that the container at an address was given last. */
const recordedName = ({ ledger }: Observation, address: string): string | undefined =>
  ledger?.resources[address]?.name;

function stateDrift(
  object: Extract<Observed, { kind: 'container' }>,
  observation: Observation,
): readonly Drift[] {
  const { address, kind, name, status, staleNetworks } = object;
  const { current } = heldContainer(
    observation,
    address,
    appliedContainer(object, observation)?.name,
  );
  if (current !== object) {
    const detail = 'left by an interrupted replacement';
    return [{ address, kind, name, what: 'unrecorded', changes: [], detail }];
  }
  const broken: Drift[] = staleNetworks.map((network) => ({
    address,
    kind,
    name,
    what: 'changed',
    changes: [],
    detail: `its connection to network ${network} is broken`,
  }));
  for (const attribute of object.lostNamespaces ?? []) {
    const detail = lostText(attribute, object.completed);
    broken.push({ address, kind, name, what: 'changed', changes: [], detail });
  }
  const wanted = appliedState(object, observation);
  const runs = status.state === 'running';
  if (wanted === 'running' && !runs) {
    const code = status.exitCode === undefined ? '' : ` with exit code ${status.exitCode}`;
    const detail = `it is ${status.state}${status.state === 'exited' ? code : ''}`;
    return [...broken, { address, kind, name, what: 'stopped', changes: [], detail }];
  }
  if (wanted === 'stopped' && isUp(status)) {
    const detail = runs ? 'it runs' : `it is ${status.state}`;
    return [...broken, { address, kind, name, what: 'started', changes: [], detail }];
  }
  return broken;
}

/** A job is expected neither to run nor to be there running; its result is no drift. */
function appliedState(
  object: Extract<Observed, { kind: 'container' }>,
  observation: Observation,
): 'running' | 'stopped' | 'any' {
  const spec = appliedContainer(object, observation);
  if (spec === undefined || spec.job) return 'any';
  return spec.state === 'stopped' ? 'stopped' : 'running';
}
