/*
 * What was last applied to an object, by its label and by the ledger, so that it can be told whose a
 * difference is.
 */
import {
  completeContainer,
  completeNetwork,
  completeVolume,
  toJson,
  type JsonValue,
  type Kind,
  type ContainerSpec,
  type LedgerEntry,
  type LedgerEntryOf,
  type Observation,
  type Observed,
  type ObservedContainer,
  type SpecByKind,
} from '../model/index.js';
import { openedSpec, type Secrecy } from './secrecy.js';

/** What the ledger says of an address, if it is of the same kind. */
export function ledgerEntry<K extends Kind>(
  observation: Observation,
  kind: K,
  address: string,
): LedgerEntryOf<K> | undefined {
  const isOfKind = (entry: LedgerEntry | undefined): entry is LedgerEntry & LedgerEntryOf<K> =>
    entry?.kind === kind;
  const entry = observation.ledger?.resources[address];
  return isOfKind(entry) ? entry : undefined;
}

/**
 * What was last applied to an object. Its own label says how it was made; a later generation of the
 * ledger, what was changed in place since. A ledger that is no later than the object cannot know
 * better: an apply that was cut off has made objects and not written its generation.
 */
export function lastApplied<S>(
  record: S | null,
  applied: S | undefined,
  { generation }: Observed,
  { ledger }: Observation,
): S | undefined {
  const later = (ledger?.number ?? 0) > generation;
  return (later ? (applied ?? record) : (record ?? applied)) ?? undefined;
}

/** The spec last applied to a container. */
export function appliedContainer(
  object: ObservedContainer,
  observation: Observation,
): ContainerSpec | undefined {
  const applied = ledgerEntry(observation, 'container', object.address)?.spec;
  return lastApplied(object.record, applied, object, observation);
}

/** The spec last applied to an object, secrets sealed; `undefined` when nothing says what it was. */
export function appliedSpec(
  object: Exclude<Observed, { kind: 'image' }>,
  observation: Observation,
): SpecByKind[Exclude<Kind, 'image'>] | undefined {
  switch (object.kind) {
    case 'volume': {
      const applied = ledgerEntry(observation, 'volume', object.address)?.spec;
      return lastApplied(object.record, applied, object, observation);
    }
    case 'network': {
      const applied = ledgerEntry(observation, 'network', object.address)?.spec;
      return lastApplied(object.record, applied, object, observation);
    }
    case 'container':
      return appliedContainer(object, observation);
    default:
      return object satisfies never;
  }
}

/** The spec last applied to an object, completed; `undefined` when nothing says what it was. */
export function recordedSpec(
  object: Exclude<Observed, { kind: 'image' }>,
  observation: Observation,
  secrecy: Secrecy,
): JsonValue | undefined {
  switch (object.kind) {
    case 'volume': {
      const applied = ledgerEntry(observation, 'volume', object.address)?.spec;
      const spec = lastApplied(object.record, applied, object, observation);
      return spec && toJson(completeVolume(openedSpec('volume', spec, object, secrecy)));
    }
    case 'network': {
      const applied = ledgerEntry(observation, 'network', object.address)?.spec;
      const spec = lastApplied(object.record, applied, object, observation);
      return spec && toJson(completeNetwork(openedSpec('network', spec, object, secrecy)));
    }
    case 'container': {
      const spec = appliedContainer(object, observation);
      if (!spec) return undefined;
      const opened = openedSpec('container', spec, object, secrecy);
      return toJson(completeContainer(opened, object.imageConfig));
    }
    default:
      return object satisfies never;
  }
}
