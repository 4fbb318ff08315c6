/*
 * One evaluation of one stack: what has been evaluated, what is being evaluated, what has been said,
 * and how much work is left. The definitions behind names are reached through it, so that evaluating
 * an expression knows nothing of how a resource is made.
 */
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Instance, ResourceSymbol, Symbols } from './symbols.js';
import { poison, type Value } from './value.js';

/** The resources of one symbol. */
export interface Family {
  /** Whether they have keys, from a `for`. */
  readonly keyed: boolean;
  readonly instances: readonly Instance[];
  /** Stands for one of them where there is none, for checking types. */
  readonly pattern: Instance;
}
export interface Definitions {
  param(name: string, from: Span): Value;
  let(name: string, from: Span): Value;
  family(symbol: ResourceSymbol, from: Span): Family;
  /** The value of an attribute in its full form; `null` where it is not set. */
  attribute(instance: Instance, name: string, from: Span): Value;
}
export interface Session {
  readonly stackName: string;
  readonly symbols: Symbols;
  readonly definitions: Definitions;
  /** Says something, once for one place and code. */
  readonly report: (diagnostic: Diagnostic) => void;
  /** Params and lets that something refers to. */
  readonly used: Set<string>;
  readonly frames: Frame[];
  readonly memory: Map<string, Value>;
  readonly bodies: Map<string, ReadonlyMap<string, Written>>;
  readonly work: { steps: number; depth: number; exhausted: boolean };
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
}

export const topScope: Scope = { locals: new Map(), live: true };

const mostSteps = 400_000;
const deepest = 600;

/** Counts one step of work; false when there has been too much of it. */
export function step(session: Session, span: Span, amount = 1): boolean {
  const { work } = session;
  work.steps += amount;
  if (work.exhausted) return false;
  if (work.steps <= mostSteps && work.depth <= deepest) return true;
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

/** Evaluates something once; what needs itself is reported as a cycle, and is poison. */
export function once(session: Session, frame: Frame, compute: () => Value): Value {
  const known = session.memory.get(frame.key);
  if (known) return known;
  const start = session.frames.findIndex((open) => open.key === frame.key);
  if (start !== -1) {
    session.report(cycle(session.frames.slice(start), frame));
    return poison(frame.from);
  }
  session.frames.push(frame);
  try {
    const value = compute();
    session.memory.set(frame.key, value);
    return value;
  } finally {
    session.frames.pop();
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
