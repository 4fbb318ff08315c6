/*
 * The formats of reports: goldens of a stack of several files with labels in other files, the rules
 * of each format that a reader relies on, and what the command line makes of them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { compile } from '../../dsl/index.js';
import type { Diagnostic, Span } from '../../model/index.js';
import type { Invocation } from '../command.js';
import { githubCommands } from './github.js';
import { gitlabReport } from './gitlab.js';
import { formatOf, reportLines, type Report } from './index.js';
import { sarifDocument } from './sarif.js';

const goldens = new URL('../../../cli/formats/goldens/', import.meta.url);
const update = process.env.STOWAGE_UPDATE_GOLDENS === '1';

const files = [
  { path: 'stacks/shop/main.stow', text: 'stack shop\n\nlet size = 1GiB\nlet spare = 2\n' },
  {
    path: 'stacks/shop/two, three: 100%.stow',
    text: 'let size = 64MiB\n\ncontainer web {\n  image: "registry.example.org/web:1"\n  memroy: size\n  env: { A: "\\d" }\n}\n',
  },
];

const report: Report = {
  diagnostics: [
    ...compile(files, {}).diagnostics,
    {
      code: 'unknown-param',
      severity: 'error',
      summary: 'the stack has no param `x`',
      notes: ['given by `--param`,\nonce'],
    },
  ],
  sources: new Map(files.map(({ path, text }) => [path, text])),
};

for (const format of ['json', 'sarif', 'github', 'gitlab'] as const) {
  t.test(`${format}, as it was`, async (t) => {
    const text = `${reportLines(format, report).join('\n')}\n`;
    const golden = new URL(`report.${format}`, goldens);
    if (update) {
      mkdirSync(goldens, { recursive: true });
      writeFileSync(golden, text);
    }
    t.equal(text, readFileSync(golden, 'utf8'));
    t.equal(`${reportLines(format, report).join('\n')}\n`, text, 'twice the same');
  });
}

const at = (file: string, start: number, end: number, lines = 1): Span => ({
  file,
  start: { offset: start, line: 1, column: start + 1 },
  end: { offset: end, line: lines, column: end + 1 },
});

t.test('SARIF has the structure of its schema', async (t) => {
  const document = sarifDocument(report);
  t.equal(document.version, '2.1.0');
  for (const run of document.runs) {
    const { rules } = run.tool.driver;
    t.same(
      rules.map(({ id }) => id),
      [...new Set(rules.map(({ id }) => id))].sort(),
      'each rule once',
    );
    t.equal(run.results.length, report.diagnostics.length);
    for (const [index, result] of run.results.entries()) {
      const source = report.diagnostics[index];
      t.equal(rules[result.ruleIndex]?.id, result.ruleId, 'its rule');
      t.match(result.level, /^(?:error|warning)$/);
      t.not(result.message.text, '');
      const places = [...(result.locations ?? []), ...(result.relatedLocations ?? [])];
      t.equal(places.length, (source?.span ? 1 : 0) + (source?.labels?.length ?? 0));
      for (const { physicalLocation } of places) checkPlace(t, physicalLocation);
      for (const { artifactChanges } of result.fixes ?? []) {
        for (const { replacements } of artifactChanges) t.ok(replacements.length > 0);
      }
      t.match(result.partialFingerprints['stowage/v1'], /^[0-9a-f]{32}$/);
    }
  }
});

type Place = ReturnType<typeof sarifDocument>['runs'][number]['results'][number]['locations'];

function checkPlace(t: Test, place: NonNullable<Place>[number]['physicalLocation']): void {
  const { artifactLocation, region } = place;
  t.ok(new URL(artifactLocation.uri, 'file:///root/'), 'a reference to a file');
  t.notMatch(artifactLocation.uri, /[ ,%](?![0-9A-F]{2})/, 'which is encoded');
  t.ok(region.startLine >= 1 && region.startColumn >= 1);
  t.ok(region.endLine > region.startLine || region.endColumn >= region.startColumn);
  t.ok(region.charLength >= 0);
}

t.test('annotations are escaped, the worst first, ten of a severity', async (t) => {
  const one = (severity: Diagnostic['severity'], extra: Partial<Diagnostic> = {}): Diagnostic => ({
    code: 'syntax',
    severity,
    summary: 'a 100%: b, c',
    ...extra,
  });
  const lines = githubCommands({
    diagnostics: [
      one('warning', { span: at('./a,b:c%.stow', 2, 5), detail: 'x\r\ny\u001b[1m' }),
      one('error', { span: at('m.stow', 2, 1, 3) }),
      ...Array.from({ length: 12 }, () => one('error')),
    ],
    sources: new Map(),
  });
  t.equal(lines.length, 12);
  t.equal(lines[0], '::error file=m.stow,line=1,endLine=3,title=syntax::a 100%25: b, c');
  t.equal(lines[1], '::error title=syntax::a 100%25: b, c');
  t.equal(lines[10], '::notice title=stowage::3 more errors in the log');
  t.equal(
    lines[11],
    '::warning file=a%2Cb%3Ac%25.stow,line=1,col=3,endColumn=5,title=syntax::a 100%25: b, c%0Ax\\x0d%0Ay\\x1b[1m',
  );
});

t.test('GitLab knows a finding again after lines have moved', async (t) => {
  const finding = (offset: number): Diagnostic => ({
    code: 'syntax',
    severity: 'error',
    summary: 'no',
    span: at('main.stow', offset, offset + 1),
  });
  const printsOf = (...offsets: readonly number[]): readonly string[] =>
    gitlabReport({ diagnostics: offsets.map(finding), sources: new Map() }).map(
      ({ fingerprint }) => fingerprint,
    );
  t.same(printsOf(3, 9), printsOf(5, 70));
  t.not(printsOf(3, 9)[0], printsOf(3, 9)[1], 'two of a kind differ');
  t.same(
    gitlabReport({
      diagnostics: [{ code: 'no-stack', severity: 'error', summary: 'no' }],
      sources: new Map([['main.stow', '']]),
    }).map(({ location }) => location),
    [{ path: 'main.stow', lines: { begin: 1, end: 1 } }],
    'what has no place stands at the beginning',
  );
});

t.test('the command line chooses the format', async (t) => {
  const invocation = (format?: string, ...switches: readonly string[]): Invocation => ({
    arguments: [],
    switches: new Set(switches),
    values: format === undefined ? {} : { format: [format] },
  });
  t.equal(formatOf(invocation()), 'text');
  t.equal(formatOf(invocation(undefined, 'json')), 'json');
  t.equal(formatOf(invocation('json', 'json')), 'json');
  t.equal(formatOf(invocation('sarif')), 'sarif');
  t.throws(() => formatOf(invocation('sarfi')), { message: /did you mean sarif/ });
  t.throws(() => formatOf(invocation('sarif', 'json')), { message: /exclude each other/ });
});
