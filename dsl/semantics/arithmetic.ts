/*
 * Arithmetic on numbers, sizes, durations and ports. A unit goes with amounts of its own, and is
 * scaled by plain numbers; a port can be counted on from.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { NumberKind } from '../types/type.js';
import { kindOf, mismatch, type OperatorContext } from './operators.js';
import { isPort } from './literals.js';
import { madeFrom, poison, unknownValue, type Traces, type Value } from './value.js';

export type Arithmetic = '+' | '-' | '*' | '/' | '%';
const numberKinds = new Set<string>(['int', 'float', 'size', 'duration']);
const isNumberKind = (kind: string): kind is NumberKind => numberKinds.has(kind);
const isPlain = (kind: string): boolean => kind === 'int' || kind === 'float';

/** The kind of a result, by the kinds of the operands; `undefined` where there is none. */
function resultKind(operator: Arithmetic, a: string, b: string): NumberKind | 'port' | undefined {
  if (a === 'port' && b === 'int') return operator === '+' || operator === '-' ? 'port' : undefined;
  if (a === 'int' && b === 'port') return operator === '+' ? 'port' : undefined;
  if (!isNumberKind(a) || !isNumberKind(b)) return undefined;
  if (isPlain(a) && isPlain(b)) return a === 'int' && b === 'int' ? 'int' : 'float';
  if (operator === '+' || operator === '-' || operator === '%') return a === b ? a : undefined;
  if (operator === '*') return isPlain(a) ? b : isPlain(b) ? a : undefined;
  return isPlain(b) ? a : a === b ? 'float' : undefined;
}

/** Applies an operator to two values that are no poison. */
export function arithmetic(
  context: OperatorContext,
  operator: Arithmetic,
  left: Value,
  right: Value,
): Value {
  const { span } = context;
  const [a, b] = [kindOf(left), kindOf(right)];
  const traces = madeFrom(left, right);
  if (a === 'any' || b === 'any') return unknownValue({ kind: 'any' }, span, traces);
  const kind = resultKind(operator, a, b);
  if (kind === undefined) {
    const hint =
      operator === '+' && (a === 'string' || b === 'string')
        ? 'Put values into a string with `"${value}"`.'
        : operator === '+' && a === 'list'
          ? 'Join lists with `[...first, ...second]`.'
          : undefined;
    return mismatch(context, `\`${operator}\` cannot be applied to these`, left, right, hint);
  }
  const [x, y] = [amountOf(left), amountOf(right)];
  if (x === undefined || y === undefined) return unknownValue({ kind }, span, traces);
  if ((operator === '/' || operator === '%') && y === 0) {
    context.reportValue(diagnose('division-by-zero', span, { summary: 'this divides by zero' }));
    return poison(span);
  }
  const result = compute(operator, x, y);
  if (kind === 'port') return portAt(context, left.kind === 'port' ? left : right, result, traces);
  return numberAt(context, kind, result, span, traces);
}

function amountOf(value: Value): number | undefined {
  if (value.kind === 'port') return value.port;
  return 'value' in value && typeof value.value === 'number' ? value.value : undefined;
}

function compute(operator: Arithmetic, x: number, y: number): number {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    default:
      return operator satisfies never;
  }
}

function numberAt(
  { reportValue }: OperatorContext,
  kind: NumberKind,
  value: number,
  span: Span,
  traces: Traces,
): Value {
  const whole = Number.isInteger(value);
  if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
    reportValue(diagnose('invalid-value', span, { summary: 'the result is too large' }));
    return poison(span);
  }
  if (kind === 'size' || kind === 'duration') {
    return { kind, value: Math.round(value), span, ...traces };
  }
  return { kind: kind === 'int' && !whole ? 'float' : kind, value, span, ...traces };
}

function portAt(
  { span, reportValue }: OperatorContext,
  from: Value,
  port: number,
  traces: Traces,
): Value {
  if (from.kind === 'port' && isPort(port)) return { ...from, port, span, ...traces };
  reportValue(
    diagnose('invalid-value', span, { summary: `ports go from 1 to 65535, and this is ${port}` }),
  );
  return poison(span);
}
