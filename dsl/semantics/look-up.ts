/*
 * Names to values: variables of `for`, params, lets, resources, in this order.
 */
import { nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { functionNames } from '../library/index.js';
import type { NameNode } from '../syntax/index.js';
import { isKind } from '../types/from-schema.js';
import { useValue } from './module-values.js';
import type { Scope, Session } from './session.js';
import type { ResourceSymbol } from './symbols.js';
import { passLate, poison, type Value } from './value.js';

/** The value of a name; one that nothing declares is reported. */
export function lookUp(session: Session, scope: Scope, { name, span }: NameNode): Value {
  const { symbols, definitions } = session;
  const local = scope.locals.get(name);
  if (local) return { ...local, span };
  if (symbols.params.has(name)) {
    session.used.add(name);
    return passLate({ ...definitions.param(name, span), span }, span, `by way of \`${name}\``);
  }
  if (symbols.lets.has(name)) {
    session.used.add(name);
    return passLate({ ...definitions.let(name, span), span }, span, `by way of \`${name}\``);
  }
  if (symbols.secrets.has(name)) {
    session.used.add(name);
    return { ...definitions.secret(name, span), span };
  }
  const resources = symbols.resourcesByName.get(name);
  if (resources) return symbolValue(session, resources, span);
  const use = symbols.uses.get(name);
  if (use) {
    session.used.add(name);
    return useValue(session, use, span);
  }
  if (symbols.lost.has(name)) return poison(span);
  session.report(undefinedName(session, scope, { name, span }));
  return poison(span);
}

/** The value of one or more symbols: a resource where there is exactly one without keys. */
export function symbolValue(
  session: Session,
  symbols: readonly ResourceSymbol[],
  span: Span,
): Value {
  const [only, ...others] = symbols;
  if (!only) return poison(span);
  if (others.length === 0) {
    if (only.declaration.broken) return poison(span);
    const isKeyed = only.declaration.clauses.some((clause) => clause.kind === 'for');
    if (!isKeyed) {
      const { instances, pattern } = session.definitions.family(only, span);
      return { kind: 'resource', instance: instances[0] ?? pattern, span };
    }
  }
  return { kind: 'symbols', symbols, span };
}

function undefinedName(session: Session, scope: Scope, { name, span }: NameNode) {
  const { symbols } = session;
  const candidates = [
    ...scope.locals.keys(),
    ...symbols.params.keys(),
    ...symbols.lets.keys(),
    ...symbols.secrets.keys(),
    ...symbols.resourcesByName.keys(),
    ...symbols.uses.keys(),
  ];
  const nearest = nearestName(name, candidates);
  const detail = isKind(name)
    ? `\`${name}\` is a kind; write \`${name}.NAME\` for a resource of that kind.`
    : symbols.types.has(name)
      ? `\`${name}\` is a type, and no value.`
      : symbols.functions.has(name) || functionNames.has(name)
        ? `\`${name}\` is a function; call it as \`${name}(…)\`.`
        : nearest === undefined
          ? `If it is text, write it in double quotes: \`"${name}"\`.`
          : undefined;
  return diagnose('undefined-name', span, {
    summary: `nothing is called \`${name}\``,
    detail,
    fix: nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
  });
}
