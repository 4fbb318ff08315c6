/*
 * Operators and conditionals: which of their sides count, and what a condition tells the sides
 * behind it. What two values make is decided elsewhere.
 */
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression } from '../syntax/index.js';
import { unionOf, withoutNull, type Type } from '../types/type.js';
import { evaluate } from './evaluate.js';
import { makeArrow, makeCondition, makeRange } from './made-values.js';
import { narrow } from './narrowing.js';
import { insist, mayBeNull, orNullFor, thereFor } from './nullable.js';
import { applyBinary, kindOf, type OperatorContext, type PlainOperator } from './operators.js';
import { cover, hiding, throughCovers } from './secret.js';
import { step, type Scope, type Session } from './session.js';
import { typeOfValue } from './value-types.js';
import {
  describeValue,
  isPoison,
  madeFrom,
  poison,
  unknownValue,
  type Traces,
  type Value,
} from './value.js';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const whenLive =
  (session: Session, scope: Scope) =>
  (diagnostic: Diagnostic): void => {
    if (scope.live) session.report(diagnostic);
  };

/** Evaluates `!a` and `-a`. */
export function evaluateUnary(session: Session, scope: Scope, expression: Of<'unary'>): Value {
  const { operator, span } = expression;
  const written = evaluate(session, scope, expression.operand);
  const operand = insist(session, written, expression.operand);
  return throughCovers(session, [operand], span, (quiet, [value = operand]) => {
    const kind = kindOf(value);
    if (isPoison(value) || kind === 'any') {
      return value.late ? { ...value, span } : poison(span);
    }
    const expected = operator === '!' ? ['bool'] : ['int', 'float', 'size', 'duration'];
    if (!expected.includes(kind)) {
      quiet.report(
        diagnose('type-mismatch', value.span, {
          summary: `\`${operator}\` takes ${operator === '!' ? 'a bool' : 'a number'}, found ${describeValue(value)}`,
        }),
      );
      return poison(span);
    }
    if (value.kind === 'bool') return { ...value, value: !value.value, span };
    if (value.kind === 'unknown') return { ...value, span };
    return 'value' in value && typeof value.value === 'number'
      ? { ...value, value: -value.value, declared: undefined, span }
      : { ...value, span };
  });
}

/** Evaluates an operator with two sides. */
export function evaluateBinary(session: Session, scope: Scope, expression: Of<'binary'>): Value {
  const { operator, span } = expression;
  const left = evaluate(session, scope, expression.left);
  switch (operator) {
    case 'is':
      return makeCondition(session, left, expression);
    case '??':
      return evaluateDefault(session, scope, expression, left);
    case '&&':
    case '||':
      return evaluateLogic(session, scope, { ...expression, operator }, left);
    default: {
      const right = evaluate(session, scope, expression.right);
      if (operator === '->') return makeArrow(session, left, right, span);
      if (operator === '==' || operator === '!=') {
        return withCovers(session, scope, expression, operator, left, right);
      }
      const [a, b] = [
        insist(session, left, expression.left),
        insist(session, right, expression.right),
      ];
      return operator === '..' || operator === '..<'
        ? makeRange(session, scope, expression, a, b)
        : withCovers(session, scope, expression, operator, a, b);
    }
  }
}

function withCovers(
  session: Session,
  scope: Scope,
  expression: Of<'binary'>,
  operator: PlainOperator,
  left: Value,
  right: Value,
): Value {
  const { span } = expression;
  if (left.kind === 'secret' || right.kind === 'secret') {
    // Whether there is a secret at all is none.
    const [secret, other] = left.kind === 'secret' ? [left, right] : [right, left];
    if (other.kind === 'null' && secret.kind === 'secret' && !maybeNullInside(secret.inner)) {
      return { kind: 'bool', value: operator === '!=', span, ...madeFrom(left, right) };
    }
  }
  return throughCovers(session, [left, right], span, (quiet, [a = left, b = right]) => {
    const context: OperatorContext = {
      span,
      reportType: quiet.report,
      reportValue: whenLive(quiet, scope),
      spend: () => step(quiet, span),
      written: [isText(expression.left), isText(expression.right)],
    };
    return applyBinary(context, operator, a, b);
  });
}

const isText = (expression: Expression): boolean =>
  expression.kind === 'string' || (expression.kind === 'parenthesised' && isText(expression.value));

const maybeNullInside = (inner: Value): boolean => inner.kind === 'null' || mayBeNull(inner);

/** `&&` and `||`: where the left side decides, the right one is looked at for its types only. */
function evaluateLogic(
  session: Session,
  scope: Scope,
  expression: Of<'binary'> & { readonly operator: '&&' | '||' },
  written: Value,
): Value {
  const { operator, span } = expression;
  const left = insist(session, written, expression.left);
  const decided = left.kind === 'bool' && left.value === (operator === '||');
  const behind = narrow(scope, expression.left, operator === '&&');
  const right = insist(
    session,
    evaluate(session, decided ? { ...behind, live: false } : behind, expression.right),
    expression.right,
  );
  if (decided && (kindOf(right) === 'any' || kindOf(right) === 'bool')) return { ...left, span };
  return withCovers(session, scope, expression, operator, left, right);
}

