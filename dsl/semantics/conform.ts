/*
 * Whether a value fits a slot. Gives the value in its full form: short forms written out, resources
 * replaced by their names in the engine. What does not fit is reported, once, and becomes poison.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { findPattern, type Pattern } from '../pattern/index.js';
import { amount } from '../types/describe.js';
import { typesOverlap } from '../types/overlap.js';
import { isNullable, type LiteralType, type NumericType, type Type } from '../types/type.js';
import { conformList, conformMap, conformObject } from './conform-objects.js';
import { conformResource } from './conform-resource.js';
import { conformUnion, conformVariant } from './conform-unions.js';
import {
  declaredLabels,
  matches,
  mismatch,
  mayBeNullMessage,
  notAmong,
  patternMessage,
} from './conform-messages.js';
import { isLiteral } from './equality.js';
import { tooLate } from './late.js';
import { isPort } from './literals.js';
import { mayBeNull, thereFor } from './nullable.js';
import { conformRefined } from './refine.js';
import { referred, referTo } from './refer.js';
import { conformSecret } from './conform-secret.js';
import { step } from './session.js';
import { at, say, type Slot } from './slot.js';
import { bareSecret, desugar } from './sugar.js';
import { isPoison, madeFrom, poison, unknownValue, type Value } from './value.js';

/** Checks a value against the type of its slot. */
export function conform(slot: Slot, value: Value, type: Type): Value {
  const { session } = slot;
  if (!step(session, value.span)) return poison(value.span);
  if (value.otherwise) {
    for (const other of value.otherwise) {
      const isLeftOut = slot.optional === true && other.kind === 'null';
      if (!isLeftOut) conform({ ...slot, live: false }, other, type);
    }
  }
  if (isPoison(value)) return value;
  if (slot.spec === true && value.late) {
    say(slot, tooLate(value.span, value.late, at(slot)), 'type');
    return poison(value.span);
  }
  if (type.kind === 'any') return value;
  const given = mayBeNull(value) && !isNullable(type) ? notNull(slot, value, type) : value;
  if (isPoison(given)) return given;
  if (given.kind === 'secret' && type.sugar === 'secret-file') {
    return conform(slot, bareSecret(given), type);
  }
  if (given.kind === 'secret' || type.kind === 'secret' || type.takesSecret === true) {
    return conformSecret(slot, given, type);
  }
  const refer = (inside: Value): Value => referTo(slot, inside, referred(type));
  const full = type.sugar ? desugar(type.sugar, given, { session, refer }) : given;
  if (isPoison(full)) return full;
  return full.kind === 'unknown'
    ? conformUnknown(slot, full, type)
    : conformKnown(slot, full, type);
}

/** A value that may be null in a slot that takes no null. */
function notNull(slot: Slot, value: Value, type: Type): Value {
  if (slot.optional === true) return value.kind === 'null' ? value : thereFor(value);
  say(slot, mayBeNullMessage(slot, value, type), 'type');
  return poison(value.span);
}

function conformKnown(slot: Slot, value: Value, type: Type): Value {
  switch (type.kind) {
    case 'bool':
    case 'null':
    case 'ip':
    case 'cidr':
    case 'condition':
      return value.kind === type.kind ? value : mismatch(slot, value, type);
    case 'literal':
      return conformLiteral(slot, value, type);
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
      return conformNumber(slot, value, type);
    case 'port':
      return conformPort(slot, value, type);
    case 'string':
      return conformString(slot, value, type);
    case 'list':
      return conformList(slot, value, type);
    case 'map':
      return conformMap(slot, value, type);
    case 'object':
      return conformObject(slot, value, type);
    case 'union':
      return conformUnion(slot, value, type);
    case 'variant':
      return conformVariant(slot, value, type);
    case 'resource':
      return conformResource(slot, value, type);
    case 'refined':
      return conformRefined(slot, value, type);
    case 'any':
    case 'secret':
      return value;
    default:
      return type satisfies never;
  }
}

function conformUnknown(slot: Slot, value: Extract<Value, { kind: 'unknown' }>, type: Type): Value {
  const fits =
    typesOverlap(value.type, type) || type.sugar !== undefined || referred(type) !== undefined;
  return fits ? unknownValue(type, value.span, madeFrom(value)) : mismatch(slot, value, type);
}

function conformLiteral(slot: Slot, value: Value, type: LiteralType): Value {
  return isLiteral(value, type) ? value : notAmong(slot, value, type, [type]);
}

function conformNumber(slot: Slot, value: Value, type: NumericType): Value {
  // A port without more is as good as its number.
  const isBare = value.kind === 'port' && value.ip === undefined && value.protocol === undefined;
  if (isBare && type.kind === 'int') {
    const number: Value = { kind: 'int', value: value.port, span: value.span, ...madeFrom(value) };
    return conformNumber(slot, number, type);
  }
  const fits = value.kind === type.kind || (type.kind === 'float' && value.kind === 'int');
  if (!fits || !('value' in value) || typeof value.value !== 'number') {
    return mismatch(slot, value, type);
  }
  return withinBounds(slot, value, value.value, type);
}

function conformPort(slot: Slot, value: Value, type: NumericType): Value {
  if (value.kind === 'int' && !isPort(value.value)) {
    const summary = `${at(slot)} is a port, from 1 to 65535, found ${value.value}`;
    say(slot, diagnose('invalid-value', value.span, { summary }), 'value');
    return poison(value.span);
  }
  const port: Value =
    value.kind === 'int'
      ? { kind: 'port', port: value.value, span: value.span, ...madeFrom(value) }
      : value;
  if (port.kind !== 'port') return mismatch(slot, value, type);
  return withinBounds(slot, port, port.port, type);
}

function withinBounds(slot: Slot, value: Value, found: number, type: NumericType): Value {
  const { kind, minimum = -Infinity, maximum = Infinity, below } = type;
  const isBelow = below === true ? found < maximum : found <= maximum;
  if (found >= minimum && isBelow) return value;
  const bound =
    found < minimum
      ? `at least ${amount(kind, minimum)}`
      : `${below === true ? 'below' : 'at most'} ${amount(kind, maximum)}`;
  say(
    slot,
    diagnose('invalid-value', value.span, {
      summary: `${at(slot)} is ${bound}, found ${amount(kind, found)}`,
      detail: type.description,
      labels: declaredLabels(type),
    }),
    'value',
  );
  return poison(value.span);
}

/** Whether a text matches a pattern that the stack's files hold; its work counts as theirs. */
function hasForm({ session }: Slot, text: string, pattern: Pattern, span: Span): boolean {
  const found = findPattern(pattern, text, 0, (steps) => step(session, span, steps / 20));
  return found !== 'none';
}

function conformString(slot: Slot, value: Value, type: Extract<Type, { kind: 'string' }>): Value {
  const named = type.refers ? referTo(slot, value, type.refers) : value;
  const text =
    named.kind === 'ip' || named.kind === 'cidr' ? { ...named, kind: 'string' as const } : named;
  if (text.kind === 'unknown') return text;
  if (text.kind !== 'string') return mismatch(slot, text, type);
  const { minLength = 0, pattern, form } = type;
  const isShort = text.value.length < minLength;
  const isOther = pattern !== undefined && !matches(pattern, text.value);
  if (isShort || isOther || (form && !hasForm(slot, text.value, form.pattern, text.span))) {
    say(slot, patternMessage(at(slot), text, type), 'value');
    return poison(value.span);
  }
  return text;
}
