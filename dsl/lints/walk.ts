/*
 * Visits every expression of a file, outer ones first. Nothing is evaluated and no name is looked up.
 */
import type {
  Assertion,
  Clause,
  Declaration,
  Expression,
  SyntaxTree,
  TypeNode,
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
  for (const part of partsOf(expression)) gather(part, found);
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
      return [...inClauses(declaration.clauses), ...some(declaration.body)];
    case 'resource':
      return [...inClauses(declaration.clauses), declaration.body];
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

/** The expressions that an expression is made of directly. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'missing':
    case 'literal':
    case 'name':
      return [];
    case 'string':
      return expression.parts.flatMap((part) => (part.kind === 'text' ? [] : [part.value]));
    case 'object':
      return expression.members.flatMap((member) =>
        member.kind === 'field' ? [...inKey(member.key), member.value] : [member.value],
      );
    case 'list':
      return expression.elements.map(({ value }) => value);
    case 'member':
      return [expression.object];
    case 'index':
      return [expression.object, expression.index];
    case 'list-for':
      return [...inClauses(expression.clauses), expression.item];
    case 'object-for':
      return [...inClauses(expression.clauses), ...inKey(expression.key), expression.value];
    case 'call':
      return [expression.callee, ...expression.arguments];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise];
    case 'endpoint':
      return [expression.port];
    case 'parenthesised':
      return [expression.value];
    default:
      return expression satisfies never;
  }
}

type Key = Extract<Expression, { kind: 'object-for' }>['key'];

const some = (expression: Expression | undefined): readonly Expression[] =>
  expression ? [expression] : [];
/** The quotes of a key are its form; what is put into it is an expression. */
const inKey = (key: Key): readonly Expression[] =>
  'name' in key ? [] : key.parts.flatMap((part) => (part.kind === 'text' ? [] : [part.value]));
const inClauses = (clauses: readonly Clause[]): readonly Expression[] =>
  clauses.map((clause) => (clause.kind === 'for' ? clause.collection : clause.condition));
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
