/*
 * Expressions to values. Total: every expression gives a value, poison where it is wrong, and every
 * evaluation is counted. Branches not taken are evaluated too, for their types.
 */
import type { Diagnostic, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression, ListElement, ObjectMember, StringLiteral } from '../syntax/index.js';
import { evaluateIndex, evaluateMember } from './evaluate-access.js';
import { evaluateBinary, evaluateConditional, evaluateUnary } from './evaluate-operators.js';
import { evaluateCall } from './call.js';
import { evaluateListFor, evaluateObjectFor } from './comprehension.js';
import { describeText, textOf } from './interpolate.js';
import { refuseLate } from './late.js';
import { literalValue, unescapeText } from './literals.js';
import { lookUp } from './look-up.js';
import { makeEndpoint, nested } from './made-values.js';
import { insist, narrowed } from './nullable.js';
import { kindOf } from './operators.js';
import { cover, refuseSecret, uncover } from './secret.js';
import { step, type Scope, type Session } from './session.js';
import { describeValue, madeFrom, poison, unknownValue, type Member, type Value } from './value.js';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;
const longestString = 1_000_000;

/** Evaluates an expression in a scope. */
export function evaluate(session: Session, scope: Scope, expression: Expression): Value {
  session.work.depth += 1;
  const value = step(session, expression.span)
    ? evaluateKind(session, scope, expression)
    : poison(expression.span);
  session.work.depth -= 1;
  session.onValue?.(expression, value);
  return value;
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
      return narrowed(scope, expression, lookUp(session, scope, expression));
    case 'member':
      return evaluateMember(session, scope, expression);
    case 'index':
      return evaluateIndex(session, scope, expression);
    case 'list-for':
      return evaluateListFor(session, scope, expression);
    case 'object-for':
      return evaluateObjectFor(session, scope, expression);
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

function evaluateString(session: Session, scope: Scope, { parts, span }: StringLiteral): Value {
  let text = '';
  let known = true;
  let secret = false;
  const values: Value[] = [];
  for (const part of parts) {
    if (part.kind === 'text') {
      text += unescapeText(part.raw, part.span, session.report);
      continue;
    }
    const written = insist(session, evaluate(session, scope, part.value), part.value);
    values.push(written);
    secret ||= written.kind === 'secret';
    const value = uncover(written);
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
  const traces = madeFrom(...values);
  // Whatever is wrong inside, it is a string.
  const value: Value = known
    ? { kind: 'string', value: text, span, ...traces }
    : unknownValue({ kind: 'string' }, span, traces);
  return secret ? cover(value) : value;
}

function evaluateList(session: Session, scope: Scope, { elements, span }: Of<'list'>): Value {
  const items: Value[] = [];
  let failed: Value | undefined;
  for (const element of elements) {
    const value = evaluate(session, scope, element.value);
    if (!element.spread) {
      items.push(value);
      continue;
    }
    const list = insist(session, value, element.value);
    if (list.kind === 'list') {
      if (!step(session, span, list.items.length)) return poison(span);
      for (const item of list.items) items.push(item);
    } else failed = notSpread(session, element, list, 'a list', span);
  }
  return failed ?? nested(session, { kind: 'list', items, span }, items);
}

function notSpread(
  session: Session,
  { value: written }: ListElement | ObjectMember,
  value: Value,
  expected: 'a list' | 'an object',
  span: Span,
): Value {
  const kind = expected === 'a list' ? 'list' : 'object';
  const found = kindOf(value);
  if (found !== 'any' && found !== kind) {
    session.report(
      diagnose('type-mismatch', written.span, {
        summary: `\`...\` takes ${expected} here, found ${describeValue(value)}`,
      }),
    );
    return poison(span);
  }
  const type =
    kind === 'list'
      ? ({ kind: 'list', item: { kind: 'any' } } as const)
      : ({ kind: 'map', value: { kind: 'any' } } as const);
  return value.late || found === kind ? unknownValue(type, span, madeFrom(value)) : poison(span);
}

function evaluateObject(session: Session, scope: Scope, { members, span }: Of<'object'>): Value {
  const found = new Map<string, Member>();
  const written = new Map<string, Span>();
  let failed: Value | undefined;
  for (const member of members) {
    const value = evaluate(session, scope, member.value);
    if (member.kind === 'spread') {
      const object = insist(session, value, member.value);
      if (object.kind !== 'object') {
        failed = notSpread(session, member, object, 'an object', span);
        continue;
      }
      if (!step(session, span, object.members.size)) return poison(span);
      for (const [name, inherited] of object.members) found.set(name, inherited);
      continue;
    }
    const name = fieldName(session, scope, member.key);
    if (name === undefined) {
      failed = poison(span);
      continue;
    }
    const before = written.get(name);
    if (before) session.report(writtenTwice(name, member.key.span, before));
    written.set(name, member.key.span);
    found.set(name, { value, span: member.span, keySpan: member.key.span });
  }
  const parts = [...found.values()].map((member) => member.value);
  return failed ?? nested(session, { kind: 'object', members: found, span }, parts);
}

/** The name of a field; a string as key may hold interpolations, which have to be known. */
export function fieldName(
  session: Session,
  scope: Scope,
  key: Extract<ObjectMember, { kind: 'field' }>['key'],
): string | undefined {
  if ('name' in key) return key.name;
  const value = evaluateString(session, scope, key);
  if (refuseSecret(session, value, 'a key') || refuseLate(session, value, 'a key')) {
    return undefined;
  }
  return value.kind === 'string' ? value.value : undefined;
}

/** Says that a field stands twice in one object. */
export function writtenTwice(name: string, span: Span, before: Span): Diagnostic {
  return diagnose('duplicate-attribute', span, {
    summary: `\`${name}\` is written twice`,
    labels: [{ span: before, text: 'it is written here, too' }],
  });
}
