/*
 * Members and indices: `db.hostname`, `web[0]`, `data["eu"]`, `container.web`, `settings.port`.
 * What comes from a resource carries a use of its name, which orders nothing.
 */
import { nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression, NameNode } from '../syntax/index.js';
import { isKind, kindType } from '../types/from-schema.js';
import type { Type } from '../types/type.js';
import { symbolValue } from './look-up.js';
import { kindOf } from './operators.js';
import type { Scope, Session } from './session.js';
import type { Instance, ResourceSymbol } from './symbols.js';
import { describeValue, poison, usesOf, withUses, type Value } from './value.js';

/** The value of `container.web`, where the expression is of that form. */
export function kindSymbol(
  session: Session,
  { object, name, span }: Extract<Expression, { kind: 'member' }>,
): Value | undefined {
  if (object.kind !== 'name' || !isKind(object.name)) return undefined;
  const kind = object.name;
  const ofKind = session.symbols.resources.filter((symbol) => symbol.kind === kind);
  const symbol = ofKind.find((one) => one.name === name.name);
  if (symbol) return symbolValue(session, [symbol], span);
  if (!session.symbols.lost.has(name.name)) {
    const nearest = nearestName(
      name.name,
      ofKind.map((one) => one.name),
    );
    session.report(
      diagnose('undefined-name', name.span, {
        summary: `no ${kind} is called \`${name.name}\``,
        fix: nearest === undefined ? undefined : replaceBy(nearest, name.span),
      }),
    );
  }
  return poison(span);
}

const replaceBy = (text: string, span: Span) => ({ title: `write \`${text}\``, span, text });

/** The value of `object.name`. */
export function accessMember(
  session: Session,
  scope: Scope,
  object: Value,
  name: NameNode,
  span: Span,
): Value {
  switch (object.kind) {
    case 'object': {
      const member = object.members.get(name.name);
      if (member) return carry(object, member.value, span);
      return unknownMember(session, name, object.members.keys(), describeValue(object), span);
    }
    case 'resource':
      return accessResource(session, scope, object.instance, name, span);
    case 'symbols': {
      // Where only one of the kinds has the member, that one is meant.
      const fitting = object.symbols.filter(({ kind }) => kindType(kind).fields.has(name.name));
      const [only] = fitting;
      if (!only || fitting.length > 1 || object.symbols.length === 1) {
        return severalMeant(session, object.symbols, object.span, name.name);
      }
      const chosen = symbolValue(session, [only], object.span);
      return accessMember(session, scope, chosen, name, span);
    }
    case 'unknown':
      return accessType(session, object, name, span);
    default:
      session.report(
        diagnose('type-mismatch', name.span, {
          summary: `${describeValue(object)} has no members`,
          labels: [{ span: object.span, text: `this is ${describeValue(object)}` }],
        }),
      );
      return poison(span);
  }
}

/** A part, made from what the whole was made from. */
export function carry(whole: Value, part: Value, span: Span): Value {
  return whole.uses && whole.uses.length > 0
    ? { ...part, span, uses: usesOf(whole, part) }
    : { ...part, span };
}

function unknownMember(
  session: Session,
  name: NameNode,
  names: Iterable<string>,
  what: string,
  span: Span,
): Value {
  const nearest = nearestName(name.name, names);
  session.report(
    diagnose('unknown-attribute', name.span, {
      summary: `${what} has no \`${name.name}\``,
      fix: nearest === undefined ? undefined : replaceBy(nearest, name.span),
    }),
  );
  return poison(span);
}

function accessResource(
  session: Session,
  scope: Scope,
  instance: Instance,
  name: NameNode,
  span: Span,
): Value {
  const { kind, name: symbol } = instance.symbol;
  const field = kindType(kind).fields.get(name.name);
  if (!field) {
    const names = kindType(kind).fields.keys();
    return unknownMember(session, name, names, `the ${kind} \`${symbol}\``, span);
  }
  if (!instance.live) {
    if (scope.live) session.report(absent(instance, span));
    return { kind: 'unknown', type: field.type, span };
  }
  const value = session.definitions.attribute(instance, name.name, span);
  const uses = [{ address: instance.address, condition: 'named' as const, span }];
  return { ...withUses(value, uses), span, otherwise: [] };
}

/** Says that a resource is not there. */
export function absent({ symbol }: Instance, span: Span) {
  return diagnose('absent-resource', span, {
    summary: `the ${symbol.kind} \`${symbol.name}\` is not there, because its condition is false`,
    labels: [{ span: symbol.declaration.name.span, text: 'declared here' }],
  });
}

function severalMeant(
  session: Session,
  symbols: readonly ResourceSymbol[],
  span: Span,
  member?: string,
): Value {
  const [first] = symbols;
  if (!first || symbols.some((symbol) => symbol.declaration.broken)) return poison(span);
  if (symbols.length > 1) {
    session.report(ambiguous(symbols, span, member));
    return poison(span);
  }
  const { instances } = session.definitions.family(first, span);
  const [example] = instances;
  const key = example?.key === undefined ? '0' : JSON.stringify(example.key);
  session.report(
    diagnose('type-mismatch', span, {
      summary: `\`${first.name}\` stands for ${instances.length} of a \`for\`; choose one, such as \`${first.name}[${key}]\``,
      labels: [{ span: first.declaration.name.span, text: 'declared here' }],
    }),
  );
  return poison(span);
}

/** Says that a name has several meanings, and how to choose. */
export function ambiguous(symbols: readonly ResourceSymbol[], span: Span, member?: string) {
  const fitting = symbols.find(
    ({ kind }) => member !== undefined && kindType(kind).fields.has(member),
  );
  const [first] = symbols;
  const choice = fitting ?? first;
  return diagnose('ambiguous-name', span, {
    summary: `\`${first?.name ?? ''}\` may be ${symbols.map(({ kind }) => `the ${kind}`).join(' or ')}`,
    labels: symbols.map(({ kind, declaration }) => ({
      span: declaration.name.span,
      text: `the ${kind}`,
    })),
    fix: choice && replaceBy(`${choice.kind}.${choice.name}`, span),
  });
}

function accessType(
  session: Session,
  object: Extract<Value, { kind: 'unknown' }>,
  name: NameNode,
  span: Span,
): Value {
  const { type } = object;
  const known = (inner: Type): Value => ({ kind: 'unknown', type: inner, span });
  if (type.kind === 'map') return known(type.value);
  if (type.kind === 'object') {
    const field = type.fields.get(name.name);
    if (field) return known(field.type);
    return unknownMember(session, name, type.fields.keys(), describeValue(object), span);
  }
  if (kindOf(object) !== 'any') {
    session.report(
      diagnose('type-mismatch', name.span, { summary: `${describeValue(object)} has no members` }),
    );
  }
  return poison(span);
}
