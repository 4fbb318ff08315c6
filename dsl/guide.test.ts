/* The guide of the language: every snippet compiles, in canonical form; every message is the real one. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { diagnosticCodes } from './diagnostics/codes.js';
import { compile, format, renderDiagnostic } from './index.js';
import { shortMessage } from './testing/index.js';

const guide = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/^```(\w+)( error)?\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', error, text = '']) => ({ language, wrong: error !== undefined, text }),
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
  for (const { text, wrong } of snippets) {
    t.equal(format(text).value, text, 'it is in canonical form');
    const errors = check(text).diagnostics.filter((one) => one.severity === 'error');
    if (!wrong) t.same(errors.map(shortMessage), []);
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
