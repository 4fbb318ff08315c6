/* What is said of images that were not found, wherever they are named. */
import type { Diagnostic, Span } from '../model/index.js';
import type { Unfound } from './find-image.js';

type Said = Pick<Diagnostic, 'code' | 'summary' | 'detail'>;

const at = (said: Said, span: Span): Diagnostic => ({ ...said, severity: 'error', span });

export function missing(code: string, what: string, unfound: Unfound, span: Span): Diagnostic {
  return at(missingText(code, what, unfound), span);
}

export const missingText = (code: string, what: string, { why }: Unfound): Said => ({
  code,
  summary: `there is no image ${what}`,
  detail: why,
});

type Failed = Extract<Unfound, { kind: 'failed' }>;

export function registryFailed(name: string, failed: Failed, span: Span): Diagnostic {
  return at(registryFailedText(name, failed), span);
}

export const registryFailedText = (name: string, { why, hint }: Failed): Said => ({
  code: 'registry-failed',
  summary: `what ${JSON.stringify(name)} stands for cannot be found out`,
  detail: `The engine does not have it, and it was not possible to ask its registry: ${why}.${hint === undefined ? '' : ` ${hint}`}`,
});
