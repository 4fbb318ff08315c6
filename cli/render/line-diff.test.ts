/* Long values by lines: what is shown of a difference, and what never is. */
import fc from 'fast-check';
import t from 'tap';
import type { JsonValue } from '../../model/index.js';
import { container, hostWith } from '../../planner/testing/index.js';
import { createMasker } from '../terminal/mask.js';
import { renderDrift } from './drift-text.js';
import { countLines, lineDiff } from './line-diff.js';
import { renderPlanMarkdown } from './plan-markdown.js';
import { renderPlan } from './plan-text.js';
import { matches, plain } from './testing/goldens.js';

const config = (port: number, more = ''): string =>
  `# shop\n[server]\nname = shop\nroot = /srv\nport = ${port}\nlog = on\ncache = 5\n${more}[end]\n`;

const linesOf = (before: JsonValue | undefined, after: JsonValue | undefined) =>
  lineDiff({
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });

t.test('lines that differ, with two around them', (t) => {
  const found = linesOf(config(80), config(81, 'gzip = on\n'));
  t.same(found?.lines, [
    '…',
    ' name = shop',
    ' root = /srv',
    '-port = 80',
    '+port = 81',
    ' log = on',
    ' cache = 5',
    '+gzip = on',
    ' [end]',
  ]);
  t.equal(found && countLines(found), '1 line removed, 2 added');
  t.end();
});

t.test('what is short stays in its line', (t) => {
  t.equal(linesOf('a', 'b'), undefined);
  t.equal(linesOf(['sh', '-c', 'true'], undefined), undefined);
  t.equal(linesOf(null, 12), undefined);
  t.end();
});

t.test('a side that is not there adds or removes all', (t) => {
  t.same(linesOf(undefined, 'one\ntwo\n')?.lines, ['+one', '+two']);
  t.same(linesOf('one\ntwo\n', null)?.lines, ['-one', '-two']);
  t.end();
});

t.test('a missing line end is told', (t) => {
  t.same(linesOf('one\ntwo\n', 'one\ntwo')?.lines, [' one', ' two', '+(no line end)']);
  t.same(linesOf('one\ntwo\n', 'one\r\ntwo\n')?.lines, ['-one', '+one\\x0d', ' two']);
  t.end();
});

t.test('lists of texts by their elements, and other values as JSON', (t) => {
  const script = (word: string): JsonValue => ['sh', '-c', `set -e\necho ${word}\nexit 0\n`];
  t.same(linesOf(script('a'), script('b'))?.lines, [
    ' - sh',
    ' - -c',
    ' - set -e',
    '-  echo a',
    '+  echo b',
    '   exit 0',
  ]);
  t.same(
    linesOf(['one\ntwo\n'], ['one', 'two', 'x\n'])?.removed,
    1,
    'elements are told from lines',
  );
  const steps = (command: string): JsonValue => [
    { kind: 'copy', from: 'package.json', to: '.', filler: 'x'.repeat(100) },
    { kind: 'run', command },
  ];
  t.same(
    linesOf(steps('npm ci'), steps('npm i'))?.lines.filter((line) => /^[-+]/.test(line)),
    ['-    "command": "npm ci"', '+    "command": "npm i"'],
  );
  t.end();
});

t.test('long lines are cut to where they differ', (t) => {
  const line = (word: string): string => `${'x'.repeat(400)}${word}${'y'.repeat(400)}`;
  const [removed = '', added = ''] = linesOf(line('OLD'), line('NEW'))?.lines ?? [];
  t.match(removed, /^-…x{20}OLDy+…$/);
  t.match(added, /^\+…x{20}NEWy+…$/);
  t.end();
});

t.test('no more than forty lines, whatever differs', (t) => {
  const many = (word: string, count: number): string =>
    Array.from({ length: count }, (_, index) => `${word} ${index}\n`).join('');
  const found = linesOf(many('a', 4_000), many('b', 3_000));
  t.equal(found?.lines.length, 40);
  t.match(found, { more: 7_000 - 40, removed: 4_000, added: 3_000 });
  t.end();
});

t.test('a secret is never shown, nor where it differs', (t) => {
  t.equal(lineDiff({ before: '(secret)', after: config(80) }), undefined);
  const masker = createMasker();
  masker.hide({ values: ['hunter22\nsecond line', 'correct horse'] });
  const mask = (text: string): string => masker.mask(text);
  const found = lineDiff(
    { before: `a\npassword=correct horse\nb\n`, after: `a\npassword=hunter22\nsecond line\nc\n` },
    mask,
  );
  t.same(found?.lines, [' a', ' password=(secret)', '-b', '+c']);
  t.equal(
    lineDiff({ before: 'a\ncorrect horse', after: 'a\nhunter22\nsecond line' }, mask),
    undefined,
  );
  t.end();
});

t.test('what is shown puts the one together from the other', async (t) => {
  const text = fc.array(fc.constantFrom('a', 'b', '- c', '', '…'), { maxLength: 8 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const [one, two] = [`${before.join('\n')}\nend\n`, `${after.join('\n')}\nend\n`];
      const found = linesOf(one, two);
      if (!found) return one === two;
      const { lines, added, removed } = found;
      const without = (sign: string) => lines.filter((line) => line[0] !== sign && line !== '…');
      return (
        without('+').filter((line) => line.startsWith('-')).length === removed &&
        without('-').filter((line) => line.startsWith('+')).length === added &&
        without('+').every((line) => one.split('\n').includes(line.slice(1))) &&
        without('-').every((line) => two.split('\n').includes(line.slice(1)))
      );
    }),
    { seed: 3 },
  );
  t.pass('it holds for every two drawn texts');
});

t.test('in text and in Markdown', async (t) => {
  const fenced = (word: string): string => `# read me\n\`\`\`sh\n${word}\n\`\`\`\n</details>\n`;
  const host = await hostWith([
    container('web', { env: { CONFIG: config(80), DOC: fenced('a') } }),
  ]);
  const plan = await host.plan([
    container(
      'web',
      { env: { CONFIG: config(81), DOC: fenced('b') }, memory: 64 << 20 },
      { lines: { 'env.CONFIG': 4 } },
    ),
  ]);
  matches(t, 'lines.plan.txt', `${renderPlan(plan, plain).join('\n')}\n`);
  matches(t, 'lines.plan.md', renderPlanMarkdown(plan, { engine: 'embedded', warnings: [] }));
});

t.test('drift of a long value, too', async (t) => {
  const host = await hostWith([container('web', { env: { CONFIG: config(80) } })]);
  await host.byHand({ do: 'set', name: 'shop-web', settings: { env: { CONFIG: config(81) } } });
  const lines = renderDrift(await host.drift(), plain);
  t.ok(lines.includes('      env.CONFIG: 1 line removed, 1 added'));
  t.ok(lines.includes('          - port = 80') && lines.includes('          + port = 81'));
});
