/*
 * Indices: `list[0]`, `object["key"]`, `web[0]`, `data["eu"]`.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { anyType, shapeOf, type Type } from '../types/type.js';
import { ambiguous } from './access-resource.js';
import { memberTypes } from './access-type.js';
import { carry, withType } from './access.js';
import { refuseLate } from './late.js';
import { indexModules } from './module-values.js';
import { kindOf } from './operators.js';
import { cover, hiding, refuseSecret } from './secret.js';
import type { Scope, Session } from './session.js';
import type { ResourceSymbol } from './symbols.js';
import { typeOfItems } from './value-types.js';
import {
  describeValue,
  isPoison,
  madeFrom,
  poison,
  unknownValue,
  type ListValue,
  type ObjectValue,
  type Value,
} from './value.js';

/** The value of `object[index]`; its object is known to be there. */
export function accessIndex(
  session: Session,
  scope: Scope,
  object: Value,
  index: Value,
  span: Span,
): Value {
  if (isPoison(object) || isPoison(index)) return poison(span);
  if (refuseSecret(session, index, 'an index')) return poison(span);
  switch (object.kind) {
    case 'secret': {
      const quiet = hiding(session, [object]);
      return cover(accessIndex(quiet, scope, object.inner, index, span), span);
    }
    case 'list':
      return indexList(session, scope, object, index, span);
    case 'object':
      return indexObject(session, scope, object, index, span);
    case 'symbols':
      return indexFamily(session, scope, object.symbols, index, span);
    case 'modules':
      return indexModules(session, scope, object.use, index, span);
    case 'unknown':
      return indexType(session, object, index, span);
    default:
      return notIndexed(session, object, index, span);
  }
}

function notIndexed(session: Session, object: Value, index: Value, span: Span): Value {
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

function indexObject(
  session: Session,
  scope: Scope,
  object: ObjectValue,
  index: Value,
  span: Span,
): Value {
  if (kindOf(index) === 'any') return poison(span);
  if (kindOf(index) !== 'string') return notIndexed(session, object, index, span);
  const shape = object.declared && shapeOf(object.declared);
  if (index.kind !== 'string') {
    return unknownValue(
      shape?.kind === 'map' ? shape.value : anyType,
      span,
      madeFrom(object, index),
    );
  }
  const { type, everywhere } = memberTypes(shape, index.value);
  const member = object.members.get(index.value);
  if (member) return withType(carry(object, member.value, span), type);
  // An optional field that is left out.
  if (type && everywhere) return { kind: 'null', span, declared: type, ...madeFrom(object) };
  if (!scope.live) return type ? unknownValue(type, span, madeFrom(object)) : poison(span);
  const keys = [...object.members.keys()].map((key) => JSON.stringify(key));
  session.report(outOfRange(index, keys));
  return poison(span);
}

function indexList(
  session: Session,
  scope: Scope,
  list: ListValue,
  index: Value,
  span: Span,
): Value {
  if (kindOf(index) === 'any') return poison(span);
  if (kindOf(index) !== 'int') {
    session.report(
      diagnose('type-mismatch', index.span, {
        summary: `a list is indexed by an int, found ${describeValue(index)}`,
      }),
    );
    return poison(span);
  }
  const itemType = itemTypeOf(list.declared);
  if (index.kind !== 'int') {
    return unknownValue(itemType ?? typeOfItems(list.items), span, madeFrom(list, index));
  }
  const item = list.items[index.value];
  if (item) return withType(carry(list, item, span), itemType);
  if (scope.live) {
    const last = list.items.length - 1;
    session.report(outOfRange(index, last < 0 ? [] : last === 0 ? ['0'] : [`0 to ${last}`]));
  }
  return poison(span);
}

/** The type of the items by the type of a list. */
export function itemTypeOf(type: Type | undefined): Type | undefined {
  const shape = type && shapeOf(type);
  return shape?.kind === 'list' ? shape.item : undefined;
}

/** An element of a value of which only the type is known. */
function indexType(
  session: Session,
  object: Extract<Value, { kind: 'unknown' }>,
  index: Value,
  span: Span,
): Value {
  const shape = shapeOf(object.type);
  const traces = madeFrom(object, index);
  const expected = shape.kind === 'list' ? 'int' : 'string';
  const fits = kindOf(index) === expected || kindOf(index) === 'any';
  switch (shape.kind) {
    case 'list':
      if (fits) return unknownValue(shape.item, span, traces);
      return notIndexed(session, object, index, span);
    case 'map':
      if (fits) return unknownValue(shape.value, span, traces);
      return notIndexed(session, object, index, span);
    case 'object': {
      if (!fits) return notIndexed(session, object, index, span);
      const { type } = index.kind === 'string' ? memberTypes(shape, index.value) : {};
      return unknownValue(type ?? anyType, span, traces);
    }
    case 'any':
      return unknownValue(anyType, span, traces);
    default:
      return notIndexed(session, object, index, span);
  }
}

/** Says that there is no element under an index, with those that there are. */
export function outOfRange(index: Value, existing: readonly string[], name?: string) {
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
  const { instances, byKey, pattern } = session.definitions.family(symbol, span);
  if (refuseLate(session, index, 'the key of a resource')) return poison(span);
  if (index.kind === 'unknown' && ['int', 'string', 'any'].includes(kindOf(index))) {
    return unknownValue({ kind: 'resource', resource: symbol.kind }, span, madeFrom(index));
  }
  if (index.kind !== 'int' && index.kind !== 'string') {
    session.report(
      diagnose('type-mismatch', index.span, {
        summary: `one of \`${symbol.name}\` is chosen by its key, found ${describeValue(index)}`,
      }),
    );
    return poison(span);
  }
  const instance = byKey.get(index.value);
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
