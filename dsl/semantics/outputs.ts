/*
 * Outputs: values that a stack shows to the outside, as plain JSON. Sizes and durations keep their
 * units as text.
 */
import { formatDuration, formatSize, type JsonValue, type Output } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { OutputDeclaration } from '../syntax/index.js';
import { ambiguous } from './access.js';
import { evaluate } from './evaluate.js';
import { mainProperty, textOf } from './interpolate.js';
import { step, topScope, type Session } from './session.js';
import { describeValue, type Value } from './value.js';

/** Evaluates an output; `undefined` when it is wrong, which has then been reported. */
export function buildOutput(
  session: Session,
  { name, value: expression, documentation, span, broken }: OutputDeclaration,
): Output | undefined {
  if (broken) return undefined;
  const value = toJson(session, evaluate(session, topScope, expression));
  if (value === undefined) return undefined;
  return {
    name: name.name,
    value,
    ...(documentation !== undefined && { description: documentation }),
    span,
  };
}

function toJson(session: Session, value: Value): JsonValue | undefined {
  if (!step(session, value.span)) return undefined;
  switch (value.kind) {
    case 'null':
      return null;
    case 'bool':
    case 'int':
    case 'float':
    case 'string':
    case 'ip':
    case 'cidr':
      return value.value;
    case 'size':
      return formatSize(value.value);
    case 'duration':
      return formatDuration(value.value);
    case 'port':
      return textOf(value);
    case 'list': {
      const items: JsonValue[] = [];
      for (const item of value.items) {
        const json = toJson(session, item);
        if (json === undefined) return undefined;
        items.push(json);
      }
      return items;
    }
    case 'object': {
      const entries: [string, JsonValue][] = [];
      for (const [name, member] of value.members) {
        const json = toJson(session, member.value);
        if (json === undefined) return undefined;
        entries.push([name, json]);
      }
      return Object.fromEntries(entries);
    }
    case 'unknown':
      return undefined;
    case 'arrow':
    case 'condition':
    case 'resource':
    case 'symbols':
      session.report(notPlain(value));
      return undefined;
    default:
      return value satisfies never;
  }
}

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
