/*
 * Changes that an editor offers beside the fixes of diagnostics: a name for an expression, and a
 * comment that silences a lint at its place.
 */
import type { Span } from '../../model/index.js';
import { lineText, positionAt, type Expression, type Source } from '../syntax/index.js';
import { tableOf } from './definitions.js';
import type { NameScope } from './infer.js';
import type { Edit } from './rename.js';
import { walkFile } from './walk.js';
import type { Place } from './world.js';

export interface Change {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The new name, for the editor to have renamed next. */
  readonly rename?: Span;
}

/** Gives the expression that a selection covers a name of its own. */
export function extractToLet(place: Place, start: number, end: number): Change | undefined {
  const { source, tree } = place.file;
  const [from, to] = trimmed(source.text, start, end);
  if (from >= to) return undefined;
  let found: { expression: Expression; scope: NameScope; name: string | undefined } | undefined;
  let key: string | undefined;
  walkFile(place, {
    enters: (span) => span.start.offset <= from && span.end.offset >= to,
    name: ({ position, name, span, object }) => {
      const isBefore = span.end.offset <= from;
      if (position === 'key' && isBefore && object && object.span.end.offset >= to) key = name;
    },
    expression: (expression, { scope }) => {
      const { span } = expression;
      if (span.start.offset === from && span.end.offset === to) {
        found ??= { expression, scope, name: key };
      }
    },
  });
  const declaration = tree.declarations.find(
    ({ span }) => span.start.offset <= from && span.end.offset >= to,
  );
  if (!found || !declaration || !isExtractable(found.expression)) return undefined;
  const text = source.text.slice(from, to);
  const locals = [...found.scope.locals.keys()];
  if (locals.some((local) => new RegExp(`\\b${local}\\b`).test(text))) return undefined;
  const name = freeName(place, found.name ?? 'value');
  const at = beforeComments(place, declaration.span);
  return {
    title: `Extract to \`let ${name}\``,
    edits: [
      { span: emptySpan(source, at), text: `let ${name} = ${dedented(source, from, text)}\n\n` },
      { span: spanOf(source, from, to), text: name },
    ],
  };
}

function trimmed(text: string, start: number, end: number): readonly [number, number] {
  const selected = text.slice(start, end);
  const from = start + (selected.length - selected.trimStart().length);
  return [from, Math.max(from, start + selected.trimEnd().length)];
}

/** A name alone gains nothing by another, and arrows and conditions are no values of a `let`. */
function isExtractable(expression: Expression): boolean {
  if (expression.kind === 'binary') return !['->', 'is'].includes(expression.operator);
  return !['name', 'missing', 'endpoint'].includes(expression.kind);
}

function freeName({ unit }: Place, wanted: string): string {
  const { names } = tableOf(unit);
  let name = wanted;
  for (let count = 2; names.has(name); count++) name = `${wanted}_${count}`;
  return name;
}

/** The offset of the line on which a declaration begins, its comments included. */
function beforeComments({ file }: Place, { start }: Span): number {
  const { text } = file.source;
  let at = text.lastIndexOf('\n', start.offset - 1) + 1;
  for (const comment of [...file.comments].reverse()) {
    if (comment.start >= at) continue;
    if (!/^[ \t]*\r?\n?[ \t]*$/.test(text.slice(comment.end, at))) break;
    // A comment behind something else belongs to that.
    const line = text.lastIndexOf('\n', comment.start - 1) + 1;
    if (text.slice(line, comment.start).trim() !== '') break;
    at = line;
  }
  return at;
}

/** Lines after the first, moved to the left by the indentation of the first. */
function dedented(source: Source, from: number, text: string): string {
  const line = lineText(source, positionAt(source, from).line);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return text.replaceAll(`\n${indent}`, '\n');
}

const spanOf = (source: Source, start: number, end: number): Span => ({
  file: source.path,
  start: positionAt(source, start),
  end: positionAt(source, end),
});
const emptySpan = (source: Source, at: number): Span => spanOf(source, at, at);

/** Puts a comment before a line that silences a lint there. */
export function allowLint({ file }: Place, code: string, at: Span): Change {
  const { source } = file;
  const line = lineText(source, at.start.line);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const start = source.lineStarts[at.start.line - 1] ?? 0;
  return {
    title: `Allow \`${code}\` here`,
    edits: [{ span: emptySpan(source, start), text: `${indent}// stowage: allow ${code}\n` }],
  };
}
