/*
 * What a plan rests on, as plain data that can be kept and compared later: each object with its
 * completed spec and what else planning looks at, who holds a wanted name, and the generation of the
 * ledger. What comes and goes by itself, such as health and addresses, is no part of it.
 */
import {
  isCount,
  isJson,
  isJsonObject,
  isText,
  kinds,
  listOf,
  objectOf,
  oneOf,
  optional,
  toJson,
  type JsonObject,
  type JsonValue,
  type Kind,
  type Observation,
  type Observed,
  type Shape,
} from '../model/index.js';

export interface GroundObject {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  /** Empty for what is only about to be imported. */
  readonly address: string;
  readonly fingerprint: string;
  readonly completed: JsonObject;
  /** What planning looks at beside the completed spec, by the words in which it is told. */
  readonly standing: JsonObject;
}

/** An object of others under a name that the stack wants. */
export interface GroundHolder {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  readonly stack?: string;
  readonly released?: string;
}

export interface Ground {
  /** The newest generation of the ledger; 0 when there is none. */
  readonly generation: number;
  /** By kind and id. */
  readonly objects: readonly GroundObject[];
  readonly holders: readonly GroundHolder[];
}

const byText =
  <T>(text: (one: T) => string) =>
  (a: T, b: T): number =>
    text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;

/** The ground of a plan that is made from this observation. */
export function groundOf({ objects, foreign, candidates, ledger }: Observation): Ground {
  return {
    generation: ledger?.number ?? 0,
    objects: [...objects, ...candidates.map(({ object }) => object)]
      .map(groundObject)
      .sort(byText(({ kind, id, address }) => `${kind} ${id} ${address}`)),
    holders: foreign
      .map(({ kind, id, name, stack, released }) => ({
        kind,
        id,
        name,
        ...(stack === undefined ? {} : { stack }),
        ...(released === undefined ? {} : { released }),
      }))
      .sort(byText(({ kind, name, id }) => `${kind} ${name} ${id}`)),
  };
}

function groundObject(object: Observed): GroundObject {
  const { kind, id, name, address, fingerprint, completed, record, generation } = object;
  return {
    kind,
    id,
    name,
    address,
    fingerprint,
    completed: members(toJson(completed)),
    standing: members(
      toJson({
        record,
        generation,
        'other users': object.otherUsers,
        ...standingOf(object),
      }),
    ),
  };
}

function standingOf(object: Observed): object {
  switch (object.kind) {
    case 'container':
      return {
        state: object.status.state,
        'exit code': object.status.exitCode,
        'image id': object.imageId,
        'settings of the image': object.imageConfig,
        'content of mounts': object.content,
        'networks made anew': object.staleNetworks,
        'namespaces that are gone': object.lostNamespaces,
      };
    case 'network':
      return { 'actual subnet': object.actualSubnet };
    case 'image':
      return { names: object.references };
    case 'volume':
      return {};
    default:
      return object satisfies never;
  }
}

const members = (value: JsonValue): JsonObject => (isJsonObject(value) ? value : {});

const isMembers: Shape<JsonObject> = (value): value is JsonObject =>
  isJson(value) && isJsonObject(value);
const isKind = oneOf(...kinds);

const isGround = objectOf<Ground>({
  generation: isCount,
  objects: listOf(
    objectOf<GroundObject>({
      kind: isKind,
      id: isText,
      name: isText,
      address: isText,
      fingerprint: isText,
      completed: isMembers,
      standing: isMembers,
    }),
  ),
  holders: listOf(
    objectOf<GroundHolder>({
      kind: isKind,
      id: isText,
      name: isText,
      stack: optional(isText),
      released: optional(isText),
    }),
  ),
});

/** Reads a ground that was kept; `undefined` when it is none. */
export function parseGround(value: unknown): Ground | undefined {
  return isGround(value) ? value : undefined;
}
