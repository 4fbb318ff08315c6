/*
 * The lines that a comment is about: its own where code stands before it, else the next with code;
 * and all lines of the declaration, field or element that begins there.
 */
import type { Span } from '../../model/index.js';
import { positionAt, type Comment, type Parsed, type SyntaxTree } from '../syntax/index.js';
import { expressionsOf } from './walk.js';

/** Lines of a file, first and last. */
export interface Lines {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/** The lines that a comment is about. */
export function linesAbout(parsed: Parsed, { start }: Comment): Lines {
  const { source, tree } = parsed;
  const own = positionAt(source, start).line;
  const lineStart = source.lineStarts[own - 1] ?? 0;
  const isAlone = source.text.slice(lineStart, start).trim() === '';
  const first = isAlone ? nextLineOfCode(parsed, own) : own;
  return { file: source.path, first, last: lastLineFrom(tree, first) };
}

function nextLineOfCode({ source, comments }: Parsed, line: number): number {
  const { lineStarts, text } = source;
  let next = line + 1;
  for (; next <= lineStarts.length; next++) {
    const start = lineStarts[next - 1] ?? 0;
    const content = text.slice(start, lineStarts[next] ?? text.length);
    const offset = start + content.search(/\S|$/);
    const isComment = comments.some((one) => one.start <= offset && offset < one.end);
    if (content.trim() !== '' && !isComment) break;
  }
  return next;
}

/** The last line of what begins on a line; that line where nothing longer does. */
function lastLineFrom(tree: SyntaxTree, line: number): number {
  const lastOf = (spans: readonly Span[]): number =>
    spans.reduce(
      (last, { start, end }) => (start.line === line ? Math.max(last, end.line) : last),
      line,
    );
  const around = tree.declarations.filter(
    ({ span }) => span.start.line <= line && line <= span.end.line,
  );
  return Math.max(
    lastOf(around.map(({ span }) => span)),
    ...expressionsOf({ declarations: around }).map((expression) => {
      if (expression.kind === 'object') return lastOf(expression.members.map(({ span }) => span));
      if (expression.kind === 'list') return lastOf(expression.elements.map(({ span }) => span));
      return line;
    }),
  );
}
