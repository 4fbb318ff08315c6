/*
 * The one way to make a diagnostic: its code decides its severity, and must be in the table.
 */
import type { Diagnostic, Fix, Label, Span } from '../../model/index.js';
import { diagnosticCodes, type DiagnosticCode } from './codes.js';

export interface Message {
  readonly summary: string;
  readonly detail?: string | undefined;
  readonly labels?: readonly Label[] | undefined;
  readonly notes?: readonly string[] | undefined;
  readonly fix?: Fix | undefined;
}

/** Makes a diagnostic; `span` is where the reader should look first. */
export function diagnose(
  code: DiagnosticCode,
  span: Span | undefined,
  { summary, detail, labels, notes, fix }: Message,
): Diagnostic {
  return {
    code,
    severity: diagnosticCodes[code].severity,
    summary,
    ...(detail !== undefined && { detail }),
    ...(span && { span }),
    ...(labels && labels.length > 0 && { labels }),
    ...(notes && notes.length > 0 && { notes }),
    ...(fix && { fix }),
  };
}
