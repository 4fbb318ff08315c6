/*
 * The formats in which a report of diagnostics is printed for programs. Text for people is not one of
 * them: it goes to standard error, by report.ts.
 */
import { hasErrors, nearestName } from '../../model/index.js';
import { UsageError, valueOf, type Invocation } from '../command.js';
import { githubCommands } from './github.js';
import { gitlabReport } from './gitlab.js';
import type { Report } from './report.js';
import { sarifDocument } from './sarif.js';

export type { Report } from './report.js';

export const reportFormats = ['text', 'json', 'sarif', 'github', 'gitlab'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/**
 * The format that was asked for; `--json` is one of them.
 * @param known those that the command has, the one by default first
 * @throws UsageError for an unknown one
 */
export function formatOf(invocation: Invocation): ReportFormat;
export function formatOf<Format extends string>(
  invocation: Invocation,
  known: readonly Format[],
): Format;
export function formatOf(invocation: Invocation, known: readonly string[] = reportFormats): string {
  const json = invocation.switches.has('json');
  const given = valueOf(invocation, 'format') ?? (json ? 'json' : known[0]) ?? 'text';
  const format = known.find((one) => one === given);
  if (format === undefined) {
    const near = nearestName(given, known);
    const hint = near === undefined ? known.join(', ') : `did you mean ${near}?`;
    throw new UsageError(`there is no format ${given}; ${hint}`);
  }
  if (json && format !== 'json')
    throw new UsageError(`--json and --format ${format} exclude each other`);
  return format;
}

/** The lines of a report in a format for programs. */
export function reportLines(
  format: Exclude<ReportFormat, 'text'>,
  report: Report,
): readonly string[] {
  switch (format) {
    case 'json':
      return [JSON.stringify(jsonDocument(report), null, 2)];
    case 'sarif':
      return [JSON.stringify(sarifDocument(report), null, 2)];
    case 'gitlab':
      return [JSON.stringify(gitlabReport(report), null, 2)];
    case 'github':
      return githubCommands(report);
    default:
      return format satisfies never;
  }
}

/** With the names of Terraform's `validate -json`. */
function jsonDocument({ diagnostics }: Report) {
  return {
    format_version: '1.0',
    valid: !hasErrors(diagnostics),
    error_count: diagnostics.filter(({ severity }) => severity === 'error').length,
    warning_count: diagnostics.filter(({ severity }) => severity === 'warning').length,
    diagnostics,
  };
}
