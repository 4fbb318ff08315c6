/*
 * Outputs: what a module gives to its user, and what a stack shows to the outside as plain JSON.
 * Sizes and durations keep their units as text there. A secret is never part of it.
 */
import { type JsonValue, type Output, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { OutputDeclaration } from '../syntax/index.js';
import { ambiguous } from './access-resource.js';
import { conformDeclared } from './declared-types.js';
import { evaluate } from './evaluate.js';
import { mainProperty } from './interpolate.js';
import { plainJson } from './plain-json.js';
import { holdsSecret, uncover } from './secret.js';
import { once, scopeOf, step, type Session } from './session.js';
import { describeValue, poison, type Value } from './value.js';

export interface BuiltOutput {
  readonly output: Output;
  /** The value of one that is secret. */
  readonly hidden?: JsonValue;
}

/** The value of an output, which its type has judged. */
export function outputValue(session: Session, name: string, from: Span): Value {
  const declaration = session.symbols.outputs.get(name);
  if (!declaration || declaration.broken) return poison(from);
  const { path } = session.place;
  const title = path === '' ? `output ${name}` : `${path}.${name}`;
  return once(session, { key: `output ${name}`, title, from }, () => {
    const value = evaluate(session, scopeOf(session), declaration.value);
    if (!declaration.type) return value;
    return conformDeclared(session, 'the output', declaration.name, declaration.type, value);
  });
}

/** An output of the stack; `undefined` when it is wrong, which has then been reported. */
export function buildOutput(
  session: Session,
  { name, documentation, span }: OutputDeclaration,
): BuiltOutput | undefined {
  const value = outputValue(session, name.name, name.span);
  const isSecret = holdsSecret(value);
  const said = {
    name: name.name,
    ...(documentation !== undefined && { description: documentation }),
    span,
  };
  const found = plainJson(
    isSecret ? uncover(value) : value,
    (inner) => {
      session.report(notPlain(inner));
    },
    (part) => step(session, part.span),
  );
  if (found === 'wrong') return undefined;
  const known = found !== 'unknown';
  if (isSecret) {
    return {
      output: { ...said, known, secret: true },
      ...(known && { hidden: found.json }),
    };
  }
  return { output: { ...said, known, ...(known && { value: found.json }) } };
}

/** Says of a value that it has no JSON. */
export function notPlain(value: Value) {
  if (value.kind === 'symbols' && value.symbols.length > 1) {
    return ambiguous(value.symbols, value.span);
  }
  const property = value.kind === 'resource' ? mainProperty(value.instance.symbol.kind) : undefined;
  const end = { file: value.span.file, start: value.span.end, end: value.span.end };
  return diagnose('type-mismatch', value.span, {
    summary: `${describeValue(value)} cannot be shown as an output`,
    detail: 'An output is plain data: text, numbers, bools, lists and objects of them.',
    fix:
      property === undefined
        ? undefined
        : { title: `write \`.${property}\` after it`, span: end, text: `.${property}` },
  });
}
