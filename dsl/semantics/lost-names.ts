/*
 * Names in texts that could not be made sense of. Whoever uses one has made no mistake by that, and
 * what is declared is used if its name appears there.
 */
import { lineText, type Parsed } from '../syntax/index.js';

const words = /[A-Za-z_]\w*/g;

/** Whether a declaration begins so wrongly that its name is gone: any name may be the one. */
function hasNameless(
  { source, tree, diagnostics }: Parsed,
  declarationWords: readonly string[],
): boolean {
  const starts = new Set(tree.declarations.map(({ span }) => span.start.line));
  return diagnostics.some(({ code, span }) => {
    const line = span?.start.line ?? 0;
    const [, first = '', next = ''] = /^(\w+)\s*(\S?)/.exec(lineText(source, line)) ?? [];
    const isGone = declarationWords.includes(first) && !/[\w"]/.test(next);
    return code === 'syntax' && isGone && !starts.has(line);
  });
}

const namesIn = ({ source }: Parsed): string[] => source.text.match(words) ?? [];

/**
 * Names whose declarations may have been lost.
 * @param declarationWords what declarations begin with
 */
export const lostNames = (
  files: readonly Parsed[],
  declarationWords: readonly string[],
): string[] =>
  files.flatMap(
    files.some((file) => hasNameless(file, declarationWords)) ? namesIn : namesOnBrokenLines,
  );

/** Names on lines with a syntax error, one of which may be that of a lost declaration. */
function namesOnBrokenLines({ source, diagnostics }: Parsed): string[] {
  return diagnostics.flatMap(({ span }) =>
    span ? (lineText(source, span.start.line).match(words) ?? []) : [],
  );
}

/** Names in broken declarations and on broken lines. */
export function namesInBroken(file: Parsed): string[] {
  const { declarations } = file.tree;
  const inside = declarations.flatMap(({ broken, span }, index) => {
    if (!broken) return [];
    const end = declarations[index + 1]?.span.start.offset;
    return file.source.text.slice(span.start.offset, end).match(words) ?? [];
  });
  return [...inside, ...namesOnBrokenLines(file)];
}
