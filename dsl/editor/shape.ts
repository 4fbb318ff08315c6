/*
 * The shape of a value as an editor needs it: like a type, but with the places where its fields are
 * declared and with the words that explain it. Shapes are found without evaluating anything, and
 * `any` is the answer where nothing is known.
 */
import type { Effect, Kind, Span, Sugar } from '../../model/index.js';
import type { Definition } from './definitions.js';

export const plainNames = [
  'string',
  'int',
  'float',
  'bool',
  'size',
  'duration',
  'port',
  'ip',
  'cidr',
  'null',
] as const;
export type PlainName = (typeof plainNames)[number];

interface Described {
  /** What the slot is for. */
  readonly description?: string | undefined;
  /** What applies when it is left out, and what a change does. */
  readonly defaultText?: string | undefined;
  readonly effect?: Effect | undefined;
  /** A short form that the slot takes besides. */
  readonly sugar?: Sugar | undefined;
  /** How the type is written, where it is written somewhere. */
  readonly text?: string | undefined;
}
export interface FieldShape {
  /** Asked for when needed: types may be long, and wrong ones may hold themselves. */
  readonly shape: () => Shape;
  readonly required: boolean;
  /** The field's own declaration, which can be renamed. */
  readonly definition?: Definition | undefined;
  /** Where it is written, if that is elsewhere. */
  readonly written?: Span | undefined;
  readonly documentation?: string | undefined;
}
export type Shape = Described &
  (
    | { readonly kind: 'any' | 'condition' }
    | {
        readonly kind: 'plain';
        readonly name: PlainName;
        /** Takes a resource of this kind, too. */
        readonly refers?: Kind | undefined;
        /** Holds a path from the stack's directory. */
        readonly hostPath?: boolean | undefined;
      }
    | { readonly kind: 'literal'; readonly value: string | number | boolean }
    | { readonly kind: 'list'; readonly item: Shape }
    | { readonly kind: 'map'; readonly value: Shape; readonly refersKeys?: Kind | undefined }
    | {
        readonly kind: 'object';
        readonly title?: string | undefined;
        readonly fields: ReadonlyMap<string, FieldShape>;
      }
    | { readonly kind: 'union'; readonly members: readonly Shape[] }
    | { readonly kind: 'resource'; readonly resource: Kind; readonly definition?: Definition }
    /** All of a `for`: an index gives one of them. */
    | { readonly kind: 'family'; readonly item: Shape; readonly definition: Definition }
    | { readonly kind: 'secret'; readonly inner: Shape }
    | { readonly kind: 'module'; readonly definition: Definition; readonly directory?: string }
    /** The word for a kind, which has the resources of that kind as members. */
    | { readonly kind: 'namespace'; readonly resource: Kind }
  );

export const anyShape: Shape = { kind: 'any' };
export const plain = (name: PlainName): Shape => ({ kind: 'plain', name });

/** A type as a reader writes it: `"dev" | "prod"`, `[string]`, `{ port: int }`. */
export function describeShape(shape: Shape): string {
  if (shape.text !== undefined) return shape.text;
  switch (shape.kind) {
    case 'any':
      return 'any';
    case 'condition':
      return 'condition';
    case 'plain':
      return shape.name;
    case 'literal':
      return JSON.stringify(shape.value);
    case 'list':
      return `[${describeShape(shape.item)}]`;
    case 'map':
      return `{[string]: ${describeShape(shape.value)}}`;
    case 'object':
      return shape.title ?? describeFields(shape.fields);
    case 'union':
      return [...new Set(shape.members.map(describeShape))].join(' | ');
    case 'resource':
      return shape.resource;
    case 'family':
      return `{[string]: ${describeShape(shape.item)}}`;
    case 'secret':
      return `secret<${describeShape(shape.inner)}>`;
    case 'module':
      return 'module';
    case 'namespace':
      return `all ${shape.resource}s`;
    default:
      return shape satisfies never;
  }
}

const mostFieldsShown = 6;

function describeFields(fields: ReadonlyMap<string, FieldShape>): string {
  if (fields.size === 0) return '{}';
  const shown = [...fields].slice(0, mostFieldsShown).map(([name, { required }]) => {
    return required ? name : `${name}?`;
  });
  return `{ ${shown.join(', ')}${fields.size > mostFieldsShown ? ', …' : ''} }`;
}

/** The shapes that a value may have, unions taken apart and secrets opened. */
export function alternatives(shape: Shape): readonly Shape[] {
  if (shape.kind === 'union') return shape.members.flatMap(alternatives);
  return shape.kind === 'secret' ? alternatives(shape.inner) : [shape];
}

/** A union of shapes, or the one there is. */
export function unionOf(members: readonly Shape[]): Shape {
  const [only] = members;
  return members.length === 1 && only ? only : { kind: 'union', members };
}
