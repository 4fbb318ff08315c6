/* Evaluation: null, comprehensions, functions, secrets, and what only an apply finds out. */
import t from 'tap';
import { compile, renderDiagnostic, type CompileOptions } from '../index.js';
import { parse } from '../syntax/index.js';
import { errorsOf, shortMessage, specOf, stackOf } from '../testing/index.js';
import { bind } from './bind.js';
import { conform } from './conform.js';
import { openSession } from './definitions.js';
import { newEvaluation } from './evaluation.js';
import { cover } from './secret.js';
import { poison, stringValue, type Value } from './value.js';

/** The value of `expression` in a stack with some declarations before it. */
const value = (expression: string, before = ''): unknown =>
  stackOf(`stack s\n${before}\noutput o = ${expression}\n`).outputs[0]?.value;
/** The messages of declarations, by their lines: the first is line 2. */
const wrong = (declarations: string): string[] => errorsOf(`stack s\n${declarations}\n`);
/** The errors of an expression in line 3, behind declarations in line 2. */
const wrongIn = (expression: string, before: string): string[] =>
  wrong(`${before}\noutput o = ${expression}`);
const compiled = (declarations: string, options: CompileOptions = {}) =>
  compile([{ path: 'main.stow', text: `stack s\n${declarations}\n` }], options);
const said = (declarations: string, options: CompileOptions): string =>
  compiled(declarations, options)
    .diagnostics.map((one) => JSON.stringify(one))
    .join('\n');

t.test('what may be null by its type is not used as if it were there', async (t) => {
  const db =
    'param db: { host: string, port?: int, at: { zone: string? }? }? = { host: "a", at: null }';
  t.same(wrongIn('db.host', db), ['3:12 possibly-null: `db` may be null']);
  t.same(wrongIn('db?.at.zone', db), ['3:12 possibly-null: `db.at` may be null']);
  t.same(wrongIn('db?.port + 1', db), ['3:12 possibly-null: `db.port` may be null']);
  t.same(wrongIn('"${db?.at?.zone}"', db), ['3:15 possibly-null: `db.at.zone` may be null']);
  t.same(
    wrongIn(
      '[...list, -n, !b]',
      'param list: [int]? = []\nparam n: int? = 1\nparam b: bool? = true',
    ),
    [
      '5:16 possibly-null: `list` may be null',
      '5:23 possibly-null: `n` may be null',
      '5:27 possibly-null: `b` may be null',
    ],
  );
  t.same(wrongIn('list[0]', 'param list: [int]? = [1]'), [
    '3:12 possibly-null: `list` may be null',
  ]);
  t.same(wrongIn('f(n)', 'param n: int? = 1 fn f(x: int) = x'.replace(' fn', '\nfn')), [
    '4:14 possibly-null: `x` takes an int, and this may be null',
  ]);
  t.same(wrongIn('y', 'param n: int? = 1\nlet y: int = n'), [
    '3:14 possibly-null: `y` takes an int, and this may be null',
  ]);
  t.same(wrongIn('(n > 1 ? n : null) + 1', 'param n: int = 1'), [
    '3:12 possibly-null: this may be null',
  ]);
  t.same(wrong('let n = null\noutput o = n.x'), ['3:14 type-mismatch: null has no members']);
});

t.test('`?.` gives null of null, `??` another value', async (t) => {
  const db =
    'param db: { host: string, tags: [string]? }? = null\nparam on: { host: string, tags: [string]? }? = { host: "h", tags: ["t"] }';
  t.same(value('[db?.host, on?.host, db?.host ?? "x", on?.host ?? "x", on?.tags?.[0]]', db), [
    null,
    'h',
    'x',
    'h',
    't',
  ]);
  t.same(value('[db?.tags?.[0] ?? "none", null ?? null ?? 3]', db), ['none', 3]);
  t.same(wrongIn('db?.hst', db), [
    '4:16 unknown-attribute: { host: string, tags: [string]? } has no `hst`',
  ]);
  t.same(wrongIn('1 + (on?.host ?? "x")', db).length, 1, 'the result is known not to be null');
  t.same(
    errorsOf('stack s\nparam m: size? = null\ncontainer a { image: "x:1", memory: m ?? "1" }\n'),
    ['3:42 type-mismatch: `memory` takes a size, found string'],
    'the other value has to fit, too',
  );
  t.same(
    errorsOf('stack s\nparam m: size? = 64MiB\ncontainer a { image: "x:1", memory: m ?? "1" }\n'),
    ['3:42 type-mismatch: `memory` takes a size, found string'],
  );
});

