/*
 * Visits every expression of a file, outer ones first. Nothing is evaluated and no name is looked up.
 */
import {
  clauseExpressions,
  innerExpressions,
  type Assertion,
  type Declaration,
  type Expression,
  type SyntaxTree,
  type TypeNode,
} from '../syntax/index.js';

/** Every expression of a tree. */
export function expressionsOf({ declarations }: Pick<SyntaxTree, 'declarations'>): Expression[] {
  const found: Expression[] = [];
  for (const declaration of declarations) {
    for (const expression of roots(declaration)) gather(expression, found);
  }
  return found;
}

/** An expression and all in it. */
export function within(expression: Expression): readonly Expression[] {
  const found: Expression[] = [];
  gather(expression, found);
  return found;
}

function gather(expression: Expression, found: Expression[]): void {
  found.push(expression);
  for (const part of innerExpressions(expression)) gather(part, found);
}

/** The outermost expressions of a declaration. */
function roots(declaration: Declaration): readonly Expression[] {
  switch (declaration.kind) {
    case 'stack':
      return some(declaration.settings);
    case 'engine':
      return [];
    case 'param':
    case 'let':
    case 'output':
    case 'unknown':
      return [...inType(declaration.type), ...some(declaration.value)];
    case 'secret':
      return some(declaration.source);
    case 'type':
      return inType(declaration.type);
    case 'fn': {
      const { parameters, result, value } = declaration;
      const standards = parameters.flatMap((one) => [...inType(one.type), ...some(one.value)]);
      return [...standards, ...inType(result), value];
    }
    case 'use':
      return [...clauseExpressions(declaration.clauses), ...some(declaration.body)];
    case 'resource':
      return [...clauseExpressions(declaration.clauses), declaration.body];
    case 'check':
      return declaration.assertions.flatMap(inAssertion);
    case 'test':
      return [declaration.body, ...declaration.assertions.flatMap(inAssertion)];
    case 'moved':
    case 'removed':
    case 'import':
      return [declaration.body];
    default:
      return declaration satisfies never;
  }
}

const some = (expression: Expression | undefined): readonly Expression[] =>
  expression ? [expression] : [];
const inAssertion = ({ condition, message }: Assertion): readonly Expression[] => [
  condition,
  ...some(message),
];

function inType(type: TypeNode | undefined): readonly Expression[] {
  switch (type?.kind) {
    case undefined:
    case 'missing':
    case 'literal':
      return [];
    case 'named':
      return type.refinement?.kind === 'expression' ? [type.refinement.value] : [];
    case 'list':
      return inType(type.item);
    case 'map':
      return inType(type.value);
    case 'object':
      return type.fields.flatMap((field) => [...inType(field.type), ...some(field.value)]);
    case 'optional':
    case 'secret':
    case 'parenthesised':
      return inType(type.inner);
    case 'union':
      return type.members.flatMap(inType);
    case 'where':
      return [...inType(type.base), type.condition];
    default:
      return type satisfies never;
  }
}
