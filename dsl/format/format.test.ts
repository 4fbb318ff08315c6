/*
 * The formatter: one text for a file, the same when formatted again, of the same meaning, with every
 * comment. The goldens in fixtures/ show how it looks.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { parse } from '../syntax/index.js';
import { format } from './index.js';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const samples = [
  ...readdirSync(new URL('examples/', root)).map((name) => read(`examples/${name}/main.stow`)),
  read('dsl/fixtures/shop/main.stow'),
  read('dsl/fixtures/comments/main.stow'),
  read('dsl/fixtures/types/main.stow'),
  read('dsl/fixtures/stack/main.stow'),
];

/** What a text means: its tree without places. */
function meaningOf(text: string): unknown {
  const { tree, diagnostics } = parse('main.stow', text);
  if (diagnostics.length > 0) throw new Error(`it does not parse:\n${text}`);
  return JSON.parse(
    JSON.stringify(tree.declarations, (key, value: unknown) =>
      key === 'span' ? undefined : value,
    ),
  );
}
const commentsOf = (text: string): string[] =>
  parse('main.stow', text).comments.map((comment) => comment.text.trim());

/** What is wrong with how a text is formatted; nothing when all is well. */
function faultOf(text: string): string | undefined {
  const { value } = format(text);
  if (value === undefined) return `it is not formatted:\n${text}`;
  const again = format(value).value ?? '';
  if (again !== value) return `formatted twice:\n${value}\nbecomes\n${again}`;
  if (JSON.stringify(meaningOf(value)) !== JSON.stringify(meaningOf(text))) {
    return `the meaning changed:\n${text}\nbecame\n${value}`;
  }
  const lost = commentsOf(text).join('\n') !== commentsOf(value).join('\n');
  return lost ? `comments changed:\n${text}\nbecame\n${value}` : undefined;
}
const hold = (text: string): void => {
  const fault = faultOf(text);
  if (fault !== undefined) throw new Error(fault);
};

t.test('formatting keeps meaning and comments, and once is enough', async (t) => {
  for (const text of samples) t.equal(faultOf(text), undefined);
});

t.test('however the text was laid out', async (t) => {
  // Stretches, joins and comments wherever a sample has a line break outside of other things.
  const breaks = fc.constantFrom(
    '\n',
    '\n\n\n',
    ' // note\n',
    '\n/* block */\n',
    '  \n  // own line\n',
    '\r\n',
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), breaks), { minLength: 1, maxLength: 4 }),
      (sample, edits) => {
        const lines = sample.split('\n');
        for (const [at, text] of edits) {
          const index = at % lines.length;
          lines[index] = `${lines[index] ?? ''}${text.replace(/\n$/, '')}`;
        }
        const text = lines.join('\n');
        if (parse('main.stow', text).diagnostics.length > 0) return;
        hold(text.replace(/\r\n/g, '\n'));
      },
    ),
    { numRuns: 120 },
  );
  t.pass('all came out well');
});

t.test('generated expressions keep their meaning', async (t) => {
  const name = fc.constantFrom('a', 'long_name_of_something', 'env', 'x1');
  const leaf = fc.oneof(
    name,
    fc.constantFrom(
      '1',
      '2.5',
      '512MiB',
      '1h30m',
      '53/udp',
      '10.0.0.0/8',
      '127.0.0.1',
      'null',
      'true',
    ),
    fc.constantFrom('"text"', '"a ${b} c"', '"a rather long text that fills up half of a line"'),
  );
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      leaf,
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom('+', '->', '&&', '==', '<', '*', '..<'),
          tie('expression'),
        )
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc
        .tuple(tie('expression'), tie('expression'))
        .map(([a, b]) => `${a.startsWith('"') ? 'a' : `(${a})`} + ${b}`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.array(tie('expression'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
      fc.array(tie('expression'), { maxLength: 4 }).map((items) => `[\n${items.join('\n')}\n]`),
      fc
        .array(fc.tuple(name, tie('expression')), { maxLength: 4 })
        .map((members) => `{ ${members.map(([key, value]) => `${key}: ${value}`).join(', ')} }`),
      fc
        .tuple(name, fc.array(tie('expression'), { maxLength: 3 }))
        .map(([f, args]) => `${f}(${args.join(', ')})`),
      fc.tuple(name, tie('expression')).map(([a, b]) => `-${a}.b[${b}]`),
      tie('expression').map((inner) => `!${inner}`),
    ),
  }));
  fc.assert(
    fc.property(expression, (text) => {
      const file = `let x = ${text}\nvolume v {\n  a: ${text}\n  b: [${text}]\n}\n`;
      hold(file);
    }),
    { numRuns: 300 },
  );
  t.pass('all came out well');
});

t.test('lines are at most 100 wide where they can break', async (t) => {
  const long = Array.from({ length: 30 }, (_, index) => `"argument number ${index}"`);
  const { value = '' } = format(`let a = f(${long.join(',')})\nlet b = ${long.join(' == ')}\n`);
  t.ok(Math.max(...value.split('\n').map((line) => line.length)) <= 100);
});

t.test('text with syntax errors is not touched', async (t) => {
  const { value, diagnostics } = format('let a =\n', 'a.stow');
  t.equal(value, undefined);
  t.match(diagnostics, [{ code: 'syntax', span: { file: 'a.stow' } }]);
  t.equal(format('').value, '');
  t.equal(format('\r\n\r\nlet a=1\r\n').value, 'let a = 1\n');
});
