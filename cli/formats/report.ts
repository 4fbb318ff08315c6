/*
 * What every format of a report is made from, and what several of them need: the whole message in
 * one text, and a fingerprint that stays the same while lines move.
 */
import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { diagnosticCodes } from '../../dsl/diagnostics/index.js';
import { planningCodes, type Diagnostic, type DiagnosticDescription } from '../../model/index.js';
import { savedPlanCodes } from '../saved-plan/codes.js';

export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  /** Text of each file, by the path that spans have: relative to where the command runs, or absolute. */
  readonly sources: ReadonlyMap<string, string>;
}

const descriptions = new Map<string, DiagnosticDescription>(
  Object.entries({ ...diagnosticCodes, ...planningCodes, ...savedPlanCodes }),
);

/** What the table says of a code. */
export function descriptionOf({ code, severity, summary }: Diagnostic): DiagnosticDescription {
  return descriptions.get(code) ?? { severity, title: summary, explanation: summary };
}

/** Summary, detail, notes and fix as one plain text of several lines. */
export function wholeMessage({ summary, detail, notes = [], fix }: Diagnostic): string {
  return [
    summary,
    ...(detail === undefined ? [] : [detail]),
    ...notes.map((note) => `note: ${note}`),
    ...(fix ? [`fix: ${fix.title}`] : []),
  ].join('\n');
}

/** A path with `/` between its parts; one below the working directory does not begin with `./`. */
export function reportedPath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return isAbsolute(path) ? slashed : slashed.replace(/^(?:\.\/)+/, '');
}

/**
 * Hexadecimal fingerprints of diagnostics: made of code, file and words, not of lines, so that a
 * service knows a finding again after the file has changed elsewhere. Equal ones are numbered.
 */
export function fingerprints(diagnostics: readonly Diagnostic[]): readonly string[] {
  const seen = new Map<string, number>();
  return diagnostics.map(({ code, summary, span }) => {
    const what = JSON.stringify([code, span ? reportedPath(span.file) : '', summary]);
    const before = seen.get(what) ?? 0;
    seen.set(what, before + 1);
    return createHash('sha256').update(`${what} ${before}`).digest('hex').slice(0, 32);
  });
}
