/*
 * Results of tests as JUnit XML, in the form that continuous integration reads: a suite for each
 * file, a case for each test. Times are left out, so that the same results are the same bytes.
 */
import { formatSpan } from '../../model/index.js';
import type { Failure, TrialResult } from './run-trial.js';

export interface Suite {
  /** Path of the file. */
  readonly file: string;
  readonly results: readonly TrialResult[];
}

/** The document, with a line break at its end. */
export function junitDocument(stack: string, suites: readonly Suite[]): string {
  const all = suites.flatMap(({ results }) => results);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: stack, ...counts(all) })}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines({ file, results }: Suite): readonly string[] {
  return [
    `  <testsuite${attributes({ name: file, ...counts(results) })}>`,
    ...results.flatMap((result) => caseLines(file, result)),
    '  </testsuite>',
  ];
}

function caseLines(file: string, { trial, failures }: TrialResult): readonly string[] {
  const own = { name: trial.title, classname: file, file, line: trial.span.start.line };
  if (failures.length === 0) return [`    <testcase${attributes(own)}/>`];
  return [
    `    <testcase${attributes(own)}>`,
    ...failures.map(
      (failure) =>
        `      <failure${attributes({ message: failure.summary })}>${escape(textOf(failure))}</failure>`,
    ),
    '    </testcase>',
  ];
}

const textOf = ({ span, summary, lines = [] }: Failure): string =>
  [`${formatSpan(span)}: ${summary}`, ...lines].join('\n');

const counts = (results: readonly TrialResult[]) => ({
  tests: results.length,
  failures: results.filter(({ failures }) => failures.length > 0).length,
  errors: 0,
});

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text for XML 1.0, which has no way to write most control characters at all. */
function escape(text: string): string {
  return text
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)
    .replace(/[\r\t]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
