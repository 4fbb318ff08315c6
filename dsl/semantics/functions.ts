/*
 * Calls. Arguments are evaluated already; whether a constructor's arguments fit their fields is for
 * the slot that takes the result to say, since the schema knows.
 */
import { nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { NameNode } from '../syntax/index.js';
import {
  constructors,
  functionNames,
  isPlainFunction,
  plainSignatures,
  type Constructor,
  type PlainFunction,
} from './function-table.js';
import { textOf } from './interpolate.js';
import { kindOf } from './operators.js';
import type { Session } from './session.js';
import { isPoison, poison, stringValue, usesOf, type Member, type Value } from './value.js';

/** Calls a function by its name. */
export function applyFunction(
  session: Session,
  { name, span: nameSpan }: NameNode,
  values: readonly Value[],
  span: Span,
): Value {
  const constructor = Object.hasOwn(constructors, name) ? constructors[name] : undefined;
  if (constructor) return construct(session, name, constructor, values, span);
  if (isPlainFunction(name)) {
    if (values.some(isPoison)) return poison(span);
    return applyPlain(name, values, span) ?? wrongArguments(session, plainSignatures[name], span);
  }
  const nearest = nearestName(name, functionNames);
  session.report(
    diagnose('unknown-function', nameSpan, {
      summary: `there is no function \`${name}\``,
      detail: `The functions are ${[...functionNames].sort().join(', ')}.`,
      fix:
        nearest === undefined
          ? undefined
          : { title: `write \`${nearest}\``, span: nameSpan, text: nearest },
    }),
  );
  return poison(span);
}

function wrongArguments(session: Session, signature: string, span: Span): Value {
  session.report(
    diagnose('wrong-arguments', span, {
      summary: 'these arguments do not fit the function',
      detail: `It is called as \`${signature}\`.`,
    }),
  );
  return poison(span);
}

function construct(
  session: Session,
  name: string,
  { signature, tag, parameters }: Constructor,
  values: readonly Value[],
  span: Span,
): Value {
  const members = new Map<string, Member>();
  const set = (field: string, value: Value) =>
    members.set(field, { value, span: value.span, keySpan: value.span });
  set(tag[0], stringValue(tag[1], span));
  let used = 0;
  for (const parameter of parameters) {
    if (parameter.as === 'rest') {
      const rest = values.slice(used);
      if (rest.length === 0) return wrongArguments(session, signature, span);
      set(parameter.field, { kind: 'list', items: rest, span });
      used = values.length;
      continue;
    }
    const value = values[used];
    if (!value) {
      if (parameter.optional === true) continue;
      return wrongArguments(session, signature, span);
    }
    used += 1;
    if (isPoison(value)) set(parameter.field, value);
    else if (parameter.as === 'merge') {
      if (value.kind !== 'object') return wrongArguments(session, signature, span);
      for (const [field, member] of value.members) members.set(field, member);
    } else if (parameter.as === 'list' && value.kind !== 'list') {
      set(parameter.field, { kind: 'list', items: [value], span: value.span });
    } else if (parameter.optional !== true || value.kind !== 'null') set(parameter.field, value);
  }
  if (used < values.length) return wrongArguments(session, signature, span);
  return { kind: 'object', members, span, call: name };
}

/** Applies a function on plain values; `undefined` when the arguments do not fit. */
function applyPlain(name: PlainFunction, values: readonly Value[], span: Span): Value | undefined {
  const [first, second] = values;
  const uses = usesOf(...values);
  switch (name) {
    case 'lower':
    case 'upper': {
      if (!first || values.length > 1 || kindOf(first) !== 'string') return undefined;
      if (first.kind !== 'string') return { ...first, span };
      const text = name === 'lower' ? first.value.toLowerCase() : first.value.toUpperCase();
      return stringValue(text, span, uses);
    }
    case 'join': {
      if (first?.kind !== 'list' || second?.kind !== 'string' || values.length > 2) {
        return undefined;
      }
      const texts = first.items.map(textOf);
      if (first.items.some((item) => item.kind === 'unknown')) {
        return { kind: 'unknown', type: { kind: 'string' }, span };
      }
      if (texts.includes(undefined)) return undefined;
      return stringValue(texts.join(second.value), span, usesOf(...values, ...first.items));
    }
    case 'length': {
      if (!first || values.length > 1) return undefined;
      const length =
        first.kind === 'list'
          ? first.items.length
          : first.kind === 'object'
            ? first.members.size
            : first.kind === 'string'
              ? first.value.length
              : undefined;
      if (length !== undefined) return { kind: 'int', value: length, span, uses };
      return first.kind === 'unknown'
        ? { kind: 'unknown', type: { kind: 'int' }, span }
        : undefined;
    }
    case 'min':
    case 'max':
      return extreme(name, values, span);
    default:
      return name satisfies never;
  }
}

function extreme(name: 'min' | 'max', values: readonly Value[], span: Span): Value | undefined {
  let best: Value | undefined;
  for (const value of values) {
    if (!['int', 'float', 'size', 'duration'].includes(kindOf(value))) return undefined;
    if (best && kindOf(best) !== kindOf(value)) return undefined;
    if (value.kind === 'unknown') return { ...value, span };
    if (!('value' in value)) return undefined;
    const better =
      best === undefined ||
      !('value' in best) ||
      (name === 'min' ? value.value < best.value : value.value > best.value);
    if (better) best = value;
  }
  return best && { ...best, span, uses: usesOf(...values) };
}
