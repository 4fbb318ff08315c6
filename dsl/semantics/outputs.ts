/*
 * Outputs: what a module gives to its user, and what a stack shows to the outside as plain JSON.
 * Sizes and durations keep their units as text there. A secret is never part of it.
 */
import {
  formatDuration,
  formatSize,
  type JsonValue,
  type Output,
  type Span,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { OutputDeclaration } from '../syntax/index.js';
import { ambiguous } from './access-resource.js';
import { conform } from './conform.js';
import { typeOf } from './declared-types.js';
import { evaluate } from './evaluate.js';
import { mainProperty, textOf } from './interpolate.js';
import { holdsSecret, uncover } from './secret.js';
import { once, scopeOf, step, type Session } from './session.js';
import { describeValue, isPoison, poison, type Value } from './value.js';

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
    const slot = { session, live: session.place.live, path: name };
    return conform(slot, value, typeOf(session, declaration.type));
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
  const found = jsonOf(session, isSecret ? uncover(value) : value);
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

/** What is found of a value as JSON. */
type Found = { readonly json: JsonValue } | 'unknown' | 'wrong';

/** The JSON of a value, or why there is none: it is not known yet, or wrong, which is reported. */
export function jsonOf(session: Session, value: Value): Found {
  if (!step(session, value.span)) return 'wrong';
  switch (value.kind) {
    case 'null':
      return { json: null };
    case 'bool':
    case 'int':
    case 'float':
    case 'string':
    case 'ip':
    case 'cidr':
      return { json: value.value };
    case 'size':
      return { json: formatSize(value.value) };
    case 'duration':
      return { json: formatDuration(value.value) };
    case 'port':
      return { json: textOf(value) ?? null };
    case 'list': {
      const items = value.items.map((item) => jsonOf(session, item));
      const failed = firstFailure(items);
      return (
        failed ?? { json: items.flatMap((item) => (typeof item === 'object' ? [item.json] : [])) }
      );
    }
    case 'object': {
      const entries = [...value.members].map(
        ([name, member]) => [name, jsonOf(session, member.value)] as const,
      );
      const failed = firstFailure(entries.map(([, found]) => found));
      const known = entries.flatMap(([name, found]) =>
        typeof found === 'object' ? [[name, found.json] as const] : [],
      );
      // Unlike assignment, this makes a member of every name, `__proto__` too.
      return failed ?? { json: Object.fromEntries(known) };
    }
    case 'secret':
      return jsonOf(session, value.inner);
    case 'unknown':
      return isPoison(value) ? 'wrong' : 'unknown';
    case 'arrow':
    case 'condition':
    case 'resource':
    case 'symbols':
    case 'module':
    case 'modules':
      session.report(notPlain(value));
      return 'wrong';
    default:
      return value satisfies never;
  }
}

const firstFailure = (found: readonly Found[]): 'unknown' | 'wrong' | undefined =>
  found.includes('wrong') ? 'wrong' : found.includes('unknown') ? 'unknown' : undefined;

function notPlain(value: Value) {
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
