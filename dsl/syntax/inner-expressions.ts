/*
 * The expressions that stand directly inside of an expression, in the order of the text.
 */
import type { Clause, Expression, NameNode, StringLiteral } from './tree.js';

/** The expressions directly inside of one. */
export function innerExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'missing':
    case 'literal':
    case 'name':
      return [];
    case 'string':
      return ofString(expression);
    case 'parenthesised':
      return [expression.value];
    case 'endpoint':
      return [expression.port];
    case 'list':
      return expression.elements.map(({ value }) => value);
    case 'object':
      return expression.members.flatMap((member) =>
        member.kind === 'field' ? [...ofKey(member.key), member.value] : [member.value],
      );
    case 'member':
      return [expression.object];
    case 'index':
      return [expression.object, expression.index];
    case 'list-for':
      return [expression.item, ...clauseExpressions(expression.clauses)];
    case 'object-for':
      return [...ofKey(expression.key), expression.value, ...clauseExpressions(expression.clauses)];
    case 'call':
      return [expression.callee, ...expression.arguments];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise];
    default:
      return expression satisfies never;
  }
}

const ofString = ({ parts }: StringLiteral): readonly Expression[] =>
  parts.flatMap((part) => (part.kind === 'interpolation' ? [part.value] : []));

const ofKey = (key: NameNode | StringLiteral): readonly Expression[] =>
  'name' in key ? [] : ofString(key);

/** The expressions of clauses, in the order of the text. */
export const clauseExpressions = (clauses: readonly Clause[]): readonly Expression[] =>
  clauses.map((clause) => (clause.kind === 'for' ? clause.collection : clause.condition));
