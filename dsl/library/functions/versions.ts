/*
 * Functions on versions as semver.org defines them, and on ranges as npm writes them.
 */
import compareVersions from 'semver/functions/compare.js';
import parseVersion from 'semver/functions/parse.js';
import Range from 'semver/classes/range.js';
import type SemVer from 'semver/classes/semver.js';
import {
  fail,
  makeBool,
  makeInt,
  makeRecord,
  makeText,
  makeTexts,
  quote,
  textAt,
  textsAt,
} from '../call.js';
import type { Call, Category, Outcome } from '../library-function.js';

export const versions: Category = {
  title: 'Versions',
  introduction:
    'Versions are those of semver.org, such as `1.4.0` or `2.0.0-rc.1`; a `v` before them counts for nothing.',
  functions: [
    {
      signature: 'semver_valid(text: string): bool',
      documentation: 'Whether a text is a version.',
      examples: [
        ['semver_valid("1.4.0-rc.1")', 'true'],
        ['semver_valid("1.4")', 'false'],
      ],
      apply: (call) => makeBool(call, read(textAt(call, 0)) !== undefined),
    },
    {
      signature:
        'semver_parse(version: string): { major: int, minor: int, patch: int, prerelease: string, build: string }',
      documentation: 'The parts of a version.',
      examples: [
        [
          'semver_parse("v1.4.0-rc.1+b7")',
          '{ major: 1, minor: 4, patch: 0, prerelease: "rc.1", build: "b7" }',
        ],
        { expression: 'semver_parse("latest")', fails: '"latest" is no version' },
      ],
      apply: (call) =>
        withVersion(call, 0, ({ major, minor, patch, prerelease, build }) =>
          makeRecord(call, [
            ['major', makeInt(call, major)],
            ['minor', makeInt(call, minor)],
            ['patch', makeInt(call, patch)],
            ['prerelease', makeText(call, prerelease.join('.'))],
            ['build', makeText(call, build.join('.'))],
          ]),
        ),
    },
    {
      signature: 'semver_compare(first: string, second: string): int',
      documentation: '-1 where the first version comes before the second, 1 where after, else 0.',
      examples: [
        ['semver_compare("1.10.0", "1.9.0")', '1'],
        ['semver_compare("2.0.0-rc.1", "2.0.0")', '-1'],
      ],
      apply: (call) =>
        withVersion(call, 0, (first) =>
          withVersion(call, 1, (second) => makeInt(call, compareVersions(first, second))),
        ),
    },
    {
      signature: 'semver_satisfies(version: string, range: string): bool',
      documentation:
        'Whether a version lies in a range, such as `^1.2`, `~1.2.3`, `>=1 <3` or `1.x || 2.x`. Versions before a release lie only in ranges that name one.',
      examples: [
        ['semver_satisfies("1.4.2", "^1.2")', 'true'],
        ['semver_satisfies("2.0.0-rc.1", ">=1.0.0")', 'false'],
        {
          expression: 'semver_satisfies("1.0.0", "about 1")',
          fails: '"about 1" is no range of versions',
        },
      ],
      apply: (call) =>
        withVersion(call, 0, (version) =>
          withRange(call, 1, (range) => makeBool(call, range.test(version))),
        ),
    },
    {
      signature: 'semver_sort(versions: [string]): [string]',
      documentation: 'Versions from the earliest to the latest.',
      examples: [
        ['semver_sort(["1.10.0", "1.9.0", "1.9.0-rc.1"])', '["1.9.0-rc.1", "1.9.0", "1.10.0"]'],
      ],
      apply: (call) =>
        withVersions(call, (all) =>
          makeTexts(
            call,
            inOrder(all).map(({ text }) => text),
          ),
        ),
    },
    {
      signature: 'semver_latest(versions: [string], range?: string): string',
      documentation: 'The latest of several versions, of those in a range where one is given.',
      examples: [
        ['semver_latest(["1.4.0", "2.1.0", "1.10.3"], "1.x")', '"1.10.3"'],
        { expression: 'semver_latest([])', fails: 'none of the versions lies in the range' },
      ],
      apply: (call) =>
        withVersions(call, (all) => {
          const latest = (range?: Range): Outcome => {
            const last = inOrder(all).findLast(({ version }) => range?.test(version) ?? true);
            return last
              ? makeText(call, last.text)
              : fail('none of the versions lies in the range', call.arguments[1] ? 1 : 0);
          };
          return call.arguments[1] ? withRange(call, 1, latest) : latest();
        }),
    },
  ],
};

interface Written {
  readonly text: string;
  readonly version: SemVer;
}

const read = (text: string): SemVer | undefined => parseVersion(text) ?? undefined;

const inOrder = (all: readonly Written[]): Written[] =>
  [...all].sort((a, b) => compareVersions(a.version, b.version));

const noVersion = (text: string, index: number): Outcome =>
  fail(`${quote(text)} is no version`, index, 'A version is written like `1.4.0` or `2.0.0-rc.1`.');

function withVersion(call: Call, index: number, next: (version: SemVer) => Outcome): Outcome {
  const version = read(textAt(call, index));
  return version ? next(version) : noVersion(textAt(call, index), index);
}

function withVersions(call: Call, next: (all: readonly Written[]) => Outcome): Outcome {
  const all: Written[] = [];
  for (const text of textsAt(call, 0)) {
    const version = read(text);
    if (!version) return noVersion(text, 0);
    all.push({ text, version });
  }
  return next(all);
}

const longestRange = 256;

function withRange(call: Call, index: number, next: (range: Range) => Outcome): Outcome {
  const text = textAt(call, index);
  const range = text.length > longestRange ? undefined : readRange(text);
  return range
    ? next(range)
    : fail(
        `${quote(text)} is no range of versions`,
        index,
        'A range is written like `^1.2`, `>=1.2.3 <2` or `1.x`.',
      );
}

function readRange(text: string): Range | undefined {
  try {
    return new Range(text);
  } catch (error) {
    // The package says so what is no range.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
