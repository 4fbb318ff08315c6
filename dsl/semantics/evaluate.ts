/*
 * Expressions to values. Total: every expression gives a value, poison where it is wrong, and every
 * evaluation is counted. Branches not taken are evaluated too, for their types.
 */
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression, ListElement, ObjectMember, StringLiteral } from '../syntax/index.js';
import { accessMember, kindSymbol } from './access.js';
import { accessIndex } from './access-index.js';
import { applyFunction } from './functions.js';
import { describeText, textOf } from './interpolate.js';
import { literalValue, unescapeText } from './literals.js';
import { lookUp } from './look-up.js';
import { makeCondition, makeEndpoint, makeRange, nested } from './made-values.js';
import { applyBinary, kindOf, type OperatorContext } from './operators.js';
import { step, type Scope, type Session } from './session.js';
import { describeValue, poison, usesOf, type Member, type Value } from './value.js';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;
const longestString = 1_000_000;

/** Evaluates an expression in a scope. */
export function evaluate(session: Session, scope: Scope, expression: Expression): Value {
  session.work.depth += 1;
  try {
    if (!step(session, expression.span)) return poison(expression.span);
    return evaluateKind(session, scope, expression);
  } finally {
    session.work.depth -= 1;
  }
}

function evaluateKind(session: Session, scope: Scope, expression: Expression): Value {
  const { span } = expression;
  switch (expression.kind) {
    case 'missing':
      return poison(span);
    case 'literal':
      return literalValue(expression, session.report);
    case 'string':
      return evaluateString(session, scope, expression);
    case 'parenthesised':
      return { ...evaluate(session, scope, expression.value), span };
    case 'endpoint':
      return makeEndpoint(session, expression, evaluate(session, scope, expression.port));
    case 'list':
      return evaluateList(session, scope, expression);
    case 'object':
      return evaluateObject(session, scope, expression);
    case 'name':
      return lookUp(session, scope, expression);
    case 'member': {
      const ofKind = kindSymbol(session, expression);
      if (ofKind) return ofKind;
      const object = evaluate(session, scope, expression.object);
      return accessMember(session, scope, object, expression.name, span);
    }
    case 'index': {
      const object = evaluate(session, scope, expression.object);
      const index = evaluate(session, scope, expression.index);
      return accessIndex(session, scope, object, index, span);
    }
    case 'list-for':
    case 'object-for':
      return poison(span);
    case 'call':
      return evaluateCall(session, scope, expression);
    case 'unary':
      return evaluateUnary(session, scope, expression);
    case 'binary':
      return evaluateBinary(session, scope, expression);
    case 'conditional':
      return evaluateConditional(session, scope, expression);
    default:
      return expression satisfies never;
  }
}

const whenLive =
  (session: Session, scope: Scope) =>
  (diagnostic: Diagnostic): void => {
    if (scope.live) session.report(diagnostic);
  };

function evaluateString(session: Session, scope: Scope, { parts, span }: StringLiteral): Value {
  let text = '';
  let known = true;
  const values: Value[] = [];
  for (const part of parts) {
    if (part.kind === 'text') {
      text += unescapeText(part.raw, part.span, session.report);
      continue;
    }
    const value = evaluate(session, scope, part.value);
    values.push(value);
    const piece = textOf(value);
    if (piece !== undefined) text += piece;
    else {
      known = false;
      const message = describeText(value, part.value.span);
      if (message) session.report(message);
    }
  }
  if (text.length > longestString) {
    step(session, span, Infinity);
    return poison(span);
  }
  const uses = usesOf(...values);
  // Whatever is wrong inside, it is a string.
  return known
    ? { kind: 'string', value: text, span, uses }
    : { kind: 'unknown', type: { kind: 'string' }, span, uses };
}

function evaluateList(session: Session, scope: Scope, { elements, span }: Of<'list'>): Value {
  const items: Value[] = [];
  for (const element of elements) {
    const value = evaluate(session, scope, element.value);
    if (!element.spread) items.push(value);
    else if (value.kind === 'list') {
      if (!step(session, span, value.items.length)) return poison(span);
      for (const item of value.items) items.push(item);
    } else return notSpread(session, element, value, 'a list');
  }
  return nested(session, { kind: 'list', items, span }, items);
}

function notSpread(
  session: Session,
  { span }: ListElement | ObjectMember,
  value: Value,
  expected: 'a list' | 'an object',
): Value {
  const kind = expected === 'a list' ? 'list' : 'object';
  if (kindOf(value) !== 'any' && kindOf(value) !== kind) {
    session.report(
      diagnose('type-mismatch', value.span, {
        summary: `\`...\` takes ${expected} here, found ${describeValue(value)}`,
      }),
    );
  }
  return poison(span);
}

