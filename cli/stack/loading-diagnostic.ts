/* How the loader makes its diagnostics; their codes stand beside those of the language. */
import { loadingCodes } from '../../dsl/index.js';
import type { Diagnostic, Fix, Label, Span } from '../../model/index.js';

export type LoadingCode = keyof typeof loadingCodes;

export interface LoadingMessage {
  readonly summary: string;
  readonly detail?: string | undefined;
  readonly span?: Span | undefined;
  readonly labels?: readonly Label[] | undefined;
  readonly notes?: readonly string[] | undefined;
  readonly fix?: Fix | undefined;
}

/** Makes a diagnostic of loading. */
export function loadingDiagnostic(code: LoadingCode, message: LoadingMessage): Diagnostic {
  const { summary, detail, span, labels, notes, fix } = message;
  return {
    code,
    severity: loadingCodes[code].severity,
    summary,
    ...(detail !== undefined && { detail }),
    ...(span && { span }),
    ...(labels && labels.length > 0 && { labels }),
    ...(notes && notes.length > 0 && { notes }),
    ...(fix && { fix }),
  };
}
