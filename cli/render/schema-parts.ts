/*
 * What the published schemas of documents are put together from: pieces of JSON Schema, and what plans
 * and stories have in common.
 */
import type { Change, JsonValue, Layer, Origin, RiskKind, Verb } from '../../model/index.js';

export type JsonSchema = { readonly [key: string]: JsonValue };

/** What each verb is, in the order of the reference. */
export const verbs: Readonly<Record<Verb, string>> = {
  create: 'Nothing is there.',
  build: 'An image that the engine does not have under this content.',
  pull: 'An image of a registry that the engine does not have.',
  update: 'Everything that differs changes on the living object.',
  replace: 'Something differs that cannot change on the living object.',
  start: 'Only the running state differs.',
  stop: 'Only the running state differs.',
  run: 'A job that has not completed under this definition.',
  move: 'It stands at another address, and may get another name.',
  adopt: 'It becomes the stack’s as it stands.',
  forget: 'It stays, and is the stack’s no longer.',
  delete: 'It is the stack’s and not written any more.',
  keep: 'Nothing differs.',
};

const origins: Readonly<Record<Origin, string>> = {
  you: 'by the files',
  drift: 'on the engine, behind the stack’s back',
  both: 'both, to different values',
};

const riskKinds: Readonly<Record<RiskKind, true>> = {
  'destroys-data': true,
  unrecorded: true,
  'interrupts-service': true,
  'writes-together': true,
  'exposes-every-interface': true,
  'takes-name': true,
  'runs-unconfined': true,
};

const layers: Readonly<Record<Layer, string>> = {
  declared: 'written in the files, now or when it was last applied',
  image: 'a setting of the image',
  default: 'a default',
  live: 'on the living object alone',
};

const effects: Readonly<Record<Change['effect'], true>> = { 'in-place': true, replace: true };

export const text = (description: string): JsonSchema => ({ type: 'string', description });
export const flag = (description: string): JsonSchema => ({ type: 'boolean', description });
export const integer = (description: string, minimum: number): JsonSchema => ({
  type: 'integer',
  minimum,
  description,
});
export const list = (items: JsonSchema, description?: string): JsonSchema => ({
  type: 'array',
  items,
  ...(description === undefined ? {} : { description }),
});

/** An object with these members only, all required but the `optional` ones. */
export function object(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  };
}

const position = object({
  offset: integer('In UTF-16 code units.', 0),
  line: integer('From 1.', 1),
  column: integer('From 1, in UTF-16 code units.', 1),
});

const layer: JsonSchema = { enum: Object.keys(layers) };

/** Meanings by word, as one text. */
const meanings = (words: Readonly<Record<string, string>>, end: string): string =>
  Object.entries(words)
    .map(([word, meaning]) => `${word}: ${meaning}`)
    .join(end);

export const origin: JsonSchema = {
  enum: Object.keys(origins),
  description: `Who made the difference. ${meanings(origins, '; ')}.`,
};

export const from: JsonSchema = {
  description: `Where the two values come from. ${meanings(layers, '; ')}.`,
  ...object({ before: layer, after: layer }, ['before', 'after']),
};

export const verb: JsonSchema = {
  enum: Object.keys(verbs),
  description: meanings(verbs, ' '),
};

export const effect: JsonSchema = { enum: Object.keys(effects) };
export const order: JsonSchema = {
  enum: ['stop-first', 'start-first'],
  description: 'How it is replaced.',
};

export const risk: JsonSchema = object({
  kind: { enum: Object.keys(riskKinds) },
  text: text('The risk in words.'),
});

/** A place in a file. */
export const span: JsonSchema = object({
  file: text('Path, relative to where the command ran.'),
  start: position,
  end: { ...position, description: 'After the last character.' },
});
