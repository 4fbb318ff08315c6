/*
 * The language in which resource kinds are described: JSON Schema with a few keywords of our own.
 * One schema serves the type checker, ajv, the planner's table of what a change does, and the
 * reference pages. `SpecOf` derives the TypeScript type, so that schema and code cannot disagree.
 */
import type { Kind } from './address.js';

/** What a change of an attribute does to a living object, before an engine's own limits. */
export type Effect = 'in-place' | 'replace';

/** Short forms the language accepts for a slot; each is turned into the schema's shape when evaluated. */
export type Sugar =
  | 'arrow-port' // `127.0.0.1:8080 -> 80/tcp`
  | 'arrow-mount' // `data -> "/srv"` and `"./conf" -> "/etc/conf"`
  | 'name-list' // `[backend]` for `{ backend: {} }`
  | 'path-list' // `["/run"]` for `{ "/run": {} }`
  | 'restart' // `"always"` and `on_failure(5)`
  | 'shell' // a string for `["/bin/sh", "-c", string]`
  | 'port-number' // `8080`, `53/udp`
  | 'image-source' // `"scratch"`, `rootfs("…")`, `layout("…")`, an image
  | 'step'; // `copy(…)`, `run(…)`, `env({…})`, `workdir(…)`, …

interface Common {
  readonly description: string;
  /** What applies when the attribute is left out, for the reference pages. */
  readonly defaultText?: string;
  readonly effect?: Effect;
  readonly sugar?: Sugar;
}
export interface StringSchema extends Common {
  readonly type: 'string';
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  /** The slot takes a resource of this kind; its engine name is what the spec holds. */
  readonly refers?: Kind;
  /** The slot is a path on the machine of the files, relative to the stack's directory. */
  readonly hostPath?: boolean;
}
export interface NumberSchema extends Common {
  readonly type: 'integer' | 'number';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly unit?: 'bytes' | 'milliseconds';
}
export interface BooleanSchema extends Common {
  readonly type: 'boolean';
}
export interface ArraySchema extends Common {
  readonly type: 'array';
  readonly items: Schema;
  readonly minItems?: number;
}
export interface MapSchema extends Common {
  readonly type: 'object';
  readonly additionalProperties: Schema;
  readonly propertyNames?: { readonly pattern: string };
  /** Keys name resources of this kind. */
  readonly refersKeys?: Kind;
}
export interface ObjectSchema extends Common {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}
/** A union chosen by the value of `kind`. */
export interface VariantSchema extends Common {
  readonly oneOf: readonly ObjectSchema[];
  readonly discriminator: 'kind';
}
export type Schema =
  | StringSchema
  | NumberSchema
  | BooleanSchema
  | ArraySchema
  | MapSchema
  | ObjectSchema
  | VariantSchema;

/** The schema of a resource kind. */
export interface KindSchema extends ObjectSchema {
  readonly title: Kind;
}

type RequiredKeys<S> = S extends { required: readonly (infer K)[] } ? K & string : never;
type Simplify<T> = { readonly [K in keyof T]: T[K] };

/** The TypeScript type of the values that a schema accepts. */
export type SpecOf<S> = S extends { enum: readonly (infer E)[] }
  ? E
  : S extends { oneOf: readonly (infer V)[] }
    ? V extends unknown
      ? SpecOf<V>
      : never
    : S extends { type: 'string' }
      ? string
      : S extends { type: 'integer' | 'number' }
        ? number
        : S extends { type: 'boolean' }
          ? boolean
          : S extends { items: infer I }
            ? readonly SpecOf<I>[]
            : S extends { properties: infer P }
              ? Simplify<
                  { readonly [K in keyof P & RequiredKeys<S>]: SpecOf<P[K]> } & {
                    readonly [K in Exclude<keyof P, RequiredKeys<S>>]?: SpecOf<P[K]>;
                  }
                >
              : S extends { additionalProperties: infer A }
                ? { readonly [key: string]: SpecOf<A> }
                : never;
