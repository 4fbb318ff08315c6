/*
 * The formatter: one text for a file, the same when formatted again, of the same meaning, with every
 * comment. The goldens in fixtures/ show how it looks.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { parse, readTokens } from '../syntax/index.js';
import { programs } from '../testing/programs.js';
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
  parse('main.stow', text).comments.map((comment) => comment.text.replace(/[ \t]+$/gm, ''));

/** The tokens of a text without those that only lay it out: line breaks, commas, a `|` in front. */
const tokensOf = (text: string): string =>
  readTokens('main.stow', text)
    .filter(({ kind }) => !['line break', 'comment', 'documentation', 'text'].includes(kind))
    .map((token) => token.text)
    .filter((token) => token !== ',')
    .join(' ')
    .replace(/(?<=[:=[(<] )\| /g, '');

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

t.test('programs made up of every construct keep their tokens and their meaning', async (t) => {
  const numRuns = Number(process.env['STOWAGE_PROPERTY_RUNS'] ?? 600);
  fc.assert(
    fc.property(programs, (text) => {
      hold(text);
      const formatted = format(text).value ?? '';
      if (tokensOf(formatted) !== tokensOf(text)) throw new Error(`tokens changed:\n${formatted}`);
    }),
    { numRuns },
  );
  t.pass('all came out well');
});

t.test('lines are at most 100 wide where they can break', async (t) => {
  const long = Array.from({ length: 30 }, (_, index) => `"argument number ${index}"`);
  const { value = '' } = format(`let a = f(${long.join(',')})\nlet b = ${long.join(' == ')}\n`);
  t.ok(Math.max(...value.split('\n').map((line) => line.length)) <= 100);
});

t.test('every construct has its canonical form', async (t) => {
  const cases: readonly (readonly [written: string, printed: string])[] = [
    ['stack  a{b:["C"]}', 'stack a { b: ["C"] }'],
    ['engine   "unix:///x"', 'engine "unix:///x"'],
    ['secret a{env:"A"}', 'secret a { env: "A" }'],
    ['let a:[int]=[1]', 'let a: [int] = [1]'],
    ['type A=int where 1<it', 'type A = int where 1 < it'],
    [
      'type A={a:int,"b-c"?:string?=null,d:{[string]:secret<A>}}',
      'type A = { a: int, "b-c"?: string? = null, d: {[string]: secret<A>} }',
    ],
    ['type A=|{kind:"a"}|{kind:"b"}', 'type A = { kind: "a" } | { kind: "b" }'],
    ['fn f(a:int,b:A=1,):int=a', 'fn f(a: int, b: A = 1): int = a'],
    ['use "./m"as m for a in b{c:1}', 'use "./m" as m for a in b { c: 1 }'],
    ['check "a"{assert b,"c"}', 'check "a" { assert b, "c" }'],
    ['test "a"{params:{b:1},assert c}', 'test "a" { params: { b: 1 }, assert c }'],
    ['moved{from:a.b,to:a.c}', 'moved { from: a.b, to: a.c }'],
    ['let a=b?.c?.[0]??d', 'let a = b?.c?.[0] ?? d'],
    ['let a=[x for x in xs\nif x>1]', 'let a = [x for x in xs if x > 1]'],
    ['let a={"${k}":v for k,v in m}', 'let a = { "${k}": v for k, v in m }'],
    ['let a = """\n      b\n        c\n      """', 'let a = """\n  b\n    c\n  """'],
    [
      'container a { b: run("""\nc  \n\nd \\\ne\n""") }',
      'container a {\n  b: run("""\n    c  \n\n    d \\\n    e\n    """)\n}',
    ],
  ];
  for (const [written, printed] of cases) t.equal(format(written).value, `${printed}\n`);
});

t.test('what is too long breaks where it may', async (t) => {
  const long = 'a_name_that_is_longer_than_needed';
  const cases: readonly (readonly [written: string, printed: string])[] = [
    [
      `type A = { kind: "${long}" } | { kind: "${long}2" } | { kind: "b" }`,
      `type A =\n  | { kind: "${long}" }\n  | { kind: "${long}2" }\n  | { kind: "b" }`,
    ],
    [
      `fn f(${long}: int, ${long}2: string, c: bool): string = ${long}`,
      `fn f(\n  ${long}: int,\n  ${long}2: string,\n  c: bool,\n): string = ${long}`,
    ],
    [
      `let a = [${long}(x, y) for x, y in ${long}s if x > 1 && ${long}]`,
      `let a = [\n  ${long}(x, y)\n  for x, y in ${long}s\n  if x > 1 && ${long}\n]`,
    ],
    [
      `type A = int where ${long} < it && it < ${long}2 && it > 5`,
      `type A = int\n  where ${long} < it && it < ${long}2 && it > 5`,
    ],
    [
      `let a = ${long} + 1 == b && ${long} * 2 + 1 < ${long} || c`,
      `let a = ${long} + 1 == b &&\n  ${long} * 2 + 1 < ${long} ||\n  c`,
    ],
    [
      `check "a" { assert ${long} == ${long}2, "${long} is ${long}2" }`,
      `check "a" {\n  assert ${long} == ${long}2,\n    "${long} is ${long}2"\n}`,
    ],
    [`let a = ${long}.${long}.${long}.b`, `let a = ${long}\n  .${long}\n  .${long}\n  .b`],
  ];
  for (const [written, printed] of cases) t.equal(format(written).value, `${printed}\n`);
});

t.test('text with syntax errors is not touched', async (t) => {
  const { value, diagnostics } = format('let a =\n', 'a.stow');
  t.equal(value, undefined);
  t.match(diagnostics, [{ code: 'syntax', span: { file: 'a.stow' } }]);
  t.equal(format('').value, '');
  t.equal(format('\r\n\r\nlet a=1\r\n').value, 'let a = 1\n');
});
