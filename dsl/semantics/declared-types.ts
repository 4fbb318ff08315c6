/*
 * The types that a session's declarations are written with: read once for each place, with the names
 * of the stack or module resolved, and with the conditions and defaults in them looked at whether a
 * value comes by or not.
 */
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression, NameNode, TypeNode } from '../syntax/index.js';
import { describeType } from '../types/describe.js';
import { typeFromSyntax } from '../types/from-syntax.js';
import { isLost, lostType, type Type } from '../types/type.js';
import { conform } from './conform.js';
import { evaluate } from './evaluate.js';
import { kindOf } from './operators.js';
import { step, topScope, within, type Session } from './session.js';
import { describeValue, isPoison, poison, unknownValue, type Value } from './value.js';

/** The type that a piece of syntax stands for in a session. */
export function typeOf(session: Session, node: TypeNode): Type {
  const known = session.types.get(node);
  if (known) return known;
  const { symbols, definitions, report } = session;
  const type = typeFromSyntax(node, {
    report,
    resolve: (name) => definitions.type(name),
    isLost: (name) => symbols.lost.has(name),
    declared: () => symbols.types.keys(),
    onCondition: (condition, it) => {
      checkCondition(session, condition, it);
    },
    onStandard: (standard, field, name) => {
      conform({ session, live: true, path: name }, evaluate(session, topScope, standard), field);
    },
  });
  session.types.set(node, type);
  return type;
}

/**
 * A value as the type says that it was declared with. What does not fit is reported with both places.
 * @param what is declared so, as in `the output`
 */
export function conformDeclared(
  session: Session,
  what: string,
  { name }: NameNode,
  node: TypeNode,
  value: Value,
): Value {
  const type = typeOf(session, node);
  // What fields it may have, and which are filled in, is not known then.
  if (isLost(type)) return poison(value.span);
  if (type.kind === 'any') return value;
  const slot = {
    session: sayingType(session, what, node, type),
    live: session.place.live,
    path: name,
  };
  const checked = conform(slot, value, type);
  // Comparing with what the type does not allow is a mistake, whatever the value is now.
  return isPoison(checked) ? checked : { ...checked, declared: type };
}

/** The session, whose messages show the type where that is not beside the value anyway. */
export function sayingType(session: Session, what: string, node: TypeNode, type: Type): Session {
  const { file, start } = node.span;
  const label = { span: node.span, text: `${what} is declared as ${describeType(type)}` };
  return {
    ...session,
    report: (diagnostic) => {
      const { span, labels = [] } = diagnostic;
      const isBeside = span?.file === file && span.start.line === start.line;
      session.report(isBeside ? diagnostic : { ...diagnostic, labels: [...labels, label] });
    },
  };
}

/** A type that the session declares; one that is made of itself is a cycle. */
export function namedType(session: Session, node: NameNode): Type | undefined {
  const { name, span } = node;
  const declaration = session.symbols.types.get(name);
  if (!declaration) return undefined;
  // A declaration that is read for its own sake is not yet used.
  if (declaration.name !== node) session.used.add(name);
  if (declaration.broken) return lostType;
  const known = session.types.get(declaration.type);
  if (known) return known;
  const frame = { key: `type ${name}`, title: name, from: span };
  session.work.depth += 1;
  const type = step(session, span)
    ? within(session, frame, () => typeOf(session, declaration.type))
    : undefined;
  session.work.depth -= 1;
  // One object for all that use it, so that what is found out of a type is found out once.
  const named = type ? { ...type, name, declaredAt: declaration.name.span } : lostType;
  session.types.set(declaration.type, named);
  return named;
}

/** The condition of a refinement is a bool, whatever `it` is. */
function checkCondition(session: Session, condition: Expression, type: Type): void {
  const it = unknownValue(type, condition.span);
  const value = evaluate(session, { locals: new Map([['it', it]]), live: false }, condition);
  if (kindOf(value) === 'bool' || kindOf(value) === 'any') return;
  session.report(
    diagnose('type-mismatch', value.span, {
      summary: `the condition after \`where\` is a bool, found ${describeValue(value)}`,
    }),
  );
}
