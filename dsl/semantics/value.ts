/*
 * Values while a stack is evaluated. Each knows where it was written, which resources it was made
 * from, and what it would have been had a condition gone the other way, so that messages, plans and
 * checks can follow it. `unknown` is a value of which only the type is known; of type `any` it
 * stands for a mistake that has been reported.
 */
import type { Condition, Span } from '../../model/index.js';
import { describeType } from '../types/describe.js';
import { anyType, type Type } from '../types/type.js';
import type { Instance, ModuleInstance, ResourceSymbol, UseSymbol } from './symbols.js';

/** A use of a resource that a value was made from. */
export interface Use {
  readonly address: string;
  readonly condition: Condition;
  readonly span: Span;
  /** The secret whose path it is. */
  readonly secret?: Value;
}
/** A link of the chain from a place back to what only apply finds out. */
export interface Late {
  readonly span: Span;
  /** What happens there, such as `web.id` is chosen by the engine. */
  readonly text: string;
  /** What was there before; absent where the engine chooses. */
  readonly from?: Late;
}
/** What of a value goes over to all that is made from it. */
export interface Traces {
  /** Own uses; those of members are theirs. */
  readonly uses?: readonly Use[];
  /** Where `reveal` took a secret out of its cover. */
  readonly revealed?: Span;
  /** Present where only apply finds the value out, even if it is known from the last time. */
  readonly late?: Late;
}
interface Origin extends Traces {
  readonly span: Span;
  /** Values of the branches not taken. */
  readonly otherwise?: readonly Value[];
  /** The type that it was declared with, which allows more than this value. */
  readonly declared?: Type | undefined;
  /** How many lists, objects and arrows are nested in it. */
  readonly depth?: number;
}
export interface Member {
  readonly value: Value;
  /** From the key to the end of the value. */
  readonly span: Span;
  readonly keySpan: Span;
}
export type Awaited = Extract<Condition, 'started' | 'healthy' | 'completed'>;

export type NumberValue = Origin & {
  readonly kind: 'int' | 'float' | 'size' | 'duration';
  readonly value: number;
};
export type StringValue = Origin & { readonly kind: 'string'; readonly value: string };
export type ListValue = Origin & { readonly kind: 'list'; readonly items: readonly Value[] };
export type ObjectValue = Origin & {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, Member>;
  /** The call that made it, for messages. */
  readonly call?: string;
};
export type Value =
  | (Origin & { readonly kind: 'unknown'; readonly type: Type })
  | (Origin & { readonly kind: 'null' })
  | (Origin & { readonly kind: 'bool'; readonly value: boolean })
  | NumberValue
  | StringValue
  | (Origin & { readonly kind: 'ip' | 'cidr'; readonly value: string })
  /** `80`, `53/udp`, `127.0.0.1:80`: what stands on the sides of an arrow. */
  | (Origin & {
      readonly kind: 'port';
      readonly port: number;
      readonly ip?: string;
      readonly protocol?: string;
    })
  | ListValue
  | ObjectValue
  | (Origin & { readonly kind: 'arrow'; readonly from: Value; readonly to: Value })
  | (Origin & { readonly kind: 'resource'; readonly instance: Instance })
  /** A name that stands for several: all of a `for`, or of several kinds. */
  | (Origin & { readonly kind: 'symbols'; readonly symbols: readonly ResourceSymbol[] })
  /** A module, whose members are its outputs. */
  | (Origin & { readonly kind: 'module'; readonly module: ModuleInstance })
  /** All modules of a `use` with `for`. */
  | (Origin & { readonly kind: 'modules'; readonly use: UseSymbol })
  /** Whatever is inside must not be seen; made from it, a value is one of these again. */
  | (Origin & {
      readonly kind: 'secret';
      readonly inner: Value;
      /** That of the declaration, by which its file is called. */
      readonly name?: string;
    })
  | (Origin & {
      readonly kind: 'condition';
      readonly targets: readonly Instance[];
      readonly state: Awaited;
    });

