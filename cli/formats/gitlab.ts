/*
 * Diagnostics as a code quality report of GitLab, which its merge requests show. Every entry needs a
 * file and a line there: what has no place stands at the beginning of the first file.
 */
import { fingerprints, reportedPath, wholeMessage, type Report } from './report.js';

const severities = { error: 'major', warning: 'minor' } as const;

/** The report, as data. */
export function gitlabReport({ diagnostics, sources }: Report) {
  const prints = fingerprints(diagnostics);
  const [first = ''] = sources.keys();
  return diagnostics.map((one, index) => ({
    description: wholeMessage(one).replace('\n', '. ').replaceAll('\n', ' '),
    check_name: one.code,
    fingerprint: prints[index] ?? '',
    severity: severities[one.severity],
    location: {
      path: reportedPath(one.span?.file ?? first),
      lines: { begin: one.span?.start.line ?? 1, end: one.span?.end.line ?? 1 },
    },
  }));
}
