/*
 * What a condition says of null: where `a != null` holds, `a` is there. Names never change their
 * values, so what holds for a name or a path of members holds everywhere behind the condition.
 */
import type { Clause, Expression } from '../syntax/index.js';
import type { Scope } from './session.js';

/** A name, a path of members or an element under a written key, as text; `undefined` for all else. */
export function pathOf(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'parenthesised':
      return pathOf(expression.value);
    case 'member': {
      const object = pathOf(expression.object);
      return object === undefined ? undefined : `${object}.${expression.name.name}`;
    }
    case 'index': {
      const object = pathOf(expression.object);
      const key = writtenKey(expression.index);
      return object === undefined || key === undefined ? undefined : `${object}[${key}]`;
    }
    default:
      return undefined;
  }
}

function writtenKey(index: Expression): string | undefined {
  if (index.kind === 'literal' && index.literal === 'int') return index.text;
  if (index.kind !== 'string') return undefined;
  const [part, ...others] = index.parts;
  if (!part) return '""';
  return part.kind === 'text' && others.length === 0 ? JSON.stringify(part.raw) : undefined;
}

/** The paths that are not null where the condition turns out as `outcome`. */
export function foundBy(condition: Expression, outcome: boolean): readonly string[] {
  switch (condition.kind) {
    case 'parenthesised':
      return foundBy(condition.value, outcome);
    case 'unary':
      return condition.operator === '!' ? foundBy(condition.operand, !outcome) : [];
    case 'binary':
      return foundByBinary(condition, outcome);
    default:
      return [];
  }
}

function foundByBinary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  outcome: boolean,
): readonly string[] {
  if (operator === (outcome ? '&&' : '||')) {
    return [...foundBy(left, outcome), ...foundBy(right, outcome)];
  }
  if (operator !== '==' && operator !== '!=') return [];
  const equal = (operator === '==') === outcome;
  return [...foundBeside(left, right, equal), ...foundBeside(right, left, equal)];
}

/** `a` is there where it differs from null, and where it equals something that is written out. */
function foundBeside(one: Expression, other: Expression, equal: boolean): readonly string[] {
  const isNull = other.kind === 'literal' && other.literal === 'null';
  const isWritten = (other.kind === 'literal' && !isNull) || other.kind === 'string';
  return equal ? (isWritten ? pathsTo(one) : []) : isNull ? pathsTo(one) : [];
}

/** A path, and all that `?.` leads through to it: they are there, too. */
function pathsTo(expression: Expression): readonly string[] {
  const path = pathOf(expression);
  const own = path === undefined ? [] : [path];
  switch (expression.kind) {
    case 'parenthesised':
      return pathsTo(expression.value);
    case 'member':
    case 'index':
      return [...own, ...pathsTo(expression.object)];
    default:
      return own;
  }
}

/** The scope of what stands behind clauses, whose conditions hold there. */
export function behindClauses(scope: Scope, clauses: readonly Clause[]): Scope {
  return clauses.reduce(
    (inside, clause) => (clause.kind === 'if' ? narrow(inside, clause.condition, true) : inside),
    scope,
  );
}

/** The scope behind a condition that turned out as `outcome`. */
export function narrow(scope: Scope, condition: Expression, outcome: boolean): Scope {
  const found = foundBy(condition, outcome);
  if (found.length === 0) return scope;
  return { ...scope, narrowed: new Set([...(scope.narrowed ?? []), ...found]) };
}
