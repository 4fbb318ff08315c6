/*
 * Puts fingerprints into specifications in the place of values made from secrets, and takes them out
 * again where the value is known. Only free text is sealed: names, addresses, numbers and choices are
 * shown by every engine, and so few of them exist that a fingerprint would keep nothing.
 */
import type { CompletedImage } from './completed.js';
import { kinds, type Kind } from './address.js';
import { sealedText, fingerprintIn, holdsFingerprint, type Seal } from './fingerprint.js';
import { validators } from './generated/validators.js';
import { isCompletedImage } from './image-record.js';
import { isJsonArray, isJsonObject, toJson, type JsonValue } from './json.js';
import type { Schema, StringSchema } from './schema.js';
import { imageSchema } from './schemas/image.js';
import { kindSchemas, type SpecByKind } from './schemas/index.js';

type Path = readonly string[];
type Visit = (value: JsonValue, schema: StringSchema, path: Path) => JsonValue;

/** Copies a value, with something else in the places where its schema wants text. */
function mapTexts(
  value: JsonValue,
  schema: Schema | undefined,
  visit: Visit,
  path: Path = [],
): JsonValue {
  if (schema === undefined) return value;
  if ('oneOf' in schema) {
    const variant = schema.oneOf.find((one) => isJsonObject(value) && isKind(one, value['kind']));
    return mapTexts(value, variant, visit, path);
  }
  if (schema.type === 'string') return visit(value, schema, path);
  if ('items' in schema) {
    if (!isJsonArray(value)) return value;
    return value.map((item, index) =>
      mapTexts(item, schema.items, visit, [...path, String(index)]),
    );
  }
  if (!isJsonObject(value) || schema.type !== 'object') return value;
  const schemaOf = (key: string): Schema | undefined => {
    if ('additionalProperties' in schema && typeof schema.additionalProperties === 'object') {
      return schema.additionalProperties;
    }
    if (!('properties' in schema)) return undefined;
    return Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  };
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, mapTexts(member, schemaOf(key), visit, [...path, key])]],
    ),
  );
}

function isKind(schema: Schema, kind: JsonValue | undefined): boolean {
  const tag = 'properties' in schema ? schema.properties['kind'] : undefined;
  return tag !== undefined && 'enum' in tag && tag.enum.some((choice) => choice === kind);
}

/** The text that can stand for a fingerprint at a place; `undefined` where only some texts are allowed. */
function sealAt(
  { enum: choices, identity, refers, pattern }: StringSchema,
  fingerprint: string,
): string | undefined {
  if (choices || identity === true || refers) return undefined;
  return [sealedText(fingerprint), sealedText(`/${fingerprint}`)].find(
    (text) => pattern === undefined || new RegExp(pattern).test(text),
  );
}

function asSpec<K extends Kind>(kind: K, value: JsonValue): SpecByKind[K] {
  const guard: (value: unknown) => value is SpecByKind[K] = validators[kind];
  if (!guard(value)) throw new Error(`a ${kind} is none with its secrets sealed`);
  return value;
}

const isWithin = (path: Path, places: readonly Path[]): boolean =>
  places.some((place) => place.every((key, index) => key === path[index]));

/**
 * A specification with fingerprints in the place of its secrets.
 * @param places the keys that lead to each value made from a secret
 */
export function sealSpec<K extends Kind>(
  kind: K,
  spec: SpecByKind[K],
  places: readonly Path[],
  fingerprint: (text: string, of?: 'content') => string,
): SpecByKind[K] {
  const digests = 'configs' in spec || 'secrets' in spec;
  if (places.length === 0 && !digests) return spec;
  const sealed = mapTexts(toJson(spec), kindSchemas[kind], (value, schema, path) => {
    const seals = typeof value === 'string' && fingerprintIn(value) === undefined;
    // What is not sealed costs nothing: a fingerprint is slow on purpose.
    if (!seals || sealAt(schema, '') === undefined) return value;
    if (schema.secret === true || isWithin(path, places))
      return sealAt(schema, fingerprint(value)) ?? value;
    return schema.digested === true
      ? (sealAt(schema, fingerprint(value, 'content')) ?? value)
      : value;
  });
  return asSpec(kind, sealed);
}

/** The texts in a specification that its record does not hold: secrets, and long contents. */
export function sealedTexts<K extends Kind>(
  kind: K,
  spec: SpecByKind[K],
  places: readonly Path[],
): { readonly secrets: readonly string[]; readonly contents: readonly string[] } {
  const secrets = new Set<string>();
  const contents = new Set<string>();
  sealSpec(kind, spec, places, (text, of) => {
    (of === 'content' ? contents : secrets).add(text);
    return '';
  });
  return { secrets: [...secrets], contents: [...contents] };
}

/**
 * A specification with values in the place of fingerprints.
 * @param open the value of a fingerprint, which stays where this is `undefined`
 */
export function openSpec<K extends Kind>(
  kind: K,
  spec: SpecByKind[K],
  open: (fingerprint: string, path: Path) => string | undefined,
): SpecByKind[K] {
  const value = toJson(spec);
  if (!holdsFingerprint(value)) return spec;
  const opened = mapTexts(value, kindSchemas[kind], (text, _schema, path) => {
    const fingerprint = typeof text === 'string' ? fingerprintIn(text) : undefined;
    return (fingerprint === undefined ? undefined : open(fingerprint, path)) ?? text;
  });
  return asSpec(kind, opened);
}

/** What of a completed image holds text that may be secret: its parts are shaped as in the files. */
const completedImageSchema: Schema = {
  type: 'object',
  description: 'A completed image.',
  properties: {
    from: imageSchema.properties.from,
    steps: imageSchema.properties.steps,
    config: imageSchema,
  },
  required: [],
  additionalProperties: false,
};

/** The record of an image: each text that holds one of the secrets is its fingerprint. */
export function sealImage(image: CompletedImage, seals: readonly Seal[]): CompletedImage {
  if (seals.length === 0) return image;
  const sealed = mapTexts(toJson(image), completedImageSchema, (value, schema) => {
    if (typeof value !== 'string') return value;
    const seal = seals.find(({ text }) => text !== '' && value.includes(text));
    return (seal && sealAt(schema, seal.fingerprint)) ?? value;
  });
  if (!isCompletedImage(sealed)) throw new Error('an image is none with its secrets sealed');
  return sealed;
}

/** A text with the fingerprints of all secrets in it in their place. Different texts stay different. */
export function sealText(text: string, seals: readonly Seal[]): string {
  const byText = new Map(seals.map((seal) => [seal.text, sealedText(seal.fingerprint)]));
  byText.delete('');
  if (byText.size === 0) return text;
  const longestFirst = [...byText.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const any = longestFirst.map((one) => one.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  return text.replaceAll(new RegExp(any, 'g'), (found) => byText.get(found) ?? found);
}

/** A record as it was read from an engine, with the texts that stand for fingerprints in memory. */
export function recordFromJson(kind: string, value: JsonValue): JsonValue {
  const known = kinds.find((candidate) => candidate === kind);
  const schema = known === 'image' ? completedImageSchema : known && kindSchemas[known];
  return mapTexts(value, schema, (text) => {
    const keys = isJsonObject(text) ? Object.keys(text) : [];
    const fingerprint = isJsonObject(text) ? text['fingerprint'] : undefined;
    return keys.length === 1 && typeof fingerprint === 'string' ? sealedText(fingerprint) : text;
  });
}
