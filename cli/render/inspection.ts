/*
 * An object of an engine as the language would say it, with how it stands. Values made from secrets,
 * by its record, and variables that look like secrets are not shown.
 */
import {
  containerSpecOf,
  holdsFingerprint,
  isJsonArray,
  isJsonObject,
  networkSpecOfCompleted,
  toJson,
  volumeSpecOf,
  type JsonValue,
  type Observed,
} from '../../model/index.js';
import { looksSecret } from '../import/found-secrets.js';

export interface Inspected {
  readonly object: Observed;
  /** The stack that it belongs to, if any. */
  readonly owner?: { readonly stack?: string; readonly address?: string };
}

const hidden = '(secret)';

/** The format of the document: a list of these. Members are added, never renamed. */
export function inspectionDocument({ object, owner }: Inspected): JsonValue {
  const { kind, id, name, generation, otherUsers, beyond = [] } = object;
  const { spec, missed } = specOf(object);
  return toJson({
    kind,
    id,
    name,
    ...(owner?.stack !== undefined && { stack: owner.stack }),
    ...(owner?.address !== undefined && { address: owner.address }),
    ...(owner && generation > 0 && { generation }),
    ...statusOf(object),
    spec,
    // What no spec can say.
    beyond: [...missed, ...beyond.map(({ text }) => text)],
    ...(otherUsers.length > 0 && { used_by: otherUsers }),
  });
}

function statusOf(object: Observed): object {
  switch (object.kind) {
    case 'container': {
      const { state, exitCode, health, oomKilled, addresses } = object.status;
      return {
        status: {
          state,
          ...(exitCode !== undefined && { exit_code: exitCode }),
          ...(health !== undefined && { health }),
          ...(oomKilled === true && { oom_killed: true }),
          addresses,
        },
        image_id: object.imageId,
      };
    }
    case 'network':
      return { status: { subnet: object.actualSubnet } };
    case 'image':
      return { references: object.references };
    case 'volume':
      return object.copiedFrom === undefined ? {} : { copied_from: object.copiedFrom };
    default:
      return object satisfies never;
  }
}

function specOf(object: Observed): {
  readonly spec: JsonValue;
  readonly missed: readonly string[];
} {
  switch (object.kind) {
    case 'container': {
      const { spec, missed } = containerSpecOf(object.completed, object.imageConfig);
      const known = object.record === null ? undefined : toJson(object.record);
      return { spec: masked(toJson(spec), known, ''), missed };
    }
    case 'network': {
      const { spec, missed } = networkSpecOfCompleted(object.completed);
      return { spec: toJson(spec), missed };
    }
    case 'volume': {
      const { spec, missed } = volumeSpecOf(object.completed);
      return { spec: toJson(spec), missed };
    }
    case 'image': {
      const known = object.record === null ? undefined : toJson(object.record);
      const { config, from } = object.completed;
      const recorded = isJsonObject(known) ? known['config'] : undefined;
      return { spec: toJson({ from, config: masked(toJson(config), recorded, '') }), missed: [] };
    }
    default:
      return object satisfies never;
  }
}

/** A value without what its record has fingerprints for; where the two do not match, without any text of it. */
function masked(value: JsonValue, recorded: JsonValue | undefined, name: string): JsonValue {
  if (typeof value === 'string') {
    return holdsFingerprint(recorded) || looksSecret(name, value) ? hidden : value;
  }
  if (isJsonArray(value)) {
    const fits = isJsonArray(recorded) && recorded.length === value.length;
    return value.map((item, index) => masked(item, fits ? recorded[index] : recorded, ''));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const counterpart = isJsonObject(recorded) ? recorded[key] : recorded;
      return [key, member === undefined ? undefined : masked(member, counterpart, key)];
    }),
  );
}

/** The document as lines: `name: value`, what is nested below with two more blanks. */
export function inspectionLines(inspected: Inspected): readonly string[] {
  return linesOf(inspectionDocument(inspected), '');
}

function linesOf(value: JsonValue, indent: string): readonly string[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (member === undefined || isEmpty(member)) return [];
    if (isJsonObject(member)) return [`${indent}${key}:`, ...linesOf(member, `${indent}  `)];
    const isLong = isJsonArray(member) && member.some((item) => typeof item === 'object');
    if (!isLong) return [`${indent}${key}: ${plain(member)}`];
    return [`${indent}${key}:`, ...member.map((item) => `${indent}  - ${JSON.stringify(item)}`)];
  });
}

const isEmpty = (value: JsonValue): boolean =>
  value === null ||
  (isJsonArray(value) && value.length === 0) ||
  (isJsonObject(value) && Object.keys(value).length === 0);

const plain = (value: JsonValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
