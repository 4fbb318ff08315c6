/*
 * Comments that silence warnings: `// stowage: allow CODE, CODE reason` and `allow-file`. They are
 * read here, and what is wrong with them is reported; whom they silence is for silence.ts.
 */
import { nearestName, type Diagnostic, type Span } from '../../model/index.js';
import { diagnosticCodes } from '../diagnostics/codes.js';
import { loadingCodes } from '../diagnostics/loading-codes.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { spanBetween, type Comment, type Parsed } from '../syntax/index.js';
import { linesAbout, type Lines } from './allowed-lines.js';
import { itemWithComma } from './edits.js';

/** One code that a comment allows. */
export interface Allowance {
  readonly code: string;
  /** Where the code stands. */
  readonly span: Span;
  /** What to remove where it is not needed: the code, or the comment if it is the only one. */
  readonly removal: Span;
  readonly lines: Lines;
}

const instruction = /^\/\/\s*stowage:\s*([\w-]*)(\s*)/;
const codePattern = /^([\w-]+)(\s*,\s*)?/;
const instructions = ['allow', 'allow-file'];
const codes = new Map<string, string>(
  Object.entries({ ...diagnosticCodes, ...loadingCodes }).map(([code, { severity }]) => [
    code,
    severity,
  ]),
);

/** The allowances of a file; mistakes in them are reported. */
export function readAllowances(
  parsed: Parsed,
  report: (diagnostic: Diagnostic) => void,
): readonly Allowance[] {
  return parsed.comments.flatMap((comment) => {
    const match = comment.kind === 'line' ? instruction.exec(comment.text) : null;
    if (!match) return [];
    const [head, word = ''] = match;
    const wordAt = comment.start + comment.text.indexOf(word, comment.text.indexOf('stowage:') + 8);
    if (!instructions.includes(word)) {
      report(unknownInstruction(word, spanBetween(parsed.source, wordAt, wordAt + word.length)));
      return [];
    }
    const listed = listedCodes(comment.text, head.length);
    const isWholeFile = word === 'allow-file';
    if (isWholeFile && !isAtTop(parsed, comment)) {
      report(notAtTop(spanBetween(parsed.source, wordAt, wordAt + word.length)));
      return [];
    }
    const lines = isWholeFile
      ? { file: parsed.source.path, first: 1, last: Infinity }
      : linesAbout(parsed, comment);
    const whole = spanBetween(parsed.source, comment.start, comment.end);
    if (listed.length === 0) report(notAWarning('', whole));
    return listed.flatMap(({ code, at }) => {
      const start = comment.start + at;
      const span = spanBetween(parsed.source, start, start + code.length);
      if (!isWarning(code)) {
        report(notAWarning(code, span));
        return [];
      }
      const removal =
        listed.length > 1 ? itemWithComma(parsed.source, span) : commentRemoval(parsed, whole);
      return [{ code, span, removal, lines }];
    });
  });
}

const isWarning = (code: string): boolean => codes.get(code) === 'warning';

/** The codes of a comment: words parted by commas, up to the first that is not. */
function listedCodes(text: string, from: number): { readonly code: string; readonly at: number }[] {
  const found: { code: string; at: number }[] = [];
  let at = from;
  for (let more = true; more;) {
    const match = codePattern.exec(text.slice(at));
    if (!match) break;
    found.push({ code: match[1] ?? '', at });
    at += match[0].length;
    more = match[2] !== undefined;
  }
  return found;
}

/** A comment goes with its line, or with the space before it. */
function commentRemoval({ source }: Parsed, { start, end }: Span): Span {
  const { text } = source;
  const spaces = /[ \t]*$/.exec(text.slice(0, start.offset))?.[0].length ?? 0;
  const from = start.offset - spaces;
  const isAlone = from === 0 || text[from - 1] === '\n';
  return spanBetween(source, from, isAlone ? end.offset + 1 : end.offset);
}

function isAtTop({ tree }: Parsed, { start }: Comment): boolean {
  const [first] = tree.declarations;
  return first === undefined || start < first.span.start.offset;
}

function unknownInstruction(word: string, span: Span): Diagnostic {
  const nearest = nearestName(word, instructions);
  return diagnose('unknown-allow', span, {
    summary: `there is no instruction \`${word}\``,
    detail: 'Comments that begin with `stowage:` go on with `allow` or `allow-file`.',
    fix: nearest === undefined ? undefined : write(nearest, span),
  });
}

function notAWarning(code: string, span: Span): Diagnostic {
  if (codes.has(code)) {
    return diagnose('unknown-allow', span, {
      summary: `\`${code}\` is an error, and errors cannot be allowed`,
    });
  }
  const warnings = [...codes.keys()].filter(isWarning);
  const nearest = nearestName(code, warnings);
  return diagnose('unknown-allow', span, {
    summary: code === '' ? 'no code is named here' : `there is no warning \`${code}\``,
    fix: nearest === undefined ? undefined : write(nearest, span),
  });
}

const notAtTop = (span: Span): Diagnostic =>
  diagnose('unknown-allow', span, {
    summary: '`allow-file` stands before the first declaration of a file',
    fix: write('allow', span),
  });

const write = (text: string, span: Span) => ({ title: `write \`${text}\``, span, text });
