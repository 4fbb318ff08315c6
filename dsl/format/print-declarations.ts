/*
 * Declarations as documents.
 */
import type {
  Assertion,
  Declaration,
  Expression,
  FunctionParameter,
  ObjectMember,
  TypeNode,
} from '../syntax/index.js';
import { itemsOfBlock, type Block, type Placed } from './comments.js';
import {
  forceBreak,
  group,
  ifBroken,
  ifFlat,
  indent,
  joinDocs,
  line,
  softline,
  type Doc,
} from './document.js';
import { printClauses, printExpression, printMember, printObject } from './print-expressions.js';
import { isWrittenBroken, printItems, type Printing } from './print-sequence.js';
import { printType } from './print-types.js';

/** Prints a declaration without its documentation, which is a comment. */
export function printDeclaration(printing: Printing, declaration: Declaration): Doc {
  const source = ({ span }: Placed): string =>
    printing.text.slice(span.start.offset, span.end.offset);
  switch (declaration.kind) {
    case 'stack':
      return ['stack ', source(declaration.name), body(printing, declaration.settings)];
    case 'engine':
      return ['engine ', source(declaration.name)];
    case 'secret':
      return ['secret ', source(declaration.name), body(printing, declaration.source)];
    case 'let':
      if (declaration.bare) return [source(declaration.name), bound(printing, declaration)];
      return [`let ${source(declaration.name)}`, bound(printing, declaration)];
    case 'param':
    case 'output':
      return [`${declaration.kind} ${source(declaration.name)}`, bound(printing, declaration)];
    case 'unknown':
      return [`${declaration.word.name} ${source(declaration.name)}`, bound(printing, declaration)];
    case 'type':
      return [`type ${source(declaration.name)} = `, printType(printing, declaration.type)];
    case 'fn': {
      const parameters = printParameters(printing, declaration.parameters);
      const result = declaration.result ? [': ', printType(printing, declaration.result)] : '';
      const value = printExpression(printing, declaration.value);
      return [`fn ${source(declaration.name)}`, parameters, result, ' = ', value];
    }
    case 'use': {
      const clauses = printClauses(printing, declaration.clauses).map((one) => one);
      const head = `use ${source(declaration.source)} as ${source(declaration.name)}`;
      return [printHead(head, clauses), body(printing, declaration.body)];
    }
    case 'resource': {
      const clauses = printClauses(printing, declaration.clauses);
      const head = printHead(
        `${declaration.resourceKind.name} ${source(declaration.name)}`,
        clauses,
      );
      return [head, ' ', printObject(printing, declaration.body)];
    }
    case 'check':
    case 'test':
      return [
        `${declaration.kind} ${source(declaration.title)} `,
        printBlock(printing, declaration),
      ];
    case 'moved':
    case 'removed':
    case 'import':
      return [declaration.kind, body(printing, declaration.body)];
    default:
      return declaration satisfies never;
  }
}

const body = (printing: Printing, object: Parameters<typeof printObject>[1] | undefined): Doc =>
  object ? [' ', printObject(printing, object)] : '';

const printHead = (head: string, clauses: readonly Doc[]): Doc =>
  clauses.length === 0 ? head : group([head, indent([line, ...clauses])]);

function bound(
  printing: Printing,
  { type, value }: { readonly type?: TypeNode; readonly value?: Expression },
): Doc {
  return [
    type ? [': ', printType(printing, type)] : '',
    value ? [' = ', printExpression(printing, value)] : '',
  ];
}

function printParameters(printing: Printing, parameters: readonly FunctionParameter[]): Doc {
  if (parameters.length === 0) return '()';
  const docs = parameters.map((one) => [one.name.name, bound(printing, one)]);
  const inside = [softline, ...joinDocs(docs, [',', line]), ifBroken(',')];
  return group(['(', indent(inside), softline, ')']);
}

function printBlock(printing: Printing, block: Block): Doc {
  const docs = printItems<Assertion | ObjectMember>(printing, block, itemsOfBlock(block), {
    print: (item) =>
      'condition' in item ? printAssertion(printing, item) : printMember(printing, item),
    separator: ifFlat(','),
    end: '',
  });
  if (docs.length === 0) return '{}';
  const broken = isWrittenBroken(printing, block) ? forceBreak : '';
  return group(['{', broken, indent([line, ...docs]), line, '}']);
}

function printAssertion(printing: Printing, { condition, message }: Assertion): Doc {
  const shown = printExpression(printing, condition);
  if (!message) return ['assert ', shown];
  return group(['assert ', shown, ',', indent([line, printExpression(printing, message)])]);
}
