/*
 * Indices: `list[0]`, `object["key"]`, `web[0]`, `data["eu"]`.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { ambiguous, carry } from './access.js';
import { kindOf } from './operators.js';
import type { Scope, Session } from './session.js';
import type { ResourceSymbol } from './symbols.js';
import { describeValue, isPoison, poison, type Value } from './value.js';

/** The value of `object[index]`. */
export function accessIndex(
  session: Session,
  scope: Scope,
  object: Value,
  index: Value,
  span: Span,
): Value {
  if (isPoison(object) || isPoison(index)) return poison(span);
  if (object.kind === 'list') return indexList(session, scope, object, index, span);
  if (object.kind === 'object' && (index.kind === 'string' || kindOf(index) === 'string')) {
    if (index.kind !== 'string') return poison(span);
    const member = object.members.get(index.value);
    if (member) return carry(object, member.value, span);
    if (scope.live) {
      session.report(
        outOfRange(
          index,
          [...object.members.keys()].map((key) => JSON.stringify(key)),
        ),
      );
    }
    return poison(span);
  }
  if (object.kind === 'symbols') return indexFamily(session, scope, object.symbols, index, span);
  if (object.kind === 'unknown' && object.type.kind === 'list') {
    return { kind: 'unknown', type: object.type.item, span };
  }
  if (kindOf(object) !== 'any' && kindOf(index) !== 'any') {
    session.report(
      diagnose('type-mismatch', object.span, {
        summary:
          object.kind === 'resource'
            ? `\`${object.instance.symbol.name}\` is one ${object.instance.symbol.kind}, not several`
            : `${describeValue(object)} cannot be indexed by ${describeValue(index)}`,
      }),
    );
  }
  return poison(span);
}

function indexList(
  session: Session,
  scope: Scope,
  list: Extract<Value, { kind: 'list' }>,
  index: Value,
  span: Span,
): Value {
  if (kindOf(index) !== 'int') {
    session.report(
      diagnose('type-mismatch', index.span, {
        summary: `a list is indexed by an int, found ${describeValue(index)}`,
      }),
    );
    return poison(span);
  }
  if (index.kind !== 'int') return poison(span);
  const item = list.items[index.value];
  if (item) return carry(list, item, span);
  if (scope.live) {
    const last = list.items.length - 1;
    session.report(outOfRange(index, last < 0 ? [] : last === 0 ? ['0'] : [`0 to ${last}`]));
  }
  return poison(span);
}

function outOfRange(index: Value, existing: readonly string[], name?: string) {
  const key = 'value' in index ? JSON.stringify(index.value) : '';
  const some = existing.slice(0, 20).join(', ');
  return diagnose('index-out-of-range', index.span, {
    summary: name === undefined ? `there is no ${key} here` : `there is no \`${name}[${key}]\``,
    detail:
      existing.length === 0
        ? 'There are none at all.'
        : `There ${existing.length > 1 || some.includes(' to ') ? 'are' : 'is'} ${some}${existing.length > 20 ? ', …' : ''}.`,
  });
}

function indexFamily(
  session: Session,
  scope: Scope,
  symbols: readonly ResourceSymbol[],
  index: Value,
  span: Span,
): Value {
  const keyed = symbols.filter(({ declaration }) =>
    declaration.clauses.some((clause) => clause.kind === 'for'),
  );
  const [symbol, ...others] = keyed;
  if (!symbol || others.length > 0) {
    session.report(ambiguous(symbols, span));
    return poison(span);
  }
  if (symbol.declaration.broken) return poison(span);
  const { instances, pattern } = session.definitions.family(symbol, span);
  if (index.kind !== 'int' && index.kind !== 'string') {
    return index.kind === 'unknown'
      ? { kind: 'resource', instance: { ...pattern, live: false }, span }
      : accessIndex(session, scope, { kind: 'null', span }, index, span);
  }
  const instance = instances.find(({ key }) => key === index.value);
  if (instance) return { kind: 'resource', instance, span };
  if (scope.live) {
    const keys = instances.map(({ key }) => JSON.stringify(key));
    const message = outOfRange(index, keys, symbol.name);
    session.report({
      ...message,
      labels: [{ span: symbol.declaration.name.span, text: `\`${symbol.name}\` is declared here` }],
    });
    return poison(span);
  }
  return { kind: 'resource', instance: { ...pattern, live: false }, span };
}
