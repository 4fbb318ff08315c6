/*
 * Operators on values. Kinds decide first, so that a mistake of types is found also where a value is
 * not known; the values come after.
 */
import { nearestName, type Diagnostic, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { BinaryOperator } from '../syntax/index.js';
import { describeType } from '../types/describe.js';
import type { Type } from '../types/type.js';
import { equalValues } from './equality.js';
import { describeValue, isPoison, poison, usesOf, type Value } from './value.js';

/** How an operator says what is wrong: types always, values only where they matter. */
export interface OperatorContext {
  readonly span: Span;
  readonly reportType: (diagnostic: Diagnostic) => void;
  readonly reportValue: (diagnostic: Diagnostic) => void;
}
type NumberKind = 'int' | 'float' | 'size' | 'duration';
const numberKinds = new Set<string>(['int', 'float', 'size', 'duration']);
const isNumberKind = (kind: string): kind is NumberKind => numberKinds.has(kind);

/** The kind of a value, also of one of which only the type is known; `any` when it may be several. */
export function kindOf(value: Value): Value['kind'] | 'any' {
  return value.kind === 'unknown' ? kindOfType(value.type) : value.kind;
}

function kindOfType(type: Type): Value['kind'] | 'any' {
  switch (type.kind) {
    case 'literal':
      return typeof type.value === 'number'
        ? 'int'
        : typeof type.value === 'string'
          ? 'string'
          : 'bool';
    case 'union': {
      const members = new Set(type.members.map(kindOfType));
      const [only] = members;
      return members.size === 1 && only !== undefined ? only : 'any';
    }
    case 'map':
    case 'variant':
      return 'object';
    case 'refined':
      return kindOfType(type.base);
    case 'secret':
      return kindOfType(type.inner);
    default:
      return type.kind;
  }
}

/** Applies an operator to two values; `->`, `is` and ranges are the evaluator's. */
export function applyBinary(
  context: OperatorContext,
  operator: Exclude<BinaryOperator, '->' | 'is' | '..' | '..<'>,
  left: Value,
  right: Value,
): Value {
  const { span } = context;
  if (isPoison(left) || isPoison(right)) return poison(span);
  switch (operator) {
    case '??':
      return left.kind === 'null' ? right : left;
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

const uses = (left: Value, right: Value) => ({ uses: usesOf(left, right) });
const unknown = (kind: 'bool' | NumberKind, span: Span): Value => ({
  kind: 'unknown',
  type: { kind },
  span,
});

function mismatch(
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
  if (left.kind !== 'bool' || right.kind !== 'bool') return unknown('bool', span);
  const value = operator === '&&' ? left.value && right.value : left.value || right.value;
  return { kind: 'bool', value, span, ...uses(left, right) };
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
    [a, b].every((kind) => kind === 'int' || kind === 'float');
  if (!comparable) {
    return mismatch(context, 'values of different types are never equal', left, right);
  }
  const impossible = notAllowed(left, right) ?? notAllowed(right, left);
  if (impossible) {
    context.reportType(impossible);
    return poison(span);
  }
  if (left.kind === 'unknown' || right.kind === 'unknown') return unknown('bool', span);
  const value = equalValues(left, right) === (operator === '==');
  return { kind: 'bool', value, span, ...uses(left, right) };
}

/** Says that a text is none of those that the type of a param allows. */
function notAllowed({ declared }: Value, other: Value): Diagnostic | undefined {
  if (!declared || other.declared || other.kind !== 'string') return undefined;
  const members = declared.kind === 'union' ? declared.members : [declared];
  const allowed = members.flatMap((member) => (member.kind === 'literal' ? [member.value] : []));
  const open = members.some((member) => member.kind !== 'literal' && member.kind !== 'null');
  if (open || allowed.includes(other.value)) return undefined;
  const texts = allowed.filter((value) => typeof value === 'string');
  const nearest = nearestName(other.value, texts);
  return diagnose('invalid-value', other.span, {
    summary: `it is never ${JSON.stringify(other.value)}`,
    detail: `Its type is ${describeType(declared)}.`,
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

function comparison(
  context: OperatorContext,
  operator: '<' | '<=' | '>' | '>=',
  left: Value,
  right: Value,
): Value {
  const { span } = context;
  const [a, b] = [kindOf(left), kindOf(right)];
  const bothPlain = [a, b].every((kind) => kind === 'int' || kind === 'float' || kind === 'any');
  const ordered = bothPlain || (a === b && (isNumberKind(a) || a === 'string'));
  if (!ordered) return mismatch(context, `\`${operator}\` cannot compare these`, left, right);
  if (!('value' in left) || !('value' in right)) return unknown('bool', span);
  const [x, y] = [left.value, right.value];
  const value =
    operator === '<' ? x < y : operator === '<=' ? x <= y : operator === '>' ? x > y : x >= y;
  return { kind: 'bool', value, span, ...uses(left, right) };
}

type Arithmetic = '+' | '-' | '*' | '/' | '%';

/** The kind of a result, by the kinds of the operands; `undefined` where there is none. */
function resultKind(operator: Arithmetic, a: NumberKind, b: NumberKind): NumberKind | undefined {
  const plain = (kind: NumberKind) => kind === 'int' || kind === 'float';
  if (plain(a) && plain(b)) return a === 'int' && b === 'int' ? 'int' : 'float';
  if (operator === '+' || operator === '-' || operator === '%') return a === b ? a : undefined;
  if (operator === '*') return plain(a) ? b : plain(b) ? a : undefined;
  return plain(b) ? a : a === b ? 'float' : undefined;
}

function arithmetic(
  context: OperatorContext,
  operator: Arithmetic,
  left: Value,
  right: Value,
): Value {
  const { span } = context;
  const [a, b] = [kindOf(left), kindOf(right)];
  if (a === 'any' || b === 'any') return poison(span);
  const kind = isNumberKind(a) && isNumberKind(b) ? resultKind(operator, a, b) : undefined;
  if (kind === undefined) {
    const hint =
      operator === '+' && (a === 'string' || b === 'string')
        ? 'Put values into a string with `"${value}"`.'
        : operator === '+' && a === 'list'
          ? 'Join lists with `[...first, ...second]`.'
          : undefined;
    return mismatch(context, `\`${operator}\` cannot be applied to these`, left, right, hint);
  }
  if (!('value' in left) || !('value' in right)) return unknown(kind, span);
  return compute(
    context,
    operator,
    kind,
    [Number(left.value), Number(right.value)],
    uses(left, right),
  );
}

function compute(
  { span, reportValue }: OperatorContext,
  operator: Arithmetic,
  kind: NumberKind,
  [x, y]: readonly [number, number],
  origin: { uses: Value['uses'] },
): Value {
  if ((operator === '/' || operator === '%') && y === 0) {
    reportValue(diagnose('division-by-zero', span, { summary: 'this divides by zero' }));
    return poison(span);
  }
  const value =
    operator === '+'
      ? x + y
      : operator === '-'
        ? x - y
        : operator === '*'
          ? x * y
          : operator === '/'
            ? x / y
            : x % y;
  const whole = Number.isInteger(value);
  if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
    reportValue(diagnose('invalid-value', span, { summary: 'the result is too large' }));
    return poison(span);
  }
  if (kind === 'size' || kind === 'duration') {
    return { kind, value: Math.round(value), span, ...originOf(origin) };
  }
  return { kind: kind === 'int' && !whole ? 'float' : kind, value, span, ...originOf(origin) };
}

const originOf = ({ uses: made }: { uses: Value['uses'] }) => (made ? { uses: made } : {});