/** The value of what has been reported already; everything made from it is silent. */
export const poison = (span: Span): Value => ({ kind: 'unknown', type: anyType, span });
export const isPoison = (value: Value): boolean =>
  value.kind === 'unknown' && value.type.kind === 'any' && value.late === undefined;

/** A value of which only the type is known; a secret is one even then. */
export function unknownValue(type: Type, span: Span, traces?: Traces): Value {
  return type.kind === 'secret'
    ? { kind: 'secret', inner: unknownValue(type.inner, span, traces), span, ...traces }
    : { kind: 'unknown', type, span, ...traces };
}

export const stringValue = (value: string, span: Span, uses?: readonly Use[]): StringValue => ({
  kind: 'string',
  value,
  span,
  ...(uses && { uses }),
});

/** What a value is, as a message says it. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return describeType(value.type);
    case 'secret':
      return 'a secret';
    case 'resource':
      return `the ${value.instance.symbol.kind} \`${value.instance.symbol.name}\``;
    case 'symbols': {
      const [first] = value.symbols;
      return first ? `all of \`${first.kind}.${first.name}\`` : 'several resources';
    }
    case 'module':
      return `the module \`${value.module.path}\``;
    case 'modules':
      return `all modules of \`${value.use.name}\``;
    case 'object':
      return value.call ? `\`${value.call}(…)\`` : 'an object';
    case 'list':
      return 'a list';
    case 'arrow':
      return 'a pair `… -> …`';
    case 'port':
      return 'a port';
    case 'condition':
      return 'a condition';
    case 'null':
      return 'null';
    case 'bool':
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
    case 'string':
    case 'ip':
    case 'cidr':
      return value.kind;
    default:
      return value satisfies never;
  }
}

/** The values that a value is made of directly. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'list':
      return value.items;
    case 'object':
      return [...value.members.values()].map((member) => member.value);
    case 'arrow':
      return [value.from, value.to];
    case 'secret':
      return [value.inner];
    default:
      return [];
  }
}

/** The same value, made from these uses only, through and through. */
export function withUses(value: Value, uses: readonly Use[]): Value {
  switch (value.kind) {
    case 'list':
      return { ...value, uses, items: value.items.map((item) => withUses(item, uses)) };
    case 'object': {
      const members = [...value.members].map(
        ([name, member]) => [name, { ...member, value: withUses(member.value, uses) }] as const,
      );
      return { ...value, uses, members: new Map(members) };
    }
    default:
      return { ...value, uses };
  }
}

const noUses: readonly Use[] = [];

/** The uses of several values together, each once. */
export function usesOf(...values: readonly Value[]): readonly Use[] {
  let all = noUses;
  for (const { uses } of values) {
    if (uses && uses.length > 0 && uses !== all) all = all.length === 0 ? uses : [...all, ...uses];
  }
  if (all.length < 2) return all;
  return [...new Map(all.map((use) => [`${use.address} ${use.condition}`, use])).values()];
}

const noTraces: Traces = {};

/** What goes over to a value from those that it is made from. */
export function madeFrom(...values: readonly Value[]): Traces {
  let revealed: Span | undefined;
  let late: Late | undefined;
  let used = false;
  for (const value of values) {
    revealed ??= value.revealed;
    late ??= value.late;
    used ||= value.uses !== undefined && value.uses.length > 0;
  }
  if (!used && !revealed && !late) return noTraces;
  return {
    ...(used && { uses: usesOf(...values) }),
    ...(revealed && { revealed }),
    ...(late && { late }),
  };
}

/** The same value at another place of the chain, where it is one that only apply finds out. */
export function passLate(value: Value, span: Span, text: string): Value {
  return value.late ? { ...value, late: { span, text, from: value.late } } : value;
}

/** How deeply a value is nested; a plain one is not at all. */
export function depthOf(value: Value): number {
  return value.depth ?? 0;
}
