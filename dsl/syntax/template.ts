/*
 * Files that are one long text with interpolations, for `template()`. Everything in them stands for
 * itself but `${…}`, with an expression on one line; `\${` stands for the two characters. Places in
 * the tree are places in the file.
 */
import type { Diagnostic } from '../../model/index.js';
import { findPartners, layOut } from './layout.js';
import { readInterpolation } from './lexer.js';
import { stowageGrammar } from './parse.js';
import { makeSource, spanBetween } from './source.js';
import { describeSyntaxErrors } from './syntax-errors.js';
import type { StringLiteral, StringPart } from './tree.js';

export interface Template {
  readonly text: StringLiteral;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a template. Each interpolation is read by itself, so that one mistake hides no other. */
export function parseTemplate(path: string, text: string): Template {
  const source = makeSource(path, text);
  const parts: StringPart[] = [];
  const diagnostics: Diagnostic[] = [];
  let from = 0;
  const addText = (end: number, behind: string): void => {
    const raw = text.slice(from, end) + behind;
    // The parts of a string hold escapes; a template has none but one.
    const escaped = raw.replaceAll('\\', '\\\\');
    if (raw !== '')
      parts.push({ kind: 'text', raw: escaped, span: spanBetween(source, from, end) });
  };
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', from)) {
    let escape = start;
    while (escape > from && text[escape - 1] === '\\') escape -= 1;
    const backslashes = start - escape;
    const isEscaped = backslashes % 2 === 1;
    addText(escape, '\\'.repeat(Math.floor(backslashes / 2)) + (isEscaped ? '${' : ''));
    from = start + 2;
    if (isEscaped) continue;
    const read = readInterpolation(source, start);
    const { anchor, end } = read;
    if (end === undefined) {
      diagnostics.push(...read.diagnostics.slice(-1));
      continue;
    }
    const laidOut = layOut(anchor, read.tokens);
    const { part, reports, failures } = stowageGrammar().readInterpolation(anchor, laidOut.tokens);
    const partners = findPartners(laidOut.tokens);
    const described = describeSyntaxErrors(anchor, end, failures, partners);
    const found = [...read.diagnostics, ...laidOut.diagnostics, ...described, ...reports];
    diagnostics.push(...found.slice(0, 1));
    parts.push(part);
    from = end;
  }
  addText(text.length, '');
  return {
    text: { kind: 'string', parts, span: spanBetween(source, 0, text.length) },
    diagnostics,
  };
}
