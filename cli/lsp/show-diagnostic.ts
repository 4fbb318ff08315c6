/*
 * Our diagnostics as the protocol's: detail and notes become part of the message, labels related
 * places, and the code a link to its page where the client can show one.
 */
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as Shown,
  type Range,
} from 'vscode-languageserver';
import type { Diagnostic, Span } from '../../model/index.js';
import { rangeOf } from './spots.js';

export interface DiagnosticStyle {
  /** The address of a code's page; nothing where there is none. */
  readonly pageOf: (code: string) => string | undefined;
  readonly uriOf: (path: string) => string;
  readonly showsRelated: boolean;
  /** Where a place is now. */
  readonly rangeNow: (span: Span) => Range | undefined;
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
} as const;

/** Codes of what may as well not be there. */
const needless = new Set(['unused-name', 'unused-import', 'needless-after']);

/** A diagnostic as it is published; nothing where its place has gone. */
export function showDiagnostic(diagnostic: Diagnostic, style: DiagnosticStyle): Shown | undefined {
  const { code, severity, summary, detail, notes = [], span, labels = [] } = diagnostic;
  const range = span ? style.rangeNow(span) : beginning;
  if (!range) return undefined;
  const href = style.pageOf(code);
  const related = style.showsRelated
    ? labels.map((label) => ({
        location: {
          uri: style.uriOf(label.span.file),
          range: style.rangeNow(label.span) ?? rangeOf(label.span),
        },
        message: label.text,
      }))
    : [];
  return {
    range,
    severity: severities[severity],
    code,
    source: 'stowage',
    message: [summary, ...(detail === undefined ? [] : [detail]), ...notes].join('\n'),
    ...(href !== undefined && { codeDescription: { href } }),
    ...(related.length > 0 && { relatedInformation: related }),
    ...(needless.has(code) && { tags: [DiagnosticTag.Unnecessary] }),
  };
}

const beginning: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
