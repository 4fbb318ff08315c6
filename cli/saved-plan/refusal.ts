/*
 * Why a saved plan is not carried out. A refusal is a value, found before anything is written; what is
 * printed of it is a diagnostic with a code.
 */
import { renderDiagnostic } from '../../dsl/index.js';
import type { Diagnostic } from '../../model/index.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { visible, visibleInLine, type Terminal } from '../terminal/terminal.js';
import { savedPlanCodes, staleCodes, type SavedPlanCode } from './codes.js';

export interface Refusal {
  readonly kind: 'refused';
  readonly code: SavedPlanCode;
  /** What is wrong, as the end of a sentence that begins with the name of the file. */
  readonly reason: string;
  /** What has moved, one a line. */
  readonly lines: readonly string[];
  /** What to do about it. */
  readonly hint: string;
}

export const planAgain = 'Nothing was changed. Make a new plan with `stowage plan --out FILE`.';

export function refuse(
  code: SavedPlanCode,
  reason: string,
  { lines = [], hint = planAgain }: Partial<Pick<Refusal, 'lines' | 'hint'>> = {},
): Refusal {
  return { kind: 'refused', code, reason, lines, hint };
}

/** A refusal as programs read it. @param file as it is shown */
export function refusalDiagnostic(
  file: string,
  { code, reason, lines, hint }: Refusal,
): Diagnostic {
  return {
    code,
    severity: savedPlanCodes[code].severity,
    summary: `${file} is refused: ${reason}`,
    detail: hint,
    ...(lines.length > 0 && { notes: lines }),
  };
}

/** A refusal as people read it. What a file or an engine says may hold control characters. */
export function refusalText(diagnostic: Diagnostic, terminal?: Pick<Terminal, 'style'>): string {
  const { summary, detail = '', notes = [] } = diagnostic;
  const shown = {
    ...diagnostic,
    summary: visibleInLine(summary),
    detail: visible(detail),
    notes: notes.map(visibleInLine),
  };
  return renderDiagnostic(shown, new Map(), terminal);
}

/** Too old is told apart from wrong. */
export const exitCodeOfRefusal = ({ code }: Refusal): ExitCode =>
  code in staleCodes ? exitCodes.stale : exitCodes.error;