function evaluateObject(session: Session, scope: Scope, { members, span }: Of<'object'>): Value {
  const found = new Map<string, Member>();
  const written = new Map<string, Span>();
  for (const member of members) {
    const value = evaluate(session, scope, member.value);
    if (member.kind === 'spread') {
      if (value.kind !== 'object') return notSpread(session, member, value, 'an object');
      if (!step(session, span, value.members.size)) return poison(span);
      for (const [name, inherited] of value.members) found.set(name, inherited);
      continue;
    }
    const name = fieldName(session, scope, member.key);
    if (name === undefined) return poison(span);
    const before = written.get(name);
    if (before) session.report(writtenTwice(name, member.key.span, before));
    written.set(name, member.key.span);
    found.set(name, { value, span: member.span, keySpan: member.key.span });
  }
  const parts = [...found.values()].map((member) => member.value);
  return nested(session, { kind: 'object', members: found, span }, parts);
}

/** The name of a field; a string as key may hold interpolations. */
export function fieldName(
  session: Session,
  scope: Scope,
  key: Extract<ObjectMember, { kind: 'field' }>['key'],
): string | undefined {
  if ('name' in key) return key.name;
  const value = evaluateString(session, scope, key);
  return value.kind === 'string' ? value.value : undefined;
}

/** Says that a field stands twice in one object. */
export function writtenTwice(name: string, span: Span, before: Span): Diagnostic {
  return diagnose('duplicate-attribute', span, {
    summary: `\`${name}\` is written twice`,
    labels: [{ span: before, text: 'it is written here, too' }],
  });
}

function evaluateCall(session: Session, scope: Scope, expression: Of<'call'>): Value {
  const { callee, span } = expression;
  const values = expression.arguments.map((one) => evaluate(session, scope, one));
  if (callee.kind !== 'name') {
    evaluate(session, scope, callee);
    session.report(
      diagnose('unknown-function', callee.span, {
        summary: 'only functions can be called, by their names',
      }),
    );
    return poison(span);
  }
  return applyFunction(session, { name: callee.name, span: callee.span }, values, span);
}

function evaluateUnary(session: Session, scope: Scope, expression: Of<'unary'>): Value {
  const { operator, span } = expression;
  const operand = evaluate(session, scope, expression.operand);
  const kind = kindOf(operand);
  if (kind === 'any') return poison(span);
  const expected = operator === '!' ? ['bool'] : ['int', 'float', 'size', 'duration'];
  if (!expected.includes(kind)) {
    session.report(
      diagnose('type-mismatch', operand.span, {
        summary: `\`${operator}\` takes ${operator === '!' ? 'a bool' : 'a number'}, found ${describeValue(operand)}`,
      }),
    );
    return poison(span);
  }
  if (operand.kind === 'bool') return { ...operand, value: !operand.value, span };
  return 'value' in operand && typeof operand.value === 'number'
    ? { ...operand, value: -operand.value, span }
    : { ...operand, span };
}

function evaluateBinary(session: Session, scope: Scope, expression: Of<'binary'>): Value {
  const { operator, span } = expression;
  const left = evaluate(session, scope, expression.left);
  if (operator === 'is') return makeCondition(session, left, expression);
  const decided =
    left.kind === 'bool' &&
    ((operator === '&&' && !left.value) || (operator === '||' && left.value));
  const rightScope = decided ? { ...scope, live: false } : scope;
  const right = evaluate(session, rightScope, expression.right);
  if (operator === '->') {
    return nested(session, { kind: 'arrow', from: left, to: right, span }, [left, right]);
  }
  const context: OperatorContext = {
    span,
    reportType: session.report,
    reportValue: whenLive(session, scope),
  };
  if (operator === '..' || operator === '..<') {
    return makeRange(session, scope, expression, left, right);
  }
  if (decided && right.kind === 'unknown' && kindOf(right) === 'any') return { ...left, span };
  return applyBinary(context, operator, left, right);
}

function evaluateConditional(session: Session, scope: Scope, expression: Of<'conditional'>): Value {
  const { span } = expression;
  const condition = evaluate(session, scope, expression.condition);
  const known = condition.kind === 'bool';
  if (!known && kindOf(condition) !== 'bool' && kindOf(condition) !== 'any') {
    session.report(
      diagnose('type-mismatch', condition.span, {
        summary: `the condition before \`?\` is a bool, found ${describeValue(condition)}`,
      }),
    );
  }
  const dead = { ...scope, live: false };
  const takesThen = !known || condition.value;
  const then = evaluate(session, known && takesThen ? scope : dead, expression.then);
  const otherwise = evaluate(session, takesThen ? dead : scope, expression.otherwise);
  const [taken, other] = takesThen ? [then, otherwise] : [otherwise, then];
  if (!known) {
    const type = then.kind === 'unknown' ? then.type : ({ kind: 'any' } as const);
    return { kind: 'unknown', type, span, otherwise: [then, otherwise] };
  }
  return { ...taken, declared: undefined, otherwise: [...(taken.otherwise ?? []), other] };
}