t.test('a condition tells what is behind it that something is not null', async (t) => {
  const before = 'param a: { b: { c: int }? }? = null\nparam n: int? = 2';
  for (const expression of [
    'a != null ? a.b?.c : 0',
    'a == null ? 0 : a.b?.c',
    'a != null && a.b != null ? a.b.c : 0',
    'a?.b != null ? a.b.c : 0',
    '!(a == null || a.b == null) ? a.b.c : 0',
    'n != null && n > 1 ? n + 1 : 0',
    'n == null || n > 1',
    'n == 2 ? n + 1 : 0',
    '[n + 1 for i in 0..0 if n != null]',
  ]) {
    t.same(wrongIn(expression, before), [], expression);
  }
  for (const expression of [
    'a != null ? 0 : a.b',
    'a != null || a.b == null',
    'a?.b != null ? 0 : a.b',
    'n != null ? 1 : n + 1',
  ]) {
    t.match(wrongIn(expression, before).join(), /possibly-null/, expression);
  }
  const resource =
    'stack s\nparam db: { host: string }? = { host: "h" }\ncontainer a if db != null { image: "x:1", env: { H: db.host } }\n';
  t.match(specOf(resource, 'container.a'), { env: { H: 'h' } });
});

t.test('attributes take what may be null: it is left out then', async (t) => {
  const text = (given: string) =>
    `stack s\nparam m: size? = ${given}\ncontainer a { image: "x:1", memory: m, env: { A: m == null ? null : "\${m}" } }\n`;
  t.match(specOf(text('64MiB'), 'container.a'), { memory: 67108864, env: { A: '64MiB' } });
  t.same(Object.keys(specOf(text('null'), 'container.a') ?? {}).includes('memory'), false);
  t.same(errorsOf('stack s\nparam i: string? = "x:1"\ncontainer a { image: i }\n'), [
    '3:22 possibly-null: `image` takes a string, and this may be null',
  ]);
});

t.test('what is not there because of its condition is nothing', async (t) => {
  const text = 'param on: bool = false\ncontainer a if on { image: "x:1" }';
  t.same(value('[a?.hostname, a == null, a != null ? a.hostname : "none"]', text), [
    null,
    true,
    'none',
  ]);
  t.same(wrongIn('a.hostname', text), [
    '4:12 absent-resource: the container `a` is not there, because its condition is false',
  ]);
});

t.test('comprehensions make lists and objects', async (t) => {
  t.same(value('[x * 2 for x in [1, 2, 3] if x != 2]'), [2, 6]);
  t.same(value('["${i}${x}" for i, x in ["a", "b"]]'), ['0a', '1b']);
  t.same(value('["${k}${v}" for k, v in { a: 1, b: 2 }]'), ['a1', 'b2']);
  t.same(value('[[y for y in 0..<x] for x in 0..2]'), [[], [0], [0, 1]]);
  t.same(value('["${x}${y}" for x in 1..2 if x > 1 for y in [x, 5] if y > 2]'), ['25']);
  t.same(value('{ "${x}": x * x for x in 1..3 if x != 2 }'), { 1: 1, 3: 9 });
  t.same(value('{ "${v}": k for k, v in { a: "x", b: "y" } }'), { x: 'a', y: 'b' });
  t.same(value('[...[x for x in 1..2], 3]'), [1, 2, 3]);
  t.same(value('[x for x in []]'), []);
});

