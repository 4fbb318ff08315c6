/*
 * Resources and their members: `container.web`, `db.hostname`, `web.id`. What comes from a resource
 * carries a use of its name, which orders nothing; what only the engine knows carries how it came.
 */
import { nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression, NameNode } from '../syntax/index.js';
import { isKind, kindType } from '../types/from-schema.js';
import type { Field } from '../types/type.js';
import { unknownMember } from './access-type.js';
import { valueOfJson } from './given-values.js';
import { symbolValue } from './look-up.js';
import type { Scope, Session } from './session.js';
import type { Instance, ResourceSymbol } from './symbols.js';
import { poison, unknownValue, withUses, type Late, type Value } from './value.js';

/** The value of `container.web`, where the expression is of that form. */
export function kindSymbol(
  session: Session,
  { object, name, span }: Extract<Expression, { kind: 'member' }>,
): Value | undefined {
  if (object.kind !== 'name' || !isKind(object.name)) return undefined;
  const kind = object.name;
  const ofKind = session.symbols.resourcesByKind[kind];
  const symbol = ofKind.get(name.name);
  if (symbol) return symbolValue(session, [symbol], span);
  if (!session.symbols.lost.has(name.name)) {
    const nearest = nearestName(name.name, ofKind.keys());
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

/** Whether the resources of a kind have an attribute, written or given by the engine. */
export const hasAttribute = (
  { fields, computed }: ReturnType<typeof kindType>,
  name: string,
): boolean => fields.has(name) || computed?.has(name) === true;

/** The value of an attribute of a resource. */
export function accessResource(
  session: Session,
  scope: Scope,
  instance: Instance,
  name: NameNode,
  span: Span,
): Value {
  const { kind, name: symbol } = instance.symbol;
  const type = kindType(kind);
  const computed = type.computed?.get(name.name);
  const field = computed ?? type.fields.get(name.name);
  if (!field) {
    const names = [...type.fields.keys(), ...(type.computed?.keys() ?? [])];
    return unknownMember(session, name, names, `the ${kind} \`${symbol}\``, span);
  }
  if (!instance.live) {
    if (scope.live) session.report(absent(instance, span));
    return computed
      ? unknownValue(field.type, span, { late: chosenLate(kind, name, span) })
      : unknownValue(field.type, span);
  }
  if (computed) return computedValue(session, instance, name, computed, span);
  const value = session.definitions.attribute(instance, name.name, span);
  const uses = [{ address: instance.address, condition: 'named' as const, span }];
  return { ...withUses(value, uses), span, otherwise: [] };
}

/** What the engine gives a resource: known from the last time at best, and late even then. */
function computedValue(
  session: Session,
  { address, symbol }: Instance,
  name: NameNode,
  field: Field,
  span: Span,
): Value {
  const traces = {
    late: chosenLate(`${symbol.kind}.${symbol.name}`, name, span),
    uses: [{ address, condition: 'named' as const, span }],
  };
  const fact = session.fact(address, name.name);
  return fact === undefined
    ? unknownValue(field.type, span, traces)
    : { ...valueOfJson(fact, span), ...traces };
}

/** Where the chain of a value begins that the engine chooses. */
export const chosenLate = (what: string, { name }: NameNode, span: Span): Late => ({
  span,
  text: `the engine chooses the \`${name}\` of \`${what}\``,
});

/** Says that a resource is not there. */
export function absent({ symbol }: Instance, span: Span) {
  return diagnose('absent-resource', span, {
    summary: `the ${symbol.kind} \`${symbol.name}\` is not there, because its condition is false`,
    labels: [{ span: symbol.declaration.name.span, text: 'declared here' }],
  });
}

/** Says that a name stands for more than the one that is needed. */
export function severalMeant(
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
    ({ kind }) => member !== undefined && hasAttribute(kindType(kind), member),
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
