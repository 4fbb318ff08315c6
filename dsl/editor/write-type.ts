/*
 * Written types as text, from the tree alone: what hover and completion show of a param or a field.
 * Long ones are cut short by whoever shows them.
 */
import type { Expression, Refinement, StringLiteral, TypeNode } from '../syntax/index.js';

/** The text of a type, on one line. */
export function writeType(node: TypeNode): string {
  switch (node.kind) {
    case 'named':
      return `${node.name.name}${node.refinement ? `(${writeRefinement(node.refinement)})` : ''}`;
    case 'literal':
      return node.value.kind === 'string' ? writeString(node.value) : node.value.text;
    case 'list':
      return `[${writeType(node.item)}]`;
    case 'map':
      return `{[string]: ${writeType(node.value)}}`;
    case 'object': {
      const fields = node.fields.map(
        ({ name, optional, type }) => `${name.name}${optional ? '?' : ''}: ${writeType(type)}`,
      );
      return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
    }
    case 'optional':
      return `${writeType(node.inner)}?`;
    case 'secret':
      return `secret<${writeType(node.inner)}>`;
    case 'parenthesised':
      return `(${writeType(node.inner)})`;
    case 'union':
      return node.members.map(writeType).join(' | ');
    case 'where':
      return `${writeType(node.base)} where …`;
    case 'missing':
      return '…';
    default:
      return node satisfies never;
  }
}

const writeString = ({ parts }: StringLiteral): string =>
  `"${parts.map((part) => (part.kind === 'text' ? part.raw : '${…}')).join('')}"`;

function writeRefinement(refinement: Refinement): string {
  return refinement.kind === 'pattern' ? `/${refinement.text}/` : writeBound(refinement.value);
}

function writeBound(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return expression.text;
    case 'unary':
      return `${expression.operator}${writeBound(expression.operand)}`;
    case 'binary': {
      const { operator, left, right } = expression;
      return `${writeBound(left)}${operator}${writeBound(right)}`;
    }
    default:
      return '…';
  }
}
