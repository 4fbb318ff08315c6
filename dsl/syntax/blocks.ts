/*
 * Where a string between `"""` ends, and how it is laid out. Three quotes end it, unless a backslash
 * is before them. One without an end is taken to end where the indentation goes back, so that the
 * rest of the file is still read.
 */
import { beginsDeclarationAt } from './declaration-start.js';

export interface Block {
  /** Offset of the opening quotes. */
  readonly quote: number;
  /** Where its text begins: after the line break that follows the opening quotes. */
  readonly start: number;
  /** Offset of the closing quotes; without them that of the end of the text. */
  readonly end: number;
  readonly closed: boolean;
  /** How far was looked for the end. */
  readonly reach: number;
  /** What stands before the closing quotes; absent where that is not only space. */
  readonly indentation: string | undefined;
  readonly isOnOneLine: boolean;
  /** Whether text follows the opening quotes on their line. */
  readonly beginsAtOnce: boolean;
  /** The indentation of the first line that has too little of it. */
  readonly shallow: { readonly start: number; readonly end: number } | undefined;
}

/**
 * Looks at the string whose opening quotes are at an offset.
 * @param line the offset of the end of their line
 */
export function findBlock(text: string, quote: number, line: number): Block {
  const found = findQuotes(text, quote + 3);
  const closed = found < text.length && !(line < found && isOpening(text, found));
  const end = closed ? found : endOfUnclosed(text, quote);
  const isOnOneLine = line >= end;
  const beginsAtOnce = isOnOneLine || text.slice(quote + 3, line).trim() !== '';
  const start = beginsAtOnce ? quote + 3 : line + 1;
  const before = isOnOneLine ? undefined : text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  const indentation = closed && before?.trim() === '' ? before : undefined;
  return {
    quote,
    start: Math.min(start, end),
    end,
    closed,
    reach: nextLine(text, found),
    indentation,
    isOnOneLine,
    beginsAtOnce,
    shallow: indentation === undefined ? undefined : findShallow(text, start, end, indentation),
  };
}

/** The offset of the next three quotes, or that of the end of the text. */
function findQuotes(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 34 && text.startsWith('"""', at)) return at;
    at += code === 92 ? 2 : 1;
  }
  return text.length;
}

/** Whether quotes plainly begin a string, and so do not end another. */
function isOpening(text: string, quotes: number): boolean {
  const line = text.lastIndexOf('\n', quotes) + 1;
  const next = text.indexOf('\n', quotes);
  const after = text.slice(quotes + 3, next === -1 ? text.length : next);
  return (
    after.trim() === '' && /[=:([,>?]\s*$/.test(text.slice(Math.max(line, quotes - 200), quotes))
  );
}

const indentationAt = (text: string, line: number): number => {
  let at = line;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at += 1;
  return at - line;
};
const isBlank = (text: string, line: number): boolean => {
  const code = text.charCodeAt(line + indentationAt(text, line));
  return code === 10 || code === 13;
};

/** Before the first line that is not indented deeper than the line of the opening quotes. */
function endOfUnclosed(text: string, quote: number): number {
  const opening = indentationAt(text, text.lastIndexOf('\n', quote) + 1);
  let isFirst = true;
  let isDeeper = false;
  for (let line = nextLine(text, quote); line < text.length; line = nextLine(text, line)) {
    if (isBlank(text, line)) continue;
    const indentation = indentationAt(text, line);
    if (isFirst) isDeeper = indentation > opening;
    isFirst = false;
    const goesBack = isDeeper && indentation <= opening;
    if (goesBack || (indentation === 0 && beginsDeclarationAt(text, line))) return line - 1;
  }
  return text.length;
}

function nextLine(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  return found === -1 ? text.length : found + 1;
}

function findShallow(
  text: string,
  start: number,
  end: number,
  indentation: string,
): Block['shallow'] {
  for (let line = start; line < end; line = nextLine(text, line)) {
    if (text.startsWith(indentation, line) || isBlank(text, line)) continue;
    return { start: line, end: Math.max(line + 1, line + indentationAt(text, line)) };
  }
  return undefined;
}
