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
      'an output binds with `:`',
      'output a: x.y + 1\n',
      '1:9 syntax: expected `=` between a name and its value, found `:`',
    ],
    ['a type is none', 'param a: + = 1\n', '1:10 syntax: expected a type, found `+`'],
    [
      'a field of a type has no type',
      'type A = {\n  a\n  b: int\n}\n',
      '2:4 syntax: expected `:`, found the end of the line',
    ],
    [
      'the keys of a map are no strings',
      'type A = {[int]: string}\n',
      '1:12 syntax: the keys of a map are strings, not `int`',
    ],
    [
      'a type is wrapped by another than secret',
      'param a: list<int>\n',
      '1:10 syntax: `list` takes no type in `<>`',
    ],
    ['a parameter has no type', 'fn f(a, b: int) = a\n', '1:7 syntax: expected `:`, found `,`'],
    [
      'a function has no value',
      'fn f(a: int): int\n',
      '1:18 syntax: expected `=`, found the end of the line',
    ],
    ['a module has no name', 'use "./m" { a: 1 }\n', '1:11 syntax: expected `as`, found `{`'],
    ['a module has no quotes', 'use m as m\n', '1:5 syntax: expected a string, found `m`'],
    ['a check has no title', 'check { assert a }\n', '1:7 syntax: expected a string, found `{`'],
    [
      'a check holds something else',
      'check "a" {\n  asert b\n}\n',
      '2:3 syntax: expected `assert` or `}`, found `asert`',
    ],
    [
      'a test holds something else',
      'test "a" {\n  asert b\n  assert c\n}\n',
      '2:9 syntax: expected `:`, found `b`',
    ],
    [
      'a test has a loose value',
      'test "a" {\n  5\n  assert c\n}\n',
      '2:3 syntax: expected `assert`, a field or `}`, found `5`',
    ],
    [
      'a comprehension is not alone',
      'let a = [1, x for x in xs]\n',
      '1:15 syntax: a comprehension stands alone in its `[`',
    ],
    [
      'a comprehension is spread',
      'let a = [...x for x in xs]\n',
      '1:15 syntax: a comprehension has no `...`',
    ],
    [
      'a body is a comprehension',
      'container a { "${k}": 1 for k in ks }\n',
      '1:25 syntax: the body of a declaration cannot be a comprehension',
    ],
    [
      'a comprehension lacks its `in`',
      'let a = [x for x xs]\n',
      '1:18 syntax: expected `in`, found `xs`',
    ],
    [
      'a safe member is missing',
      'let a = b?.\n',
      '1:12 syntax: expected a name, found the end of the line',
    ],
    [
      'the text of a long string begins at once',
      'let a = """x\n  y\n  """\n',
      '1:12 string-layout: the text of a `"""` string begins on the next line',
    ],
    [
      'a long string ends within a line',
      'let a = """\n  y"""\n',
      '2:4 string-layout: the closing `"""` stands on a line of its own',
    ],
    [
      'a line of a long string is indented too little',
      'let a = """\n    x\n  y\n    """\n',
      '3:1 string-layout: this line is indented less than the closing `"""`',
    ],
    [
      'a long string is not closed',
      'let a = """\n  x\n  y\n',
      '1:9 unterminated-string: this string has no closing `"""`',
    ],
    [
      'a long string is not closed, and another is',
      'container a {\n  b: """\n    x\n  c: """\n    y\n    """\n}\n',
      '2:6 unterminated-string: this string has no closing `"""`',
    ],
    [
      'an interpolation of a long string is not closed',
      'let a = """\n  ${b\n  """\n',
      '2:3 unterminated-string: this `${` has no closing `}`',
    ],
    [
      'a long string is a key',
      'let a = {\n  """\n  x\n  """: 1\n}\n',
      '2:3 syntax: a string of several lines cannot stand here',
    ],
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

