/*
 * What stands behind a word of a file: the result of reading it where it stands. Highlighting, hover,
 * navigation and completion all work from this one record.
 */
import type { Kind, Span } from '../../model/index.js';
import type { ObjectLiteral } from '../syntax/index.js';
import type { Callable } from './callables.js';
import { keyOf, type Definition } from './definitions.js';
import type { NameScope } from './infer.js';
import type { FieldShape, PlainName, Shape } from './shape.js';

export type Meaning =
  | { readonly kind: 'definitions'; readonly definitions: readonly Definition[] }
  | { readonly kind: 'attribute'; readonly field: FieldShape; readonly owner: string | undefined }
  | { readonly kind: 'function'; readonly callable: Callable }
  | { readonly kind: 'type'; readonly name: PlainName }
  | { readonly kind: 'kind'; readonly resource: Kind }
  /** A word that has a meaning in its place only, such as `healthy`. */
  | { readonly kind: 'word' }
  | { readonly kind: 'unknown' };

/** Where a name stands. */
export type Position =
  'declaration' | 'expression' | 'callee' | 'member' | 'key' | 'type' | 'kind' | 'state' | 'engine';

export interface NameUse {
  readonly name: string;
  readonly span: Span;
  readonly meaning: Meaning;
  readonly position: Position;
  /** The object whose key it is. */
  readonly object?: ObjectLiteral;
  /** What it is a member of. */
  readonly owner?: Shape;
  /** Says what once was, and keeps its name when others are renamed. */
  readonly fixed?: boolean;
}
/** Where an expression stands, and what it is to be. */
export interface Context {
  readonly scope: NameScope;
  readonly expected?: Shape | undefined;
}

export const unknownMeaning: Meaning = { kind: 'unknown' };

/** Definitions, or the meaning that there are none. */
export function meaningOf(definitions: readonly Definition[]): Meaning {
  return definitions.length > 0 ? { kind: 'definitions', definitions } : unknownMeaning;
}

/** What a field means: its own declaration, or an attribute of the language. */
export function meaningOfField(field: FieldShape | undefined, owner?: string): Meaning {
  if (!field) return unknownMeaning;
  return field.definition
    ? { kind: 'definitions', definitions: [field.definition] }
    : { kind: 'attribute', field, owner };
}

/** The definitions that a name stands for. */
export const definitionsOf = ({ meaning }: NameUse): readonly Definition[] => {
  if (meaning.kind === 'definitions') return meaning.definitions;
  if (meaning.kind !== 'function' || !meaning.callable.definition) return [];
  return [meaning.callable.definition];
};

/** Whether a name stands where it is declared, for one of its definitions. */
export const declares = (use: NameUse): boolean =>
  definitionsOf(use).some((one) => keyOf(one) === `${use.span.file}:${use.span.start.offset}`);
