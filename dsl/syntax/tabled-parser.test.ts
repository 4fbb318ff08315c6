/* With the table the grammar reads what it reads without one, and recovers from the same mistakes in the same way. */
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { grammarTable } from './generated/grammar-table.js';
import { Grammar, type Read } from './grammar.js';
import { makeSource } from './source.js';
import { layOut } from './layout.js';
import { readPiece } from './lexer.js';

const analysed = new Grammar(true);
const tabled = new Grammar(true, grammarTable);

const folder = new URL('../../../dsl/fixtures/', import.meta.url);
const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.stow'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** What a grammar reads of all pieces of a text. */
function read(grammar: Grammar, text: string, holds: 'declarations' | 'values'): Read[] {
  const source = makeSource('main.stow', text);
  const all: Read[] = [];
  for (let at = 0; at < text.length;) {
    const { anchor, comments, tokens, end } = readPiece(source, at);
    all.push(grammar.read(anchor, layOut(anchor, tokens).tokens, comments, holds));
    at = end;
  }
  return all;
}

const isSame = (text: string, holds: 'declarations' | 'values'): boolean =>
  isDeepStrictEqual(read(tabled, text, holds), read(analysed, text, holds));

t.test('whole files', async (t) => {
  t.ok(texts.length > 10, `${texts.length} files`);
  for (const text of texts) {
    if (!isSame(text, 'declarations')) t.fail(text);
    if (!isSame(text, 'values')) t.fail(`as values:\n${text}`);
  }
});

t.test('files with pieces taken out, put in or exchanged', async (t) => {
  const marks = Array.from('{}[]():=,.?|<>"+-!@');
  const pieces = fc.constantFrom(...marks, '${', '->', '\n', ' if ', ' for ', '&&', '1');
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(12), pieces, (text, at, cut, piece) => {
      const start = at % (text.length + 1);
      const [before, after] = [text.slice(0, start), text.slice(start + cut)];
      return (
        isSame(before + after, 'declarations') &&
        isSame(before + piece + after, 'declarations') &&
        isSame(before, 'declarations')
      );
    }),
    { numRuns: 300 },
  );
  t.pass('none was read in another way');
});

t.test('a table of another grammar is refused', async (t) => {
  const rules = Object.fromEntries(Object.entries(grammarTable.rules).slice(1));
  t.throws(() => new Grammar(true, { ...grammarTable, rules }), /knows no rule/);
  const tokens = ['Nothing', ...grammarTable.tokens.slice(1)];
  t.throws(() => new Grammar(true, { ...grammarTable, tokens }), /there is no token Nothing/);
});