t.test('mistakes in comprehensions are found once, whether there are turns or not', async (t) => {
  t.same(wrong('output o = [x + "a" for x in [1, 2, 3]]'), [
    '2:13 type-mismatch: `+` cannot be applied to these',
  ]);
  t.same(wrong('let n: [int] = []\noutput o = [x + "a" for x in n]'), [
    '3:13 type-mismatch: `+` cannot be applied to these',
  ]);
  t.same(wrong('output o = [x.y for x in [{ z: 1 }] if false]'), [
    '2:15 unknown-attribute: an object has no `y`',
  ]);
  t.same(wrong('output o = { "${x}": x for x in [1, 2, 1] }'), [
    '2:14 duplicate-attribute: two turns of the `for` have the key "1"',
  ]);
  t.same(wrong('output o = [x for x in { a: 1 }]'), [
    '2:24 type-mismatch: `for` over an object needs two variables',
  ]);
  t.same(wrong('output o = [x for x in 5]'), [
    '2:24 type-mismatch: `for` takes a range, a list or an object, found int',
  ]);
  t.same(wrong('output o = [x for x in 1..3 if x]'), [
    '2:32 type-mismatch: `if` takes a bool, found int',
  ]);
  t.same(wrong('let x = 1\noutput o = [x for x in 1..3]'), [
    '3:19 shadowed-name: `x` would hide another `x`',
  ]);
  t.same(wrong('output o = [[x for x in 1..3] for x in 1..3]'), [
    '2:20 shadowed-name: `x` would hide another `x`',
  ]);
  t.same(wrong('output o = [1 for image in 1..3]'), [
    '2:19 shadowed-name: `image` is a kind of resource',
  ]);
  t.match(wrong('output o = [1 for x in 1..9999 for y in 1..9999]').join(), /too-much-work/);
});

t.test('functions are called with arguments in order, and have defaults', async (t) => {
  const fns = [
    'fn url(host: string, port: port = 80, path: string = "/${host}"): string = "http://${host}:${port}${path}"',
    'fn twice(n: int) = 2 * n',
    'fn four(n: int) = twice(twice(n))',
    'fn first(of: [any]) = of[0]',
    'fn low(n: int) = n < limit',
    'let limit = twice(4)',
  ].join('\n');
  t.same(value('[url("a"), url("b", 8080, ""), four(3), first(["x", 1]), low(7)]', fns), [
    'http://a:80/a',
    'http://b:8080',
    12,
    'x',
    true,
  ]);
});

t.test('arguments that do not fit are reported where they stand', async (t) => {
  const fn = 'fn f(a: string, b: int(1..9) = 1): string = a';
  t.same(wrongIn('f()', fn), ['3:13 wrong-arguments: `f` needs the argument `a`']);
  t.same(wrongIn('f("a", 1, 2)', fn), ['3:22 wrong-arguments: `f` takes 2 arguments, found 3']);
  t.same(wrongIn('f(1)', fn), ['3:14 type-mismatch: `a` takes a string, found int']);
  t.same(wrongIn('f("a", 10)', fn), ['3:19 invalid-value: `b` is at most 9, found 10']);
  const [message] = compiled(`${fn}\noutput o = f(1)`).diagnostics.filter(
    ({ severity }) => severity === 'error',
  );
  t.match(message?.labels, [
    { text: 'the parameter `a` is `string`', span: { start: { line: 2 } } },
  ]);
});

t.test('the body of a function is checked, whether it is called or not', async (t) => {
  t.same(wrong('fn f(a: int): string = a'), [
    '2:24 type-mismatch: `f(…)` takes a string, found int',
  ]);
  t.same(wrong('fn f(a: int) = a.b'), ['2:18 type-mismatch: int has no members']);
  t.same(wrong('fn f(a: int = "1") = a'), ['2:15 type-mismatch: `a` takes an int, found string']);
  t.same(wrong('fn f(a: int, a: int) = a'), ['2:14 shadowed-name: `a` would hide another `a`']);
  t.same(wrong('fn f(a: int?) = a + 1'), ['2:17 possibly-null: `a` may be null']);
  t.same(wrong('fn f(a: int?) = a == null ? 0 : a + 1'), []);
  t.same(wrong('fn f(c: { kind: "a", x: int } | { kind: "b" }) = c.kind == "a" ? c.x : 0'), []);
  t.same(wrong('fn f(a: int) = 1 / a\noutput o = f(0)'), [
    '2:16 division-by-zero: this divides by zero',
  ]);
});

