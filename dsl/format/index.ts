/*
 * The formatter: one canonical text for a file, 100 columns wide, nothing aligned, comments kept.
 * It prints only what parses without errors, never changes meaning, and formatting twice changes
 * nothing more.
 */
import type { Checked } from '../../model/index.js';
import { parse, type Declaration } from '../syntax/index.js';
import { placeComments } from './comments.js';
import { printDocument } from './document.js';
import { printDeclaration } from './print-declarations.js';
import { printItems, type Printing } from './print-sequence.js';

const width = 100;

/**
 * Formats one file.
 * @param path what the file is called in messages
 * @returns the text, absent when the file has syntax errors
 */
export function format(text: string, path = 'main.stow'): Checked<string> {
  const normal = text.replace(/\r\n/g, '\n').replace(/^\uFEFF/, '');
  const { source, tree, comments, diagnostics } = parse(path, normal);
  if (diagnostics.length > 0) return { diagnostics };
  const printing: Printing = { text: normal, source, places: placeComments(tree, comments) };
  const docs = printItems<Declaration>(printing, tree, tree.declarations, {
    print: (declaration) => printDeclaration(printing, declaration),
    separator: '',
    end: '',
  });
  const printed = printDocument(docs, width).trimEnd();
  return { value: printed === '' ? '' : `${printed}\n`, diagnostics };
}
