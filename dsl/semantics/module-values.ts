/*
 * Modules as values: `pg.address`, `pg["eu"].address`. The members of a module are its outputs; what
 * is inside of it, and no output, cannot be reached.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { NameNode } from '../syntax/index.js';
import { outOfRange } from './access-index.js';
import { kindOf } from './operators.js';
import type { Scope, Session } from './session.js';
import type { ModuleInstance, UseSymbol } from './symbols.js';
import { describeValue, passLate, poison, type Value } from './value.js';

/** The value of a name that stands for a `use`: a module, or all of a `for`. */
export function useValue(session: Session, use: UseSymbol, span: Span): Value {
  if (use.declaration.broken) return poison(span);
  if (use.declaration.clauses.some((clause) => clause.kind === 'for')) {
    return { kind: 'modules', use, span };
  }
  const { instances, pattern } = session.definitions.modules(use, span);
  return { kind: 'module', module: instances[0] ?? pattern, span };
}

/** The value of `pg.address`. */
export function accessModule(
  session: Session,
  scope: Scope,
  module: ModuleInstance,
  name: NameNode,
  span: Span,
): Value {
  if (!module.live && scope.live) {
    session.report(
      diagnose('absent-resource', span, {
        summary: `the module \`${module.use.name}\` is not there, because its condition is false`,
        detail: `Write \`${module.use.name}?.${name.name}\` for null where it is not.`,
        labels: [{ span: module.use.declaration.name.span, text: 'declared here' }],
      }),
    );
    return poison(span);
  }
  const value = session.definitions.output(module, name);
  const way = `by way of the output \`${name.name}\` of \`${module.path}\``;
  return passLate({ ...value, span }, span, way);
}

/** Whether a value is a module or resource that is not there, so that `?.` gives null of it. */
export const isAbsent = (value: Value): boolean =>
  (value.kind === 'module' && !value.module.live) ||
  (value.kind === 'resource' && !value.instance.live);

/** Says that a member of several modules is asked for. */
export function accessModules(session: Session, use: UseSymbol, name: NameNode, span: Span): Value {
  const { instances } = session.definitions.modules(use, span);
  const key = instances[0]?.key ?? 'key';
  session.report(
    diagnose('type-mismatch', name.span, {
      summary: `\`${use.name}\` stands for ${instances.length} modules of a \`for\`; choose one, such as \`${use.name}[${JSON.stringify(key)}]\``,
      labels: [{ span: use.declaration.name.span, text: 'declared here' }],
    }),
  );
  return poison(span);
}

/** The value of `pg["eu"]`. */
export function indexModules(
  session: Session,
  scope: Scope,
  use: UseSymbol,
  index: Value,
  span: Span,
): Value {
  const { instances, byKey, pattern } = session.definitions.modules(use, span);
  const one = (module: ModuleInstance): Value => ({ kind: 'module', module, span });
  const dead = one({ ...pattern, live: false });
  if (index.kind !== 'int' && index.kind !== 'string') {
    if (kindOf(index) === 'any') return poison(span);
    if (index.kind === 'unknown') return dead;
    session.report(
      diagnose('type-mismatch', index.span, {
        summary: `a module is chosen by its key, found ${describeValue(index)}`,
      }),
    );
    return poison(span);
  }
  const module = byKey.get(index.value);
  if (module) return one(module);
  if (!scope.live) return dead;
  session.report({
    ...outOfRange(
      index,
      instances.map(({ key }) => JSON.stringify(key)),
      use.name,
    ),
    labels: [{ span: use.declaration.name.span, text: `\`${use.name}\` is declared here` }],
  });
  return poison(span);
}
