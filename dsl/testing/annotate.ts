/*
 * Messages written into the source they are about, for goldens that read as a user sees them: below
 * its line each message has its marks, `^` for the place itself and `-` for labels, then what it
 * says. Taking all lines with `//~` out gives the source back.
 */
import type { Diagnostic, Span } from '../../model/index.js';
import { makeSource, spanBetween } from '../syntax/index.js';

interface Remark {
  readonly span: Span;
  readonly sign: '^' | '-';
  readonly text: string;
  /** What follows below, without marks. */
  readonly rest: readonly string[];
}

/** The text of a file with all that is said of it; labels of messages in other files too. */
export function annotate(path: string, text: string, diagnostics: readonly Diagnostic[]): string {
  const source = makeSource(path, text);
  const start = spanBetween(source, 0, 0);
  const remarks = diagnostics
    .flatMap((diagnostic) => remarksOf(diagnostic, start))
    .filter(({ span }) => span.file === path);
  const lines = text.replace(/\n$/, '').split('\n');
  return lines
    .flatMap((line, index) => {
      const here = remarks.filter(({ span }) => span.start.line === index + 1);
      return [line, ...here.flatMap((remark) => remarkLines(remark, line))];
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** What is left of an annotated file is its source. */
export function withoutAnnotations(text: string): string {
  return text.replace(/^[ \t^-]*\/\/~.*\n/gm, '');
}

/** What has no place stands at the beginning of the first file. */
function remarksOf(diagnostic: Diagnostic, start: Span): readonly Remark[] {
  const {
    code,
    severity,
    summary,
    detail,
    span = start,
    labels = [],
    notes = [],
    fix,
  } = diagnostic;
  const where = ({ file, start: { line, column } }: Span): string => `${file}:${line}:${column}`;
  const rest = [
    ...(detail === undefined ? [] : [detail]),
    ...notes.flatMap((note) => note.split('\n').map((line) => `note: ${line}`)),
    ...(fix ? [`fix: ${fix.title} -> ${JSON.stringify(fix.text)} at ${range(fix.span)}`] : []),
  ];
  return [
    { span, sign: '^', text: `${severity} ${code}: ${summary}`, rest },
    ...labels.map((label): Remark => ({
      span: label.span,
      sign: '-',
      text: `${code} at ${where(span)}: ${label.text}`,
      rest: [],
    })),
  ];
}

const range = ({ start, end }: Span): string =>
  `${start.line}:${start.column}-${end.line}:${end.column}`;

function remarkLines({ span, sign, text, rest }: Remark, line: string): readonly string[] {
  const from = span.start.column - 1;
  const to = span.end.line === span.start.line ? span.end.column - 1 : line.length;
  const indent = line.slice(0, from).padEnd(from).replace(/[^\t]/g, ' ');
  const marks = sign.repeat(Math.max(1, to - from));
  return [`${indent}${marks} //~ ${text}`, ...rest.map((one) => `${indent}//~ ${one}`)];
}