t.test('functions never come back to themselves', async (t) => {
  t.same(wrong('fn f(a: int): int = f(a - 1)'), ['2:21 cycle: f -> f is a cycle']);
  t.same(
    wrong(
      'fn f(a: int) = g(a)\nfn g(a: int) = [h(a)]\nfn h(a: int) = a > 0 ? f(a) : 0\noutput o = f(1)',
    ),
    ['4:24 cycle: f -> g -> h -> f is a cycle'],
  );
  t.same(wrong('fn f(a: int = f(1)) = a'), ['2:15 cycle: f -> f is a cycle']);
  t.same(wrong('fn f(a: int) = a + x\nlet x = f(1)\noutput o = x'), [
    '2:20 cycle: x -> f -> x is a cycle',
  ]);
  const chain = Array.from({ length: 3000 }, (_, i) => `fn f${i}(a: int) = f${i + 1}(a)`).join(
    '\n',
  );
  t.match(wrong(`${chain}\nfn f3000(a: int) = a\noutput o = f0(1)`).join(), /nesting-too-deep/);
  const wide = Array.from(
    { length: 40 },
    (_, i) => `fn g${i}(a: int) = g${i + 1}(a) + g${i + 1}(a)`,
  ).join('\n');
  t.match(wrong(`${wide}\nfn g40(a: int) = a\noutput o = g0(1)`).join(), /too-much-work/);
});

const secret = 'secret key { env: "KEY" }\n';
const known: CompileOptions = { secrets: { key: 'hunter2-hunter2' } };

t.test('what is made from a secret is one', async (t) => {
  const outputs = [
    'output a = "x-${key}-y"',
    'output b = key == "hunter2-hunter2"',
    'output c = length(key) + 1',
    'output d = { inside: [key] }',
    'output e = key == "x" ? 1 : 2',
    'output f = upper(key) ?? "none"',
    'output g = [upper(k) for k in [key]]',
    'output h = { k: key }.k',
    'output i = !(key != "x")',
    'output open = reveal("x-${key}-y")',
    'output there = key != null',
  ].join('\n');
  for (const options of [{}, known]) {
    const { value: stack, diagnostics } = compiled(secret + outputs, options);
    t.same(diagnostics.map(shortMessage), []);
    for (const output of stack?.outputs ?? []) {
      const isOpen = output.name === 'open' || output.name === 'there';
      t.equal(output.secret ?? false, !isOpen, output.name);
      if (!isOpen) t.equal(output.value, undefined, output.name);
    }
    t.equal(stack?.outputs.at(-1)?.value, true);
  }
  const { value: stack, hidden } = compiled(secret + outputs, known);
  t.equal(stack?.outputs.find(({ name }) => name === 'open')?.value, 'x-hunter2-hunter2-y');
  t.ok(hidden.has('x-hunter2-hunter2-y'), 'and what is revealed is still not printed');
});

t.test('a secret goes only where secrets go, and decides nothing', async (t) => {
  const refused = (declarations: string) => wrong(secret + declarations);
  t.same(refused('container a { image: "x:1", env: { K: key } }'), [
    '3:39 secret-exposed: `env.K` would show a secret',
  ]);
  t.same(
    refused(
      'container a { image: "x:1", env: { K: "k=${key}" }, labels: { n: "${length(key)}" } }',
    ),
    [
      '3:39 secret-exposed: `env.K` would show a secret',
      '3:66 secret-exposed: `labels.n` would show a secret',
    ],
  );
  t.same(refused('container a if key == "x" { image: "x:1" }'), [
    '3:16 secret-decides: the condition of `if` cannot be a secret',
  ]);
  t.same(refused('volume a for k in [key] {}'), ['3:20 secret-decides: a key cannot be a secret']);
  t.same(refused('output o = { "${key}": 1 }'), ['3:14 secret-decides: a key cannot be a secret']);
  t.same(refused('output o = [1, 2][length(key)]'), [
    '3:19 secret-decides: an index cannot be a secret',
  ]);
  t.same(refused('output o = [1 for i in 0..1 if key == "x"]'), [
    '3:32 secret-decides: the condition of `if` cannot be a secret',
  ]);
  t.same(refused('let a: string = key\noutput o = a'), [
    '3:17 secret-exposed: `a` would show a secret',
  ]);
  t.same(refused('fn f(a: string) = a\noutput o = f(key)'), [
    '4:14 secret-exposed: `a` would show a secret',
  ]);
  t.same(refused('fn f(a: secret<string>): secret<string> = "${a}!"\noutput o = f(key)'), []);
  t.same(refused('fn f(a: secret<string>): string = a\noutput o = f(key)'), [
    '3:35 secret-exposed: `f(…)` would show a secret',
  ]);
  t.same(refused('container a { image: "x:1", env: { K: reveal("k=${key}") } }'), []);
  t.same(wrong('output o = reveal("x")'), [
    '2:12 needless-reveal: `reveal` takes a secret, and this is none',
  ]);
});

