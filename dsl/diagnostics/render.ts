/*
 * Diagnostics as text for people: what is wrong, where, the lines with marks under them, what to do.
 * No terminal here: a pen may mark up the pieces.
 */
import { formatSpan, type Diagnostic, type Span } from '../../model/index.js';
import { lineText, makeSource, type Source } from '../syntax/source.js';

export type PenStyle = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';
/** Marks up pieces of text; a terminal is one. */
export interface Pen {
  style(style: PenStyle, text: string): string;
}
type Sources = ReadonlyMap<string, string>;

interface Mark {
  readonly span: Span;
  readonly sign: '^' | '-';
  readonly text: string;
}

const plainPen: Pen = { style: (_style, text) => text };

/**
 * Renders one diagnostic, without a line break at its end.
 * @param sources the text of each file by its path; lines of other files are left out
 */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  sources: Sources,
  pen: Pen = plainPen,
): string {
  const { severity, code, summary, detail, span, labels = [], notes = [], fix } = diagnostic;
  const lines = [
    `${pen.style(severity === 'error' ? 'red' : 'yellow', `${severity}[${code}]`)}${pen.style('bold', `: ${summary}`)}`,
    ...(span ? renderPlaces(span, labels, sources, pen) : []),
    ...(detail === undefined ? [] : wrap(detail, 92).map((line) => `    ${line}`)),
    ...notes.flatMap(renderNote),
    ...(fix ? [pen.style('green', `    fix: ${fix.title}`)] : []),
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

function renderPlaces(
  span: Span,
  labels: readonly { readonly span: Span; readonly text: string }[],
  sources: Sources,
  pen: Pen,
): string[] {
  const marks: Mark[] = [
    { span, sign: '^', text: '' },
    ...labels.map((label) => ({ ...label, sign: '-' as const })),
  ];
  const width = Math.max(...marks.map((mark) => String(mark.span.start.line).length));
  const files = [...new Set(marks.map((mark) => mark.span.file))];
  return files.flatMap((file) => {
    const here = joinMarks(marks.filter((mark) => mark.span.file === file));
    const first = here.find((mark) => mark.sign === '^') ?? here[0];
    const source = sourceOf(sources, file);
    const place = pen.style('cyan', `  ${first ? formatSpan(first.span) : file}`);
    return source ? [place, ...renderLines(source, here, width, pen)] : [place];
  });
}

const prepared = new WeakMap<Sources, Map<string, Source>>();

/** A file among sources, prepared once however many messages speak of it. */
function sourceOf(sources: Sources, file: string): Source | undefined {
  const text = sources.get(file);
  if (text === undefined) return undefined;
  const known = prepared.get(sources) ?? new Map<string, Source>();
  prepared.set(sources, known);
  const before = known.get(file);
  if (before?.text === text) return before;
  const source = makeSource(file, text);
  known.set(file, source);
  return source;
}

/** A label on the very place of the message stands beside its marks. */
function joinMarks(marks: readonly Mark[]): Mark[] {
  const joined: Mark[] = [];
  for (const mark of marks) {
    const twin = joined.findIndex(
      ({ span, text }) =>
        text === '' &&
        span.start.offset === mark.span.start.offset &&
        span.end.offset === mark.span.end.offset,
    );
    const before = joined[twin];
    if (before) joined[twin] = { ...before, text: mark.text };
    else joined.push(mark);
  }
  return joined;
}

function renderLines(source: Source, marks: readonly Mark[], width: number, pen: Pen): string[] {
  const numbers = [...new Set(marks.map((mark) => mark.span.start.line))].sort((a, b) => a - b);
  return numbers.flatMap((number, index) => {
    const before = numbers[index - 1];
    const gap =
      before !== undefined && number > before + 1
        ? [pen.style('dim', `    ${'.'.repeat(width)}`)]
        : [];
    const here = marks
      .filter((mark) => mark.span.start.line === number)
      .sort((a, b) => a.span.start.column - b.span.start.column);
    const line = excerpt(lineText(source, number), (here[0]?.span.start.column ?? 1) - 1);
    return [
      ...gap,
      `${pen.style('dim', `    ${String(number).padStart(width)} |`)} ${line.text}`,
      ...here.map((mark) => renderMark(mark, line, width, pen)),
    ];
  });
}

/** What is shown of a line. */
interface Excerpt {
  readonly text: string;
  /** How many characters of the line are left out before it, less those that say so. */
  readonly skipped: number;
}

const longestLine = 200;
const leadIn = 40;

/** A line, or, of one that nobody could read, the piece around a place in it. */
function excerpt(line: string, start: number): Excerpt {
  if (line.length <= longestLine) return { text: line, skipped: 0 };
  const from = Math.max(0, Math.min(start - leadIn, line.length - longestLine));
  const piece = line.slice(from, from + longestLine);
  const rest = from + longestLine < line.length ? '…' : '';
  return from === 0
    ? { text: `${piece}${rest}`, skipped: 0 }
    : { text: `…${piece}${rest}`, skipped: from - 1 };
}

function renderMark({ span, sign, text }: Mark, line: Excerpt, width: number, pen: Pen): string {
  const last = line.text.length;
  const start = Math.min(span.start.column - 1 - line.skipped, last);
  const end =
    span.end.line === span.start.line ? Math.min(span.end.column - 1 - line.skipped, last) : last;
  const indent = line.text.slice(0, start).padEnd(start).replace(/[^\t]/g, ' ');
  const under = sign.repeat(Math.max(1, end - start));
  const gutter = pen.style('dim', `    ${' '.repeat(width)} |`);
  return `${gutter} ${indent}${pen.style(sign === '^' ? 'red' : 'cyan', `${under}${text === '' ? '' : ` ${text}`}`)}`;
}

/** A note stands as written, its lines below each other. */
function renderNote(note: string): string[] {
  const [first = '', ...rest] = note.split('\n');
  return [`    note: ${first}`, ...rest.map((line) => `          ${line}`)];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