/** `a ?? b`: b counts where a is null. */
function evaluateDefault(
  session: Session,
  scope: Scope,
  expression: Of<'binary'>,
  left: Value,
): Value {
  const { span } = expression;
  if (left.kind === 'secret') {
    const inner = evaluateDefault(hiding(session, [left]), scope, expression, left.inner);
    return cover(inner, span);
  }
  const isOpen = left.kind === 'unknown' && (mayBeNull(left) || kindOf(left) === 'any');
  const counts = left.kind === 'null' || isOpen;
  const right = evaluate(session, counts ? scope : { ...scope, live: false }, expression.right);
  if (left.kind === 'null') {
    const otherwise = left.declared ? [unknownValue(withoutNull(left.declared), left.span)] : [];
    const value = { ...right, ...madeFrom(left, right) };
    return { ...value, otherwise: [...(right.otherwise ?? []), ...otherwise] };
  }
  const there = thereFor(left);
  const traces = isOpen ? madeFrom(left, right) : madeFrom(left);
  if (isOpen) {
    const type = unionOf([withoutNull(left.type), typeOfValue(right)]);
    return unknownValue(type, span, traces);
  }
  const value = { ...there, otherwise: [...(there.otherwise ?? []), right] };
  return mayBeNull(left) && canBeNull(right) ? orNullFor(value) : value;
}

const canBeNull = (value: Value): boolean => value.kind === 'null' || mayBeNull(value);

/** Evaluates `condition ? then : otherwise`; the branch not taken is looked at for its types. */
export function evaluateConditional(
  session: Session,
  scope: Scope,
  expression: Of<'conditional'>,
): Value {
  const { span } = expression;
  const written = insist(
    session,
    evaluate(session, scope, expression.condition),
    expression.condition,
  );
  const isSecret = written.kind === 'secret';
  const condition = isSecret ? written.inner : written;
  const known = condition.kind === 'bool';
  if (!known && kindOf(condition) !== 'bool' && kindOf(condition) !== 'any') {
    session.report(
      diagnose('type-mismatch', condition.span, {
        summary: `the condition before \`?\` is a bool, found ${describeValue(condition)}`,
      }),
    );
  }
  const takesThen = known && condition.value;
  const branch = (side: Expression, outcome: boolean, live: boolean): Value => {
    const behind = narrow(scope, expression.condition, outcome);
    return evaluate(session, live ? behind : { ...behind, live: false }, side);
  };
  const then = branch(expression.then, true, takesThen && scope.live);
  const otherwise = branch(expression.otherwise, false, known && !takesThen && scope.live);
  const traces: Traces = { ...madeFrom(condition), uses: [] };
  const value = known
    ? taken(takesThen ? then : otherwise, takesThen ? otherwise : then, traces)
    : open(then, otherwise, traces, span);
  return isSecret ? cover(value, span) : value;
}

/** The branch that counts, which might have been the other. */
function taken(value: Value, other: Value, condition: Traces): Value {
  const { late = condition.late, revealed = condition.revealed } = value;
  const result = {
    ...value,
    ...(late && { late }),
    ...(revealed && { revealed }),
    declared: declaredOfBoth(value, other),
    otherwise: [...(value.otherwise ?? []), other],
  };
  return canBeNull(value) || canBeNull(other) ? orNullFor(result) : result;
}

/** What a conditional is declared as: of scalars, as far as they may be null; else what both are. */
function declaredOfBoth(value: Value, other: Value): Type | undefined {
  const there = [value, other].filter((one) => one.kind !== 'null' && !isPoison(one));
  const isOpen = canBeNull(value) || canBeNull(other);
  const hasParts = there.some(({ kind, declared }) => declared && isComposite(kind));
  if (!isOpen && !hasParts) return undefined;
  return unionOf(there.map((one) => withoutNull(typeOfValue(one))));
}

const isComposite = (kind: Value['kind']): boolean => kind === 'object' || kind === 'list';

/** Where it is not known which branch counts, only the type is. */
function open(then: Value, otherwise: Value, condition: Traces, span: Span): Value {
  const type = unionOf([typeOfValue(then), typeOfValue(otherwise)]);
  const { late, revealed } = madeFrom(then, otherwise);
  const traces: Traces = {
    ...((condition.late ?? late) && { late: condition.late ?? late }),
    ...((condition.revealed ?? revealed) && { revealed: condition.revealed ?? revealed }),
  };
  return { ...unknownValue(type, span, traces), otherwise: [then, otherwise] };
}