t.test('no message shows a secret', async (t) => {
  for (const declarations of [
    'let a: secret<string(/[0-9]+/)> = key\noutput o = a',
    'let a: secret<"x" | "y"> = key\noutput o = a',
    'let a: secret<(string where length(it) < 3)> = key\noutput o = a',
    'let a: secret<string> where length(it) < 3 = key\noutput o = a',
    'output o = json_decode(key)',
    'output o = key + 1',
    'output o = { a: key }.b',
    'output o = [key][3]',
    'container a { image: "x:1", env: { K: key } }',
    'check "c" { assert key == "x" }',
  ]) {
    const text = said(secret + declarations, known);
    t.match(text, /error/, declarations);
    t.notMatch(text, /hunter2/, declarations);
  }
});

t.test('what the engine chooses may be shown, and decides nothing', async (t) => {
  const web = 'container web { image: "x:1" }\n';
  const before = wrong(`${web}container b if web.id != "" { image: "x:1" }`);
  t.same(before, [
    '3:16 known-too-late: the condition of `if` has to be known before anything is applied',
  ]);
  t.same(wrong(`${web}container b { image: web.id, env: { A: "\${web.image_id}" } }`), [
    '3:22 known-too-late: `image` has to be known before anything is applied',
    '3:40 known-too-late: `env.A` has to be known before anything is applied',
  ]);
  t.same(wrong(`${web}volume b for k in [web.id] {}`), [
    '3:20 known-too-late: a key has to be known before anything is applied',
  ]);
  t.same(wrong(`${web}output o = { "\${web.id}": 1 }`), [
    '3:14 known-too-late: a key has to be known before anything is applied',
  ]);
  t.same(wrong('container web { image: "x:1", id: "5" }'), [
    '2:31 read-only-attribute: the `id` of a container is given by the engine',
  ]);
  t.same(wrong(`${web}output o = web.ids`), [
    '3:16 unknown-attribute: the container `web` has no `ids`',
  ]);
  const outputs = [
    'fn short(text: string) = substring(text, 0, 3)',
    'let id = web.id',
    'output a = short("id-${id}")',
    'output b = [k for k, a in web.addresses]',
    'output c = id == "x" ? 1 : 2',
    'output d = { id: id, list: [x for x in [id] if x != ""] }',
    '',
  ]
    .join('\n')
    .replace('substring(text, 0, 3)', 'upper(text)');
  const unknown = compiled(web + outputs).value;
  t.same(
    unknown?.outputs.map((output) => [output.name, output.known]),
    [
      ['a', false],
      ['b', false],
      ['c', false],
      ['d', false],
    ],
  );
  const facts = { 'container.web': { id: 'abc', addresses: { 's-default': '10.0.0.2' } } };
  const found = compiled(web + outputs, { facts });
  t.same(
    found.value?.outputs.map((output) => output.value),
    ['ID-ABC', ['s-default'], 2, { id: 'abc', list: ['abc'] }],
  );
  t.match(
    said(`${web}container b if web.id != "" { image: "x:1" }`, { facts }),
    /known-too-late/,
    'that it is known from the last time makes no difference',
  );
});

