/*
 * One evaluation of one stack or module: what has been evaluated, what is being evaluated, what has
 * been said, and how much work is left. The definitions behind names are reached through it, so that
 * evaluating an expression knows nothing of how a resource is made. Modules have sessions of their
 * own, which share messages, frames, work and hidden texts with that of the stack.
 */
import type { Diagnostic, JsonValue, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { LanguageHost } from '../host.js';
import type { Expression, FunctionDeclaration, NameNode, TypeNode } from '../syntax/index.js';
import type { Type } from '../types/type.js';
import type { Instance, ModuleInstance, ResourceSymbol, Symbols, UseSymbol } from './symbols.js';
import { poison, type Value } from './value.js';

/** The resources of one symbol. */
export interface Family {
  /** Whether they have keys, from a `for`. */
  readonly keyed: boolean;
  readonly instances: readonly Instance[];
  /** The instances by their keys, where they have some. */
  readonly byKey: ReadonlyMap<string | number, Instance>;
  /** Stands for one of them where there is none, for checking types. */
  readonly pattern: Instance;
}
/** The modules of one `use`. */
export interface ModuleFamily {
  readonly keyed: boolean;
  readonly instances: readonly ModuleInstance[];
  readonly byKey: ReadonlyMap<string | number, ModuleInstance>;
  readonly pattern: ModuleInstance;
}
/**
 * What stands behind the names of one session. Resources and modules may be asked for that belong to
 * another session; they are found there.
 */
export interface Definitions {
  param(name: string, from: Span): Value;
  let(name: string, from: Span): Value;
  secret(name: string, from: Span): Value;
  /** A type of the stack or module; `undefined` where it declares none of that name. */
  type(name: NameNode): Type | undefined;
  /** A function of the stack or module, which then counts as used. */
  function(name: string): FunctionDeclaration | undefined;
  family(symbol: ResourceSymbol, from: Span): Family;
  /** The network that containers are on when they say nothing, where one is declared. */
  defaultNetwork(): ResourceSymbol | undefined;
  /** The value of an attribute in its full form; `null` where it is not set. */
  attribute(instance: Instance, name: string, from: Span): Value;
  modules(use: UseSymbol, from: Span): ModuleFamily;
  /** The value of an output of a module; one that it does not have is reported. */
  output(module: ModuleInstance, name: NameNode): Value;
}
/** Which part of a stack a session evaluates. */
export interface Place {
  /** What its addresses begin with: empty for the stack itself, else such as `pg["eu"]`. */
  readonly path: string;
  /** The names and keys of that path, as they become parts of names in the engine. */
  readonly names: readonly string[];
  /** Where its relative paths start, from the stack's directory; empty for that. */
  readonly directory: string;
  /** False for a module that is looked at for its types only. */
  readonly live: boolean;
  /** What made it; absent for the stack itself. */
  readonly use?: ModuleInstance;
}
export interface Session {
  readonly stackName: string;
  readonly place: Place;
  readonly symbols: Symbols;
  readonly definitions: Definitions;
  /** Says something, once for one place and code. */
  readonly report: (diagnostic: Diagnostic) => void;
  /** Names that something refers to. */
  readonly used: Set<string>;
  readonly frames: Frame[];
  readonly memory: Map<string, Value>;
  readonly bodies: Map<string, ReadonlyMap<string, Written>>;
  readonly work: Work;
  /** What may be read of the world; without it nothing can be. */
  readonly host: LanguageHost | undefined;
  /** Names of environment variables that may be read; `*` stands for any letters. */
  readonly environment: readonly string[];
  /** Texts that must not be printed. */
  readonly hidden: Set<string>;
  /** What an apply has found out, such as the id of an object; `undefined` where it is not known. */
  readonly fact: (address: string, attribute: string) => JsonValue | undefined;
  /** Types that have been read, by their syntax. */
  readonly types: Map<TypeNode, Type>;
  /** Is told the value of every expression. */
  readonly onValue: ((expression: Expression, value: Value) => void) | undefined;
}
/** How much has been done, and how much may be: more for longer texts, and for each resource. */
export interface Work {
  steps: number;
  most: number;
  depth: number;
  exhausted: boolean;
}
/** What the body of a resource writes under one name; evaluated when asked for. */
export interface Written {
  readonly span: Span;
  readonly keySpan: Span;
  readonly value: () => Value;
}
/** Something being evaluated. */
export interface Frame {
  readonly key: string;
  /** Absent for inner steps, which a message does not show. */
  readonly title?: string;
  /** Where it was asked for. */
  readonly from: Span;
}
/** Where an expression stands. */
export interface Scope {
  readonly locals: ReadonlyMap<string, Value>;
  /** False in branches not taken: mistakes of types are reported there, those of values are not. */
  readonly live: boolean;
  /** Names and paths of members that a condition around has found not to be null. */
  readonly narrowed?: ReadonlySet<string>;
}

export const topScope: Scope = { locals: new Map(), live: true };

const deepest = 600;
/** Steps that every stack may take, and those that each resource adds. */
const stepsOfAll = 400_000;
export const stepsOfEach = 1000;

export const newWork = (): Work => ({ steps: 0, most: stepsOfAll, depth: 0, exhausted: false });

/** Counts one step of work; false when there has been too much of it. */
export function step(session: Session, span: Span, amount = 1): boolean {
  const { work } = session;
  work.steps += amount;
  if (work.exhausted) return false;
  if (work.steps <= work.most && work.depth <= deepest) return true;
  work.exhausted = true;
  session.report(
    work.depth > deepest
      ? diagnose('nesting-too-deep', span, {
          summary: 'values use each other too deeply here',
          detail: `A value may be reached through at most ${deepest} steps.`,
        })
      : diagnose('too-much-work', span, {
          summary: 'this stack takes too much work to evaluate',
          detail: 'Lists inside of lists, or strings inside of strings, have grown too large here.',
        }),
  );
  return false;
}

/** The scope of a declaration: no variables. */
export const scopeOf = ({ place }: Session): Scope => ({ ...topScope, live: place.live });

/** Evaluates something once; what needs itself is reported as a cycle, and is poison. */
export function once(session: Session, frame: Frame, compute: () => Value): Value {
  const known = session.memory.get(frame.key);
  if (known) return known;
  const computed = within(session, frame, () => {
    const value = compute();
    session.memory.set(frame.key, value);
    return value;
  });
  return computed ?? poison(frame.from);
}

/**
 * Does something that may not need itself, such as evaluating the body of a function; keeps nothing.
 * @returns `undefined` where it does need itself, which is reported
 */
export function within<T>(session: Session, frame: Frame, compute: () => T): T | undefined {
  const { frames, place } = session;
  // Two modules may have the same names inside.
  const key = place.path === '' ? frame.key : `${place.path} ${frame.key}`;
  const start = frames.findIndex((open) => open.key === key);
  if (start !== -1) {
    session.report(cycle(frames.slice(start), frame));
    return undefined;
  }
  frames.push(key === frame.key ? frame : { ...frame, key });
  try {
    return compute();
  } finally {
    frames.pop();
  }
}

function cycle(open: readonly Frame[], again: Frame): Diagnostic {
  const shown = open.filter(({ title }) => title !== undefined);
  const first = shown[0] ?? again;
  const ring = [...shown, { ...again, title: first.title }];
  const steps = ring.slice(1).map((frame, index) => ({
    span: frame.from,
    text: `\`${ring[index]?.title ?? ''}\` uses \`${frame.title ?? ''}\``,
  }));
  return diagnose('cycle', steps.at(-1)?.span ?? again.from, {
    summary: `${ring.map(({ title }) => title).join(' -> ')} is a cycle`,
    detail: 'Each of these needs the value of the next, so none can be found.',
    labels: steps,
  });
}
