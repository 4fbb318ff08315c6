/*
 * Takes out the warnings that comments allow, and reports comments that allow nothing. Errors are
 * never taken out. What loading warns of depends on more than the files: that may be allowed in vain.
 */
import { hasErrors, type Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { loadingCodes } from '../diagnostics/loading-codes.js';
import type { Parsed } from '../syntax/index.js';
import { readAllowances, type Allowance } from './allow-comments.js';

/** What is left to say about files. */
export function silence(
  files: readonly Parsed[],
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const ownMistakes: Diagnostic[] = [];
  const allowances = files.flatMap((parsed) =>
    // Few files have such comments, and none of the rest needs to be looked at.
    parsed.source.text.includes('stowage:')
      ? readAllowances(parsed, (mistake) => ownMistakes.push(mistake))
      : [],
  );
  if (allowances.length + ownMistakes.length === 0) return diagnostics;
  const needed = new Set<Allowance>();
  const isSaid = (diagnostic: Diagnostic): boolean => {
    const allowing = allowances.filter((allowance) => allows(allowance, diagnostic));
    for (const allowance of allowing) needed.add(allowance);
    return allowing.length === 0;
  };
  const said = [...diagnostics, ...ownMistakes].filter(isSaid);
  // Where there are errors some warnings have not been looked for.
  if (hasErrors(diagnostics)) return said;
  const unneeded = allowances.filter(
    (one) => one.code !== 'unneeded-allow' && !needed.has(one) && !(one.code in loadingCodes),
  );
  return [...said, ...unneeded.map(unneededAllow).filter(isSaid)];
}

function allows({ code, lines }: Allowance, diagnostic: Diagnostic): boolean {
  const { span } = diagnostic;
  if (diagnostic.severity !== 'warning' || diagnostic.code !== code || !span) return false;
  const { line } = span.start;
  return span.file === lines.file && lines.first <= line && line <= lines.last;
}

function unneededAllow({ code, span, removal }: Allowance): Diagnostic {
  return diagnose('unneeded-allow', span, {
    summary: `there is no warning \`${code}\` here to allow`,
    fix: { title: 'remove it', span: removal, text: '' },
  });
}
