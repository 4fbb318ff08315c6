/* The guide of the language and the front page: every snippet compiles, in canonical form; every message is the real one. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { diagnosticCodes } from './diagnostics/codes.js';
import { compile, format, readTrials, renderDiagnostic } from './index.js';
import { shortMessage } from './testing/index.js';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const guide = `${read('docs/language.md')}\n${read('README.md')}`;
const blocks = [...guide.matchAll(/^```(\w+)( error| test)?\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', mark, text = '']) => ({
    language,
    wrong: mark === ' error',
    isTest: mark === ' test',
    text,
  }),
);

/** Snippets without a stack declaration get one in a file of its own. */
function check(text: string) {
  const files = [{ path: 'main.stow', text }];
  if (!/^stack /m.test(text)) files.push({ path: 'stack.stow', text: 'stack guide\n' });
  return compile(files);
}

t.test('snippets compile and are formatted', async (t) => {
  const snippets = blocks.filter(({ language }) => language === 'stow');
  t.ok(snippets.length >= 6, `${snippets.length} snippets`);
  for (const { text, wrong, isTest } of snippets) {
    t.equal(format(text).value, text, 'it is in canonical form');
    if (isTest) {
      const { value, diagnostics } = readTrials({ path: 'main.test.stow', text });
      t.same(diagnostics.map(shortMessage), []);
      t.ok(value && value.length > 0, 'it holds tests');
      continue;
    }
    if (!wrong) t.same(check(text).diagnostics.map(shortMessage), [], 'nor is it warned of');
  }
});

t.test('messages are shown as they are', async (t) => {
  for (const [index, { wrong, text }] of blocks.entries()) {
    if (!wrong) continue;
    const sources = new Map([['main.stow', text]]);
    const rendered = check(text).diagnostics.map((one) => renderDiagnostic(one, sources));
    t.equal(`${rendered.join('\n\n')}\n`, blocks[index + 1]?.text);
  }
});

t.test('every code has a title and an explanation', async (t) => {
  for (const [code, { title, explanation }] of Object.entries(diagnosticCodes)) {
    t.match(code, /^[a-z]+(?:-[a-z]+)*$/);
    t.notMatch(title, /\.$/, code);
    t.match(explanation, /\.$/, code);
  }
});
