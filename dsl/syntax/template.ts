/*
 * Files that are one long text with interpolations, for `template()`. Everything in them stands for
 * itself but `${…}`, with an expression on one line; `\${` stands for the two characters. Places in
 * the tree are places in the file.
 */
import type { Diagnostic } from '../../model/index.js';
import { buildExpression, type Builder } from './build-expressions.js';
import { nodeOf } from './cst.js';
import { endOfInterpolation } from './custom-patterns.js';
import { layOut } from './layout.js';
import { expandInterpolation, openInterpolation } from './lexer.js';
import { stowageGrammar } from './parse.js';
import { makeSource, spanBetween, type Source } from './source.js';
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
    const end = endOfInterpolation(text, start + 2, 1);
    if (end === undefined) diagnostics.push(openInterpolation(source, start));
    else {
      parts.push(parseInterpolation(source, start, end, diagnostics));
      from = end;
    }
  }
  addText(text.length, '');
  return {
    text: { kind: 'string', parts, span: spanBetween(source, 0, text.length) },
    diagnostics,
  };
}

function parseInterpolation(
  source: Source,
  start: number,
  end: number,
  diagnostics: Diagnostic[],
): StringPart {
  const found: Diagnostic[] = [];
  const laidOut = layOut(source, expandInterpolation(source, start, end, found));
  found.push(...laidOut.diagnostics);
  const parser = stowageGrammar();
  parser.input = [...laidOut.tokens];
  const cst = parser.interpolation();
  const builder: Builder = { source, comments: [], diagnostics: found };
  const value = buildExpression(builder, nodeOf(cst, 'expression'), start + 2);
  found.push(...describeSyntaxErrors(source, parser.errors, laidOut.partners));
  diagnostics.push(...found.slice(0, 1));
  return { kind: 'interpolation', value, span: spanBetween(source, start, end) };
}
