/*
 * Values made of other values by syntax of their own: ranges, conditions, endpoints, and anything
 * nested. Their parts are evaluated already.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression } from '../syntax/index.js';
import { isIpv4 } from './literals.js';
import { kindOf } from './operators.js';
import { step, type Scope, type Session } from './session.js';
import {
  depthOf,
  describeValue,
  madeFrom,
  poison,
  unknownValue,
  type Awaited,
  type Value,
} from './value.js';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;
const longestList = 10_000;
const deepestValue = 200;

/** A value made of others; nested too deeply it is reported, and poison. */
export function nested(session: Session, value: Value, parts: readonly Value[]): Value {
  const depth = 1 + parts.reduce((deepest, part) => Math.max(deepest, depthOf(part)), 0);
  if (depth <= deepestValue) return { ...value, depth };
  session.report(
    diagnose('nesting-too-deep', value.span, {
      summary: 'this value is nested too deep',
      detail: `Lists and objects nest at most ${deepestValue} deep.`,
    }),
  );
  return poison(value.span);
}

/** What `left -> right` stands for. */
export function makeArrow(session: Session, left: Value, right: Value, span: Span): Value {
  for (const side of [left, right]) {
    if (side.kind !== 'arrow') continue;
    session.report(
      diagnose('type-mismatch', side.span, {
        summary: '`->` joins two sides, none of which is joined by `->` itself',
      }),
    );
    return poison(span);
  }
  return nested(session, { kind: 'arrow', from: left, to: right, span }, [left, right]);
}

/** A port bound to an address of the host. */
export function makeEndpoint(session: Session, { ip, span }: Of<'endpoint'>, value: Value): Value {
  if (!isIpv4(ip.name)) {
    session.report(
      diagnose('invalid-literal', ip.span, { summary: `\`${ip.name}\` is no IPv4 address` }),
    );
    return poison(span);
  }
  if (value.kind === 'port' && value.ip === undefined) return { ...value, ip: ip.name, span };
  if (value.kind === 'int') {
    return { kind: 'port', port: value.value, ip: ip.name, span, ...madeFrom(value) };
  }
  if (kindOf(value) === 'int' || kindOf(value) === 'port' || value.late) {
    return unknownValue({ kind: 'port' }, span, madeFrom(value));
  }
  if (kindOf(value) !== 'any') {
    session.report(
      diagnose('type-mismatch', value.span, {
        summary: `a port stands after \`${ip.name}:\`, found ${describeValue(value)}`,
      }),
    );
  }
  return poison(span);
}

/** The list of ints that `0..3` or `0..<3` stands for. */
export function makeRange(
  session: Session,
  scope: Scope,
  { operator, span }: Of<'binary'>,
  left: Value,
  right: Value,
): Value {
  for (const side of [left, right]) {
    if (kindOf(side) === 'int' || kindOf(side) === 'any') continue;
    session.report(
      diagnose('type-mismatch', side.span, {
        summary: `a range goes from an int to an int, found ${describeValue(side)}`,
      }),
    );
    return poison(span);
  }
  const traces = madeFrom(left, right);
  if (left.kind !== 'int' || right.kind !== 'int') {
    return unknownValue({ kind: 'list', item: { kind: 'int' } }, span, traces);
  }
  const count = Math.max(0, right.value - left.value + (operator === '..' ? 1 : 0));
  if (count > longestList) {
    const summary = `a range has at most ${longestList} numbers, this one ${count}`;
    if (scope.live) session.report(diagnose('too-much-work', span, { summary }));
    return poison(span);
  }
  if (!step(session, span, count)) return poison(span);
  const first = left.value;
  const items = Array.from({ length: count }, (_, index) => ({
    kind: 'int' as const,
    value: first + index,
    span,
    ...traces,
  }));
  return { kind: 'list', items, span, ...traces };
}

const awaited: readonly Awaited[] = ['started', 'healthy', 'completed'];

/** The condition that `db is healthy` stands for. */
export function makeCondition(session: Session, left: Value, expression: Of<'binary'>): Value {
  const { right, span } = expression;
  const word = right.kind === 'name' ? right.name : '';
  const state = awaited.find((one) => one === word);
  if (state === undefined) {
    session.report(
      diagnose('invalid-value', right.span, {
        summary: `\`is\` takes ${awaited.map((one) => `\`${one}\``).join(', ')}`,
      }),
    );
    return poison(span);
  }
  if (left.kind === 'resource') return { kind: 'condition', targets: [left.instance], state, span };
  if (left.kind === 'symbols') {
    const containers = left.symbols.filter((symbol) => symbol.kind === 'container');
    const targets = containers.flatMap(
      (symbol) => session.definitions.family(symbol, left.span).instances,
    );
    if (containers.length > 0) return { kind: 'condition', targets, state, span };
  }
  if (kindOf(left) !== 'any' && kindOf(left) !== 'resource') {
    session.report(
      diagnose('type-mismatch', left.span, {
        summary: `\`is\` needs a container before it, found ${describeValue(left)}`,
      }),
    );
  }
  return poison(span);
}
