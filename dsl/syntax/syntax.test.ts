/* Syntax: one precise message a mistake, whatever is broken, and a tree in any case. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import type { Diagnostic } from '../../model/index.js';
import { Grammar } from './grammar.js';
import { parse } from './index.js';

const shortMessage = ({ span, code, summary }: Diagnostic): string =>
  `${span?.start.line}:${span?.start.column} ${code}: ${summary}`;
const errors = (text: string): string[] => parse('main.stow', text).diagnostics.map(shortMessage);
const names = (text: string): string[] =>
  parse('main.stow', text).tree.declarations.map((one) =>
    'name' in one ? one.name.name : one.kind,
  );

const root = new URL('../../../', import.meta.url);
const examples = readdirSync(new URL('examples/', root)).map((name) =>
  readFileSync(new URL(`examples/${name}/main.stow`, root), 'utf8'),
);

t.test('a mistake gives one message, on its line, and costs no other declaration', async (t) => {
  const after = 'let z = 1\n';
  const cases: readonly (readonly [name: string, text: string, message: string])[] = [
    [
      'a value is missing',
      'container a {\n  image:\n  pids: 5\n}\n',
      '2:9 syntax: expected a value after `:`, found the end of the line',
    ],
    [
      'a colon is missing',
      'container a {\n  image "x"\n  pids: 5\n}\n',
      '2:9 syntax: expected `:`, found a string',
    ],
    [
      'a brace is missing before the next declaration',
      'container a {\n  image: "x"\n\n',
      '1:13 unclosed-bracket: this `{` is never closed',
    ],
    [
      'a brace is missing inside',
      'container a {\n  env: { A: "x"\n  pids: 5\n}\n',
      '2:8 unclosed-bracket: this `{` is never closed',
    ],
    [
      'a bracket is missing',
      'container a {\n  ports: [80 -> 80\n  pids: 5\n}\n',
      '2:10 unclosed-bracket: this `[` is never closed',
    ],
    [
      'a closing brace is one too many',
      'container a {\n  image: "x"\n}}\n',
      '3:2 unexpected-bracket: nothing is open that this `}` could close',
    ],
    [
      'an operand is missing',
      'let a = 1 +\n',
      '1:12 syntax: expected a value after `+`, found the end of the line',
    ],
    [
      'a member is missing',
      'container a {\n  env: { A: db. }\n  pids: 1\n}\n',
      '2:17 syntax: expected a name, found `}`',
    ],
    [
      'something is left over',
      'container a {\n  image: "x" y z\n  pids: 1\n}\n',
      '2:14 syntax: expected a comma or a new line, found `y`',
    ],
    [
      'a string is not closed',
      'container a {\n  image: "x\n  pids: 1\n}\n',
      '2:10 unterminated-string: this string has no closing `"`',
    ],
    [
      'a field binds with `=`',
      'container a {\n  image = "x"\n}\n',
      '2:9 syntax: expected `:` between a field and its value, found `=`',
    ],
    [
      'a let binds with `:`',
      'let a: 1\n',
      '1:6 syntax: expected `=` between a name and its value, found `:`',
    ],
    [
      'a name has a hyphen',
      'container my-db { image: "x" }\n',
      '1:11 syntax: names have no hyphens',
    ],
    [
      'an interpolation is not closed',
      'let a = run("x ${b")\n',
      '1:16 unterminated-string: this `${` has no closing `}`',
    ],
    [
      'a comma is missing in a call',
      'let a = copy("x" "y")\n',
      '1:18 syntax: expected `,` or `)`, found a string',
    ],
    [
      'single quotes',
      "let a = 'x'\n",
      '1:9 unexpected-character: strings are written with double quotes',
    ],
    ['a shell comment', 'let a = 1 # why\n', '1:11 unexpected-character: unexpected `#`'],
    ['a semicolon', 'let a = 1;\n', '1:10 unexpected-character: unexpected `;`'],
    ['a word that is reserved', 'let for = 1\n', '1:5 syntax: expected a name, found `for`'],
    ['nothing but junk', '= 5\n', '1:1 syntax: expected a declaration, found `=`'],
    [
      'a clause is broken, and its block skipped',
      'container a for i 0..3 {\n  image: "x"\n}\n',
      '1:19 syntax: expected `in`, found `0`',
    ],
  ];
  for (const [name, text, message] of cases) {
    t.same(errors(`${text}${after}`), [message], name);
    t.equal(names(`${text}${after}`).at(-1), 'z', `${name}: what follows is read`);
  }
  t.same(errors('/* never\nlet a = 1\n'), ['1:1 unterminated-comment: this comment never ends']);
});

t.test('a misspelt kind reads like any other, for the binder to judge', async (t) => {
  t.same(errors('contaner a {\n  image: "x"\n}\nlett b = 1\nparm c: int = 2\n'), []);
});

t.test('brackets in correct text are never touched, however it is indented', async (t) => {
  t.same(errors('container a {\n      env: {\n A: "x"\n}\n   pids: 5\n}\nlet b = [\n1\n]\n'), []);
});

t.test('lines continue where they plainly do', async (t) => {
  const text = [
    'let a = 1 +',
    '  2',
    'let b = a',
    '  ? [1',
    '    2,]',
    '  : f(1,',
    '      2',
    '  )',
    'let c = b',
    '  .d',
    '  && e',
    'container x',
    '  for i in 0..<3',
    '  if i > 1 {',
    '  env: { A: "1"',
    '    B: "2" }',
    '}',
  ].join('\n');
  t.same(errors(text), []);
  t.same(names(text), ['a', 'b', 'c', 'x']);
});

t.test('operators bind as elsewhere', async (t) => {
  const shape = (text: string): string => {
    const [declaration] = parse('main.stow', `let x = ${text}\n`).tree.declarations;
    const show = (node: unknown): string => {
      if (typeof node !== 'object' || node === null || !('kind' in node)) return '?';
      if (node.kind === 'binary' && 'left' in node && 'right' in node && 'operator' in node) {
        return `(${show(node.left)}${String(node.operator)}${show(node.right)})`;
      }
      if (node.kind === 'unary' && 'operand' in node && 'operator' in node) {
        return `${String(node.operator)}${show(node.operand)}`;
      }
      if (node.kind === 'endpoint' && 'port' in node) return `ip:${show(node.port)}`;
      if ('text' in node) return String(node.text);
      return 'name' in node ? String(node.name) : String(node.kind);
    };
    return declaration?.kind === 'let' ? show(declaration.value) : '';
  };
  t.equal(shape('1 + 2 * 3 - 4'), '((1+(2*3))-4)');
  t.equal(shape('a || b && !c == d'), '(a||(b&&(!c==d)))');
  t.equal(shape('8080 + i -> 3000'), '((8080+i)->3000)');
  t.equal(shape('0..<n + 1'), '(0..<(n+1))');
  t.equal(shape('-1 * -a % b'), '((-1*-a)%b)');
  t.equal(shape('127.0.0.1:p + i -> 53/udp'), '(ip:(p+i)->53/udp)');
  t.equal(shape('a < b == c >= d'), '((a<b)==(c>=d))');
});

t.test('nesting has a bound, and beyond it a message', async (t) => {
  const deep = (open: string, close: string) =>
    `let x = ${open.repeat(1000)}1${close.repeat(1000)}\n`;
  for (const [open, close] of [
    ['(', ')'],
    ['[', ']'],
    ['{ a: ', ' }'],
    ['f(', ')'],
    ['a ? ', ' : 1'],
  ] as const) {
    t.match(errors(deep(open, close)).join(), /nesting-too-deep/, open);
  }
  t.match(errors(`let x = ${'1 + '.repeat(1000)}1\n`).join(), /nesting-too-deep/, 'operators');
  t.match(errors(`let x = ${'!'.repeat(1000)}true\n`).join(), /nesting-too-deep/, 'prefixes');
  t.match(errors(`let x = a${'.b'.repeat(1000)}\n`).join(), /nesting-too-deep/, 'members');
  t.same(errors(`let x = ${'('.repeat(90)}1${')'.repeat(90)}\n`), []);
  t.doesNotThrow(() => errors(`let x = ${'"${'.repeat(500)}`));
});

t.test('every prefix of every example gives a tree', async (t) => {
  for (const text of examples) {
    for (let end = 0; end <= text.length; end += 5) parse('main.stow', text.slice(0, end));
  }
  t.ok(examples.length >= 2, `${examples.length} examples`);
});

t.test('text with pieces taken out or put in gives a tree', async (t) => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '(',
    '"',
    '${',
    '->',
    ':',
    '\n',
    ' if ',
    '/*',
    '1.',
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.nat(),
      fc.nat(20),
      pieces,
      (text, at, cut, piece) => {
        const start = at % text.length;
        parse('main.stow', text.slice(0, start) + text.slice(start + cut));
        parse('main.stow', text.slice(0, start) + piece + text.slice(start));
      },
    ),
    { numRuns: 150 },
  );
  t.pass('none threw');
});

t.test('the grammar is free of ambiguities', async (t) => {
  // The validation needs Object.groupBy, which the oldest supported runtime does not have.
  if (!('groupBy' in Object)) {
    Object.defineProperty(Object, 'groupBy', {
      configurable: true,
      value: (items: Iterable<unknown>, keyOf: (item: unknown) => string) => {
        const groups: Record<string, unknown[]> = {};
        for (const item of items) (groups[keyOf(item)] ??= []).push(item);
        return groups;
      },
    });
    t.teardown(() => Reflect.deleteProperty(Object, 'groupBy'));
  }
  t.doesNotThrow(() => new Grammar(false));
});