t.test('the way of a value that is known too late is shown', async (t) => {
  const text = `stack s
container web { image: "x:1" }
let id = web.id
let name = "c-\${id}"
fn host(of: string) = "\${of}.internal"
container b if host(name) != "" { image: "x:1" }
`;
  const [message] = compile([{ path: 'main.stow', text }]).diagnostics;
  t.equal(
    message && renderDiagnostic(message, new Map([['main.stow', text]])),
    `error[known-too-late]: the condition of \`if\` has to be known before anything is applied
  main.stow:6:16
    3 | let id = web.id
      |          ------ the engine chooses the \`id\` of \`container.web\`
    4 | let name = "c-\${id}"
      |                 -- by way of \`id\`
    .
    6 | container b if host(name) != "" { image: "x:1" }
      |                ^^^^^^^^^^^^^^^^
      |                ---------- by way of \`host(…)\`
      |                     ---- by way of the parameter \`of\`
      |                     ---- by way of \`name\`
    What the engine chooses is known only afterwards. An output can show it.`,
  );
});

t.test('whoever asks is told the value of every expression', async (t) => {
  const seen = new Map<string, Value>();
  const text = 'stack s\nlet a = [x + 1 for x in 1..2]\noutput o = a[1]\n';
  compile([{ path: 'main.stow', text }], {
    onValue: (expression, found) => {
      seen.set(text.slice(expression.span.start.offset, expression.span.end.offset), found);
    },
  });
  t.match(seen.get('a[1]'), { kind: 'int', value: 3 });
  t.match(seen.get('x + 1'), { kind: 'int', value: 3 });
  t.match(seen.get('a'), { kind: 'list' });
});

t.test('values that share their parts are no more work than they look', async (t) => {
  const doubled = (first: string) =>
    Array.from(
      { length: 60 },
      (_, i) => `let v${i} = ${i === 0 ? first : `[v${i - 1}, v${i - 1}]`}`,
    ).join('\n');
  t.match(wrong(`${doubled('1')}\noutput o = v59 == v59`).join(), /too-much-work/);
  t.match(wrong(`${secret}${doubled('key')}\noutput o = reveal(v59)`).join(), /too-much-work/);
  t.match(wrong(`${doubled('1')}\noutput o = length(json_encode(v59))`).join(), /too-much-work/);
  t.same(wrong('let v = 1 -> 2\noutput o = v -> 3').length, 1);
});

t.test(
  'a slot that takes secrets gets what is inside, under its cover, which is never printed',
  async (t) => {
    const evaluation = newEvaluation({}, []);
    const place = { path: '', names: [], directory: '', live: true };
    const session = openSession(
      evaluation,
      bind([]).symbols,
      place,
      (_session, _name, from) => poison(from),
      { stackName: 's', environment: [] },
    );
    const { span } = parse('main.stow', 'stack s\n').tree;
    const slot = { session, live: true, path: 'password', spec: true };
    const covered = cover(stringValue('hunter2', span));
    const type = { kind: 'string', pattern: '^[a-z0-9]+$', takesSecret: true } as const;
    t.match(conform(slot, covered, type), {
      kind: 'secret',
      inner: { kind: 'string', value: 'hunter2' },
    });
    t.ok(session.hidden.has('hunter2'));
    t.match(conform(slot, cover(stringValue('Hunter 2', span)), type), { kind: 'unknown' });
    t.match(evaluation.diagnostics, [{ code: 'invalid-value' }]);
    t.notMatch(JSON.stringify(evaluation.diagnostics), /Hunter/);
  },
);

t.test('a condition too wide to draw is told part by part', async (t) => {
  const others = ['a', 'b'].map((letter) => `it != "${letter.repeat(40)}"`).join(' && ');
  const text = `type T = string where length(it) < 3 && ${others}\nlet x: T = "${'y'.repeat(50)}"\noutput o = x`;
  const [message] = compiled(text).diagnostics;
  t.same(message?.notes, [
    [
      `length(it) < 3 && ${others}`,
      'length(it) is 50',
      `it is "${'y'.repeat(37)}…"`,
      'length(it) < 3 is false',
      `length(it) < 3 && it != "${'a'.repeat(40)}" is false`,
      `length(it) < 3 && ${others} is false`,
    ].join('\n'),
  ]);
});