t.test('the words of the language are names wherever none of them can stand', async (t) => {
  const words =
    'stack engine param secret let type fn use output check test moved removed import as assert where';
  for (const word of words.split(' ')) {
    const text = `let ${word} = a.${word} + { ${word}: ${word} }.b
param ${word}: { ${word}?: int, x: ${word} }
container ${word} for ${word} in ${word} { ${word}: [${word}, f(${word})] }
fn ${word}(${word}: ${word}) = ${word}
`;
    t.same(errors(text), [], word);
  }
  t.same(errors('let a = { for: 1, if: 2\n in: 3\n is: 4\n for: 5 }\n'), []);
});

/** The value of `let x`, in short. */
const shown = (text: string): unknown => {
  const { tree, diagnostics } = parse('main.stow', `let x = ${text}\n`);
  const [declaration] = tree.declarations;
  if (diagnostics.length > 0 || declaration?.kind !== 'let') return diagnostics.map(shortMessage);
  const plain: unknown = JSON.parse(
    JSON.stringify(declaration.value, (key, value: unknown) =>
      key === 'span' ? undefined : value,
    ),
  );
  return plain;
};
const name = (text: string) => ({ kind: 'name', name: text });

t.test('safe access and defaults for null', async (t) => {
  t.match(shown('a?.b?.[c] ?? d'), {
    kind: 'binary',
    operator: '??',
    left: {
      kind: 'index',
      safe: true,
      object: { kind: 'member', safe: true, object: name('a'), name: { name: 'b' } },
      index: name('c'),
    },
    right: name('d'),
  });
  t.match(shown('a || b ?? c -> d'), {
    operator: '->',
    left: { operator: '??', left: { operator: '||' }, right: name('c') },
  });
  t.match(shown('a ? b?.c : d'), { kind: 'conditional', then: { safe: true } });
  t.match(shown('a\n  ?.b\n  ?? c'), { operator: '??', left: { safe: true } });
});

t.test('comprehensions', async (t) => {
  const clauses = [
    { kind: 'for', variables: [{ name: 'x' }], collection: name('xs') },
    { kind: 'if', condition: name('c') },
  ];
  t.match(shown('[x for x in xs if c]'), { kind: 'list-for', item: name('x'), clauses });
  t.match(shown('[\n  x\n  for x in xs\n  if c\n]'), { kind: 'list-for', clauses });
  t.match(shown('{ "${k}": v for k, v in xs if c }'), {
    kind: 'object-for',
    key: { kind: 'string' },
    value: name('v'),
    clauses: [{ variables: [{ name: 'k' }, { name: 'v' }] }, { kind: 'if' }],
  });
  t.match(shown('{\n  a: v\n  for k in xs\n}'), { kind: 'object-for', key: { name: 'a' } });
  t.match(shown('[1, ...[x for x in y for y in z]]'), {
    kind: 'list',
    elements: [{ spread: false }, { spread: true, value: { kind: 'list-for', clauses: [{}, {}] } }],
  });
});

t.test('strings of several lines lose their indentation', async (t) => {
  const textOf = (text: string): unknown => {
    const value = shown(text);
    if (typeof value !== 'object' || value === null || !('parts' in value)) return value;
    if (!Array.isArray(value.parts)) return undefined;
    return value.parts.map((part: { raw?: string }) => part.raw ?? '$').join('');
  };
  t.equal(textOf('"""\n  a\n    b\n\n  c\n  """'), 'a\n  b\n\nc\n');
  t.equal(textOf('"""\na b\n"""'), 'a b\n');
  t.equal(textOf('"""\n  """'), '');
  t.equal(textOf('"""\n  a \\\n  b\n  """'), 'a b\n', 'a backslash joins lines');
  t.equal(textOf('"""\r\n  a\r\n  """'), 'a\n');
  t.equal(textOf('"""\n\ta\n\t\t"b" ""\n\t"""'), 'a\n\t"b" ""\n');
  t.equal(textOf('"""\n  \\"""\n  """'), '\\"""\n');
  t.equal(textOf('"""\n  ${a} b ${f("c ${d}")}\n  """'), '$ b $\n');
  t.match(shown('"""\n  a\n  """'), { kind: 'string', multiline: true });
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
