/* What the language says of itself: the grammar as text, and pages of stacks. */
import t from 'tap';
import { documentFiles, grammarRules, tokenSorts } from '../index.js';

t.test('the grammar names only what it has', async (t) => {
  const rules = grammarRules();
  t.ok(rules.length > 30, `${rules.length} rules`);
  const names = new Set(rules.map(({ name }) => name));
  for (const { name, text } of rules) {
    const unquoted = text.replace(/'[^']*'/g, ' ');
    for (const word of unquoted.match(/\w+/g) ?? []) {
      t.ok(names.has(word) || Object.hasOwn(tokenSorts, word), `${name} names ${word}`);
    }
    t.notMatch(text, 'NEVER', name);
  }
  const { text } = rules.find(({ name }) => name === 'forClause') ?? { text: '' };
  t.equal(text, "'for' NAME (',' NAME)? 'in' expression");
});

t.test('a module without a stack has a title of its own', async (t) => {
  const text = [
    '/// Adds | up.',
    'fn add(a: int, b: int = 1): int = a + b',
    '',
    'type Pair = {',
    '  left: string',
    '}',
    '',
    'use "./cache" as cache for key in ["a"] {}',
    '',
    'let broken = = 1',
    '',
  ].join('\n');
  t.equal(
    documentFiles([{ path: 'm.stow', text }], 'Module sums'),
    [
      '# Module sums',
      '',
      '## Types',
      '',
      '| type | is | |',
      '|---|---|---|',
      '| `Pair` | `{ left: string }` | |',
      '',
      '## Functions',
      '',
      '| function | |',
      '|---|---|',
      '| `add(a: int, b: int = 1): int` | Adds \\| up. |',
      '',
      '## Modules',
      '',
      '| module | source | |',
      '|---|---|---|',
      '| `cache` | `"./cache"` | |',
      '',
    ].join('\n'),
  );
});
