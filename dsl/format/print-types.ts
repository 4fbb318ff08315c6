/*
 * Types as documents. Unions break before each `|`, objects like those of values.
 */
import type { TypeField, TypeNode } from '../syntax/index.js';
import type { ObjectType } from './comments.js';
import {
  forceBreak,
  group,
  ifBroken,
  ifFlat,
  indent,
  line,
  softline,
  type Doc,
} from './document.js';
import { printExpression } from './print-expressions.js';
import { isWrittenBroken, printItems, type Printing } from './print-sequence.js';

/**
 * Prints a type.
 * @param beforeWhere what stands before \`where\`: it may begin a line, except right inside of \`[…]\`,
 *   where it would be read as an item
 */
export function printType(printing: Printing, type: TypeNode, beforeWhere = line): Doc {
  const slice = ({ span }: Pick<TypeNode, 'span'>) =>
    printing.text.slice(span.start.offset, span.end.offset);
  switch (type.kind) {
    case 'named':
      return type.refinement ? [type.name.name, '(', slice(type.refinement), ')'] : type.name.name;
    case 'literal':
    case 'missing':
      return slice(type);
    case 'list':
      return group(['[', indent([softline, printType(printing, type.item, ' ')]), softline, ']']);
    case 'map':
      return ['{[string]: ', printType(printing, type.value), '}'];
    case 'object':
      return printObjectType(printing, type);
    case 'optional':
      return [printType(printing, type.inner, beforeWhere), '?'];
    case 'secret':
      return ['secret<', printType(printing, type.inner, beforeWhere), '>'];
    case 'parenthesised':
      return group(['(', indent([softline, printType(printing, type.inner)]), softline, ')']);
    case 'union':
      return printUnion(printing, type.members, beforeWhere);
    case 'where': {
      const condition = printExpression(printing, type.condition);
      const base = printType(printing, type.base, beforeWhere);
      return group([base, indent([beforeWhere, 'where ', condition])]);
    }
    default:
      return type satisfies never;
  }
}

function printUnion(printing: Printing, members: readonly TypeNode[], beforeWhere: Doc): Doc {
  const docs = members.map((member, index) => [
    index === 0 ? [softline, ifBroken('| ')] : [line, '| '],
    printType(printing, member, beforeWhere),
  ]);
  return group(indent(docs));
}

function printObjectType(printing: Printing, type: ObjectType): Doc {
  const docs = printItems<TypeField>(printing, type, type.fields, {
    print: (field) => [
      printing.text.slice(field.name.span.start.offset, field.name.span.end.offset),
      field.optional ? '?: ' : ': ',
      printType(printing, field.type),
      field.value ? [' = ', printExpression(printing, field.value)] : '',
    ],
    separator: ifFlat(','),
    end: '',
  });
  if (docs.length === 0) return '{}';
  const broken = isWrittenBroken(printing, type) ? forceBreak : '';
  return group(['{', broken, indent([line, ...docs]), line, '}']);
}
