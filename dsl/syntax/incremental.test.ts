/* Parsing again after edits: the same as parsing from the beginning, with less work. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { mutate, randomFrom, sampleOf } from '../testing/mutations.js';
import { programs } from '../testing/programs.js';
import { createParser, parse, type Parsed } from './index.js';

const seed = Number(process.env['STOWAGE_PROPERTY_SEED'] ?? 20_261_121);
const runs = Number(process.env['STOWAGE_PROPERTY_RUNS'] ?? 600);
t.setTimeout(Math.max(120_000, runs * 20));

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** All that a parse gives, with places. */
const whole = ({ tree, comments, diagnostics }: Parsed): string =>
  JSON.stringify({ tree, comments, diagnostics });

t.test('after every edit the result is that of parsing from the beginning', async (t) => {
  const random = randomFrom(seed);
  const texts = [
    ...fc.sample(programs, { numRuns: 40, seed }),
    ...['dsl/fixtures/shop/main.stow', 'dsl/fixtures/syntax/main.stow'].map(read),
    'let a = """\n  b\nlet c = 1\nlet d = """\n  e\n  """\nlet f = 1\n',
    '/// doc\nlet a = 1\n\n/// doc\n\n/// more\nlet b = 2 /* c */\nlet d = /*\nlet e */ 3\nlet f = 1',
  ];
  const samples = texts.map(sampleOf);
  for (const { text } of samples) {
    const parser = createParser();
    let current = text;
    for (let edit = 0; edit < Math.ceil(runs / samples.length); edit++) {
      const again = whole(parser.parse('main.stow', current));
      if (again !== whole(parse('main.stow', current))) {
        t.fail(`edit ${edit} of ${JSON.stringify(text)}: ${JSON.stringify(current)}`);
        break;
      }
      const goesOn = random(8) > 0;
      current = goesOn ? mutate([sampleOf(current), ...samples.slice(0, 1)], random) : text;
      if (current.length > 5000) current = text;
    }
  }
  t.pass('all were the same');
});

t.test('declarations that an edit does not touch stay the same objects', async (t) => {
  const parser = createParser();
  const text = (value: string): string =>
    Array.from(
      { length: 9 },
      (_, index) => `/// Number ${index}.\nlet a${index} = ${index === 4 ? value : index}\n`,
    ).join('');
  const before = parser.parse('main.stow', text('1'));
  const last = before.tree.declarations[8];
  t.equal(last?.span.start.offset, text('1').indexOf('let a8'));
  const after = parser.parse('main.stow', text('"longer"'));
  for (const index of [0, 1, 2, 6, 7, 8]) {
    t.equal(after.tree.declarations[index], before.tree.declarations[index], String(index));
  }
  t.not(after.tree.declarations[4], before.tree.declarations[4]);
  t.match(after.tree.declarations[4], { value: { kind: 'string' } });
  t.equal(last?.span.start.offset, text('"longer"').indexOf('let a8'), 'they moved');
  t.equal(parser.parse('main.stow', text('"longer"')), after, 'without an edit nothing is done');
  parser.forget('main.stow');
  t.not(parser.parse('main.stow', text('"longer"')), after);
});

t.test('files are remembered by their paths', async (t) => {
  const parser = createParser();
  parser.parse('a.stow', 'let a = 1\n');
  const other = parser.parse('b.params.stow', 'a = 1\n');
  t.same(other.diagnostics, []);
  t.equal(parser.parse('a.stow', 'let a = 2\n').tree.declarations[0]?.span.file, 'a.stow');
  t.same(parser.parse('a.stow', '').tree.declarations, []);
  t.equal(parser.parse('a.stow', 'let b = 2\nlet c = 3\n').tree.declarations.length, 2);
});
