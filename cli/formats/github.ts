/*
 * Diagnostics as workflow commands of GitHub Actions, which shows them at their lines. A step shows
 * ten of a severity at most, so errors come first, and what is over is counted in a last line.
 */
import type { Diagnostic, Severity } from '../../model/index.js';
import { visible } from '../terminal/terminal.js';
import { reportedPath, wholeMessage, type Report } from './report.js';

const mostOfSeverity = 10;
const severities = ['error', 'warning'] as const satisfies readonly Severity[];

/** One line for each annotation. */
export function githubCommands({ diagnostics }: Report): readonly string[] {
  return severities.flatMap((severity) => {
    const all = diagnostics.filter((one) => one.severity === severity);
    const left = all.length - mostOfSeverity;
    const more = `${left} more ${severity}${left === 1 ? '' : 's'} in the log`;
    return [
      ...all.slice(0, mostOfSeverity).map(annotation),
      ...(left > 0 ? [`::notice title=stowage::${more}`] : []),
    ];
  });
}

function annotation(diagnostic: Diagnostic): string {
  const { severity, code, span } = diagnostic;
  const properties = Object.entries({
    ...(span ? { file: reportedPath(span.file), line: span.start.line, ...extent(span) } : {}),
    title: code,
  }).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${severity} ${properties.join(',')}::${escapeData(wholeMessage(diagnostic))}`;
}

/** Columns are taken only where the place lies in one line; they count from one, the last included. */
function extent({ start, end }: NonNullable<Diagnostic['span']>): Readonly<Record<string, number>> {
  return start.line === end.line
    ? { col: start.column, endColumn: Math.max(start.column, end.column - 1) }
    : { endLine: end.line };
}

/** A carriage return has been made visible by then. */
const escapeData = (text: string): string =>
  visible(text).replaceAll('%', '%25').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
