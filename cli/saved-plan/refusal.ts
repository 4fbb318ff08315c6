/*
 * Why a saved plan is not carried out. A refusal is a value, found before anything is written, and
 * ends the command with an exit code of its own.
 */
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { visible, visibleInLine, type Terminal } from '../terminal/terminal.js';

export interface Refusal {
  readonly kind: 'refused';
  /** What is wrong, as the end of a sentence that begins with the name of the file. */
  readonly reason: string;
  /** What has moved, one a line. */
  readonly lines: readonly string[];
  /** What to do about it. */
  readonly hint: string;
}

export const planAgain = 'Nothing was changed. Make a new plan with `stowage plan --out FILE`.';

export function refuse(
  reason: string,
  { lines = [], hint = planAgain }: Partial<Pick<Refusal, 'lines' | 'hint'>> = {},
): Refusal {
  return { kind: 'refused', reason, lines, hint };
}

/** Says why a file is refused. */
export function reportRefusal(
  file: string,
  { reason, lines, hint }: Refusal,
  terminal: Terminal,
): ExitCode {
  terminal.complain(`stowage: ${visibleInLine(file)} is refused: ${visible(reason)}`);
  for (const line of lines) terminal.complain(`  ${visibleInLine(line)}`);
  terminal.complain(visible(hint));
  return exitCodes.stale;
}
