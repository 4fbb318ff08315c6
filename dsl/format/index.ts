/*
 * The formatter: one canonical text for a file, 100 columns wide, nothing aligned, comments kept.
 * It prints only what parses without errors, never changes meaning, and formatting twice changes
 * nothing more.
 */
import type { Checked } from '../../model/index.js';
import { parse, type Declaration, type TypeNode } from '../syntax/index.js';
import { placeComments } from './comments.js';
import { group, indent, line, printDocument, type Doc } from './document.js';
import { printExpression, printObject } from './print-expressions.js';
import { printItems, type Printing } from './print-sequence.js';

const width = 100;

/**
 * Formats one file.
 * @param path what the file is called in messages
 * @returns the text, absent when the file has syntax errors
 */
export function format(text: string, path = 'main.stow'): Checked<string> {
  const normal = text.replace(/\r\n/g, '\n').replace(/^\uFEFF/, '');
  const { tree, comments, diagnostics } = parse(path, normal);
  if (diagnostics.length > 0) return { diagnostics };
  const printing: Printing = { text: normal, places: placeComments(tree, comments) };
  const docs = printItems<Declaration>(printing, tree, tree.declarations, {
    print: (declaration) => printDeclaration(printing, declaration),
    separator: '',
    end: '',
  });
  const printed = printDocument(docs, width).trimEnd();
  return { value: printed === '' ? '' : `${printed}\n`, diagnostics };
}

function printDeclaration(printing: Printing, declaration: Declaration): Doc {
  const { span } = declaration.name;
  const name = printing.text.slice(span.start.offset, span.end.offset);
  switch (declaration.kind) {
    case 'stack':
      return ['stack ', name];
    case 'param':
    case 'unknown': {
      const word = declaration.kind === 'param' ? 'param' : declaration.word.name;
      const type = declaration.type ? [': ', printType(printing, declaration.type)] : '';
      const value = declaration.value ? [' = ', printExpression(printing, declaration.value)] : '';
      return [word, ' ', name, type, value];
    }
    case 'let':
    case 'output':
      return [declaration.kind, ' ', name, ' = ', printExpression(printing, declaration.value)];
    case 'resource': {
      const clauses = declaration.clauses.map((clause) => {
        const value = clause.kind === 'for' ? clause.collection : clause.condition;
        const variables =
          clause.kind === 'for' ? `${clause.variables.map((one) => one.name).join(', ')} in ` : '';
        return [line, `${clause.kind} ${variables}`, printExpression(printing, value)];
      });
      const head = group([`${declaration.resourceKind.name} ${name}`, indent(clauses)]);
      return [head, ' ', printObject(printing, declaration.body)];
    }
    default:
      return declaration satisfies never;
  }
}

/** Types stay on one line: a line break inside of one would end the declaration. */
function printType(printing: Printing, type: TypeNode): Doc {
  const slice = (span: TypeNode['span']) => printing.text.slice(span.start.offset, span.end.offset);
  switch (type.kind) {
    case 'named':
      return type.refinement ? `${type.name.name}(${slice(type.refinement.span)})` : type.name.name;
    case 'literal':
    case 'missing':
      return slice(type.span);
    case 'list':
      return ['[', printType(printing, type.item), ']'];
    case 'optional':
      return [printType(printing, type.inner), '?'];
    case 'union':
      return type.members.flatMap((member, index) => [
        index === 0 ? '' : ' | ',
        printType(printing, member),
      ]);
    default:
      return type satisfies never;
  }
}
