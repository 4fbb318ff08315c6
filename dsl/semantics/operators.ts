/*
 * Operators on values. Kinds decide first, so that a mistake of types is found also where a value is
 * not known; the values come after.
 */
import { nearestName, type Diagnostic, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { BinaryOperator } from '../syntax/index.js';
import { describeStructure } from '../types/describe.js';
import { membersOf, shapeOf, withoutNull, type Type } from '../types/type.js';
import { arithmetic } from './arithmetic.js';
import { equalValues } from './equality.js';
import { describeValue, isPoison, madeFrom, poison, unknownValue, type Value } from './value.js';

/** How an operator says what is wrong: types always, values only where they matter. */
export interface OperatorContext {
  readonly span: Span;
  readonly reportType: (diagnostic: Diagnostic) => void;
  readonly reportValue: (diagnostic: Diagnostic) => void;
  /** Counts a step of work; false when there has been too much of it. */
  readonly spend: () => boolean;
  /** The sides that are written out as texts, left and right. */
  readonly written: readonly [left: boolean, right: boolean];
}

/** The kind of a value, also of one of which only the type is known; `any` when it may be several. */
export function kindOf(value: Value): Value['kind'] | 'any' {
  return value.kind === 'unknown' ? kindOfType(value.type) : value.kind;
}

/** The kind of the values of a type, null left out of account. */
function kindOfType(type: Type): Value['kind'] | 'any' {
  switch (type.kind) {
    case 'literal':
      return type.of;
    case 'union': {
      const kinds = new Set(membersOf(withoutNull(type)).map(kindOfType));
      const [only] = kinds;
      return kinds.size === 1 && only !== undefined ? only : 'any';
    }
    case 'map':
    case 'variant':
      return 'object';
    case 'refined':
      return kindOfType(type.base);
    default:
      return type.kind;
  }
}

/** Operators that make a value of two, whatever the expressions behind them are. */
export type PlainOperator = Exclude<BinaryOperator, '->' | '??' | 'is' | '..' | '..<'>;

/** Applies an operator to two values, none of which is a secret. */
export function applyBinary(
  context: OperatorContext,
  operator: PlainOperator,
  left: Value,
  right: Value,
): Value {
  const { span } = context;
  if (isPoison(left) || isPoison(right)) return poison(span);
  switch (operator) {
    case '&&':
    case '||':
      return logic(context, operator, left, right);
    case '==':
    case '!=':
      return equality(context, operator, left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(context, operator, left, right);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(context, operator, left, right);
    default:
      return operator satisfies never;
  }
}

/** Says that an operator does not take two values. */
export function mismatch(
  { span, reportType }: OperatorContext,
  summary: string,
  left: Value,
  right: Value,
  detail?: string,
): Value {
  reportType(
    diagnose('type-mismatch', span, {
      summary,
      detail,
      labels: [
        { span: left.span, text: `this is ${describeValue(left)}` },
        { span: right.span, text: `this is ${describeValue(right)}` },
      ],
    }),
  );
  return poison(span);
}

function logic(context: OperatorContext, operator: '&&' | '||', left: Value, right: Value): Value {
  const { span } = context;
  for (const side of [left, right]) {
    if (kindOf(side) !== 'bool' && kindOf(side) !== 'any') {
      return mismatch(context, `\`${operator}\` takes two bools`, left, right);
    }
  }
  const traces = madeFrom(left, right);
  if (left.kind !== 'bool' || right.kind !== 'bool') {
    return unknownValue({ kind: 'bool' }, span, traces);
  }
  const value = operator === '&&' ? left.value && right.value : left.value || right.value;
  return { kind: 'bool', value, span, ...traces };
}

const textKinds = new Set<string>(['string', 'ip', 'cidr']);

function equality(
  context: OperatorContext,
  operator: '==' | '!=',
  left: Value,
  right: Value,
): Value {
  const { span } = context;
  const [a, b] = [kindOf(left), kindOf(right)];
  const comparable =
    a === b ||
    [a, b].some((kind) => kind === 'any' || kind === 'null') ||
    (textKinds.has(a) && textKinds.has(b)) ||
    [a, b].every((kind) => kind === 'int' || kind === 'float') ||
    [a, b].every((kind) => kind === 'int' || kind === 'port');
  if (!comparable) {
    return mismatch(context, 'values of different types are never equal', left, right);
  }
  const [leftWritten, rightWritten] = context.written;
  const impossible =
    (rightWritten ? notAllowed(left, right) : undefined) ??
    (leftWritten ? notAllowed(right, left) : undefined);
  if (impossible) {
    context.reportType(impossible);
    return poison(span);
  }
  const equal = equalValues(left, right, context.spend);
  const traces = madeFrom(left, right);
  if (equal === undefined) return unknownValue({ kind: 'bool' }, span, traces);
  return { kind: 'bool', value: equal === (operator === '=='), span, ...traces };
}

/** Says that a text that is written out is none of those that a type allows. */
function notAllowed({ declared }: Value, other: Value): Diagnostic | undefined {
  if (!declared || other.declared || other.kind !== 'string') return undefined;
  const members = membersOf(shapeOf(declared));
  const allowed = members.flatMap((member) => (member.kind === 'literal' ? [member.value] : []));
  const open = members.some((member) => member.kind !== 'literal' && member.kind !== 'null');
  if (open || allowed.includes(other.value)) return undefined;
  const texts = allowed.filter((value) => typeof value === 'string');
  const nearest = nearestName(other.value, texts);
  return diagnose('invalid-value', other.span, {
    summary: `it is never ${JSON.stringify(other.value)}`,
    detail: `Its type is ${describeStructure(declared)}.`,
    fix:
      nearest === undefined
        ? undefined
        : {
            title: `write ${JSON.stringify(nearest)}`,
            span: other.span,
            text: JSON.stringify(nearest),
          },
  });
}

const plainNumbers = new Set(['int', 'float', 'port']);
const orderedKinds = new Set(['size', 'duration', 'string']);

/** What a value is ordered by; `undefined` where it is not known. */
function orderOf(value: Value): number | string | undefined {
  if (value.kind === 'port') return value.port;
  return 'value' in value && typeof value.value !== 'boolean' ? value.value : undefined;
}

function comparison(
  context: OperatorContext,
  operator: '<' | '<=' | '>' | '>=',
  left: Value,
  right: Value,
): Value {
  const { span } = context;
  const [a, b] = [kindOf(left), kindOf(right)];
  const ordered =
    (plainNumbers.has(a) && plainNumbers.has(b)) ||
    (a === b && orderedKinds.has(a)) ||
    (a === 'any' && (plainNumbers.has(b) || orderedKinds.has(b) || b === 'any')) ||
    (b === 'any' && (plainNumbers.has(a) || orderedKinds.has(a)));
  if (!ordered) return mismatch(context, `\`${operator}\` cannot compare these`, left, right);
  const [x, y] = [orderOf(left), orderOf(right)];
  const traces = madeFrom(left, right);
  if (x === undefined || y === undefined) return unknownValue({ kind: 'bool' }, span, traces);
  const value =
    operator === '<' ? x < y : operator === '<=' ? x <= y : operator === '>' ? x > y : x >= y;
  return { kind: 'bool', value, span, ...traces };
}
