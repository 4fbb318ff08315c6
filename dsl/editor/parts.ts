/*
 * What pieces of syntax are made of, in the order of the text: expressions, types, and the pieces
 * between them that have a place of their own, such as a field. No meaning here.
 */
import type { Span } from '../../model/index.js';
import type { Clause, Declaration, Expression, NameNode, TypeNode } from '../syntax/index.js';

export type Part =
  | { readonly kind: 'expression'; readonly node: Expression }
  | { readonly kind: 'type'; readonly node: TypeNode }
  | { readonly kind: 'span'; readonly span: Span; readonly parts: readonly Part[] };

const expression = (node: Expression | undefined): Part[] =>
  node ? [{ kind: 'expression', node }] : [];
const type = (node: TypeNode | undefined): Part[] => (node ? [{ kind: 'type', node }] : []);
const span = (at: Span, parts: readonly Part[] = []): Part => ({ kind: 'span', span: at, parts });
const name = ({ span: at }: NameNode): Part => span(at);

const clauseParts = (clauses: readonly Clause[]): Part[] =>
  clauses.map((clause) =>
    clause.kind === 'if'
      ? span(clause.span, expression(clause.condition))
      : span(clause.span, [...clause.variables.map(name), ...expression(clause.collection)]),
  );

/** The parts of a declaration. */
export function partsOfDeclaration(declaration: Declaration): readonly Part[] {
  switch (declaration.kind) {
    case 'stack':
      return [name(declaration.name), ...expression(declaration.settings)];
    case 'engine':
      return [name(declaration.name)];
    case 'param':
    case 'let':
    case 'output':
    case 'unknown':
      return [name(declaration.name), ...type(declaration.type), ...expression(declaration.value)];
    case 'secret':
      return [name(declaration.name), ...expression(declaration.source)];
    case 'type':
      return [name(declaration.name), ...type(declaration.type)];
    case 'fn': {
      const parameters = declaration.parameters.map((one) =>
        span(one.span, [name(one.name), ...type(one.type), ...expression(one.value)]),
      );
      const { result, value } = declaration;
      return [name(declaration.name), ...parameters, ...type(result), ...expression(value)];
    }
    case 'use':
      return [
        ...expression(declaration.source),
        name(declaration.name),
        ...clauseParts(declaration.clauses),
        ...expression(declaration.body),
      ];
    case 'resource':
      return [
        name(declaration.resourceKind),
        name(declaration.name),
        ...clauseParts(declaration.clauses),
        ...expression(declaration.body),
      ];
    case 'check':
    case 'test': {
      const assertions = declaration.assertions.map((one) =>
        span(one.span, [...expression(one.condition), ...expression(one.message)]),
      );
      const body = declaration.kind === 'test' ? declaration.body.members : [];
      const fields = body.map((one) => span(one.span, expression(one.value)));
      return [...expression(declaration.title), ...fields, ...assertions];
    }
    case 'moved':
    case 'removed':
    case 'import':
      return expression(declaration.body);
    default:
      return declaration satisfies never;
  }
}

/** The parts of an expression. */
export function partsOfExpression(node: Expression): readonly Part[] {
  switch (node.kind) {
    case 'string':
      return node.parts.flatMap((part) =>
        part.kind === 'interpolation' ? [span(part.span, expression(part.value))] : [],
      );
    case 'object':
      return node.members.map((member) =>
        member.kind === 'spread'
          ? span(member.span, expression(member.value))
          : span(member.span, [
              'name' in member.key ? name(member.key) : { kind: 'expression', node: member.key },
              ...expression(member.value),
            ]),
      );
    case 'list':
      return node.elements.map((element) => span(element.span, expression(element.value)));
    case 'member':
      return [...expression(node.object), name(node.name)];
    case 'index':
      return [...expression(node.object), ...expression(node.index)];
    case 'list-for':
      return [...expression(node.item), ...clauseParts(node.clauses)];
    case 'object-for': {
      const { key } = node;
      return [
        'name' in key ? name(key) : { kind: 'expression', node: key },
        ...expression(node.value),
        ...clauseParts(node.clauses),
      ];
    }
    case 'call':
      return [...expression(node.callee), ...node.arguments.flatMap(expression)];
    case 'unary':
      return expression(node.operand);
    case 'binary':
      return [...expression(node.left), ...expression(node.right)];
    case 'conditional':
      return [node.condition, node.then, node.otherwise].flatMap(expression);
    case 'endpoint':
      return [name(node.ip), ...expression(node.port)];
    case 'parenthesised':
      return expression(node.value);
    case 'literal':
    case 'name':
    case 'missing':
      return [];
    default:
      return node satisfies never;
  }
}

/** The parts of a type. */
export function partsOfType(node: TypeNode): readonly Part[] {
  switch (node.kind) {
    case 'list':
      return type(node.item);
    case 'map':
      return type(node.value);
    case 'object':
      return node.fields.map((field) =>
        span(field.span, [name(field.name), ...type(field.type), ...expression(field.value)]),
      );
    case 'optional':
    case 'secret':
    case 'parenthesised':
      return type(node.inner);
    case 'union':
      return node.members.flatMap(type);
    case 'where':
      return [...type(node.base), ...expression(node.condition)];
    case 'named':
    case 'literal':
    case 'missing':
      return [];
    default:
      return node satisfies never;
  }
}
