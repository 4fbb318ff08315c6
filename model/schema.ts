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
  | 'arrow-file' // `file("app.conf") -> "/etc/app.conf"`
  | 'secret-file' // `db_password -> "/etc/password"`, `db_password`
  | 'arrow-mount' // `data -> "/srv"` and `"./conf" -> "/etc/conf"`
  | 'name-list' // `[backend]` for `{ backend: {} }`
  | 'path-list' // `["/run"]` for `{ "/run": {} }`
  | 'restart' // `"always"` and `on_failure(5)`
  | 'shell' // a string for `["/bin/sh", "-c", string]`
  | 'port-number' // `8080`, `53/udp`
  | 'limit' // `4096` for `{ soft: 4096, hard: 4096 }`
  | 'device' // `"/dev/fuse"`
  | 'log' // `"none"` for `{ driver: "none" }`
  | 'shared-namespace' // `db` for `"container:shop-db"`
  | 'health' // `"none"` for `{ test: [] }`
  | 'image-source' // `"scratch"`, `rootfs("…")`, `layout("…")`, an image
  | 'step'; // `copy(…)`, `run(…)`, `env({…})`, `workdir(…)`, …

/**
 * When the value of an attribute is known: when the stack is checked, when it is planned (secrets),
 * or only after it has been applied (what the engine chooses).
 */
export type Known = 'check' | 'plan' | 'apply';

interface Common {
  readonly description: string;
  /** What applies when the attribute is left out, for the reference pages. */
  readonly defaultText?: string;
  readonly effect?: Effect;
  readonly sugar?: Sugar;
  /** Tells the object from all others of its kind in the engine. */
  readonly identity?: boolean;
  /** The engine takes it and never gives it back: it is compared with what was recorded. */
  readonly writeOnly?: boolean;
}
export interface StringSchema extends Common {
  readonly type: 'string';
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  /** The slot takes a resource of this kind; its engine name is what the spec holds. */
  readonly refers?: Kind;
  /** Words that it takes beside `container:` and the name of a container whose namespace is shared. */
  readonly words?: readonly string[];
  /** The slot is a path on the machine of the files, relative to the stack's directory. */
  readonly hostPath?: boolean;
  /** The slot takes a secret, which goes to the engine and nowhere else. */
  readonly secret?: boolean;
  /** Records hold a digest in its place: it may be long, and anybody may read labels. */
  readonly digested?: boolean;
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
/** Some of the attributes of an object, by name. */
export type Attributes = Readonly<Record<string, Schema>>;
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
  /** What the engine gives an object once it is there. It can be read, never written. */
  readonly computed: Readonly<Record<string, Schema>>;
}

/** What is to be known of an attribute beside its type. */
export interface AttributeFlags {
  /** It has to be written, or is filled in by the language. */
  readonly required: boolean;
  readonly identity: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  /** A change of it makes a new object. */
  readonly replaces: boolean;
  readonly knownWhen: Known;
  /** It takes a secret. */
  readonly secret: boolean;
}

/** The flags of an attribute of a kind; `undefined` where the kind has none of that name. */
export function attributeFlags(schema: KindSchema, name: string): AttributeFlags | undefined {
  const readOnly = Object.hasOwn(schema.computed, name);
  const written = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  const attribute = readOnly ? schema.computed[name] : written;
  if (!attribute) return undefined;
  const secret = 'secret' in attribute && attribute.secret;
  return {
    required: !readOnly && schema.required.includes(name),
    identity: attribute.identity === true,
    readOnly,
    writeOnly: attribute.writeOnly === true,
    replaces: attribute.effect === 'replace',
    knownWhen: readOnly ? 'apply' : secret ? 'plan' : 'check',
    secret,
  };
}

type RequiredKeys<S> = S extends { required: readonly (infer K)[] } ? K & string : never;
type Simplify<T> = { readonly [K in keyof T]: T[K] };

/** The TypeScript type of the values that a schema accepts. */
export type SpecOf<S> = S extends { enum: readonly (infer E)[] }
  ? E
  : S extends { words: readonly (infer W)[] }
    ? W | `container:${string}`
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
