/* What is the same for all functions: arguments, what is not known, secrets, provenance, bounds. */
import t from 'tap';
import { compile } from '../compile.js';
import type { CompileOptions } from '../inputs.js';
import { exampleHost, evaluated, hostOf } from './testing/index.js';

const said = (expression: string, before = ''): readonly string[] =>
  evaluated(expression, before).messages;

/** Everything said of a file, with places. */
function messages(text: string, options: CompileOptions = {}): string[] {
  return compile([{ path: 'main.stow', text }], { host: exampleHost, ...options })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(
      ({ span, code, summary }) =>
        `${span?.file ?? ''}:${span?.start.line ?? 0}:${span?.start.column ?? 0} ${code}: ${summary}`,
    );
}

t.test('arguments are counted', async (t) => {
  t.same(said('upper()'), ['wrong-arguments: `upper` needs the argument `text`']);
  t.same(said('split("a")'), ['wrong-arguments: `split` needs the argument `separator`']);
  t.same(said('upper("a", "b")'), ['wrong-arguments: `upper` takes one argument, found 2']);
  t.same(said('join([], "", 1)'), ['wrong-arguments: `join` takes at most 2 arguments, found 3']);
  t.same(said('copy("a")'), ['wrong-arguments: `copy` needs the argument `target`']);
  t.same(said('expose()'), ['wrong-arguments: these arguments do not fit `expose`']);
  t.same(said('lenght([])'), ['unknown-function: there is no function `lenght`']);
  t.same(said('slice([1, 2], 1, null)'), [], 'null stands for an optional one that is left out');
});

t.test('arguments are of their types, and the message stands at the argument', async (t) => {
  const text = (expression: string) => `stack s\noutput o = ${expression}\n`;
  t.same(messages(text('split("a", 5)')), [
    'main.stow:2:23 type-mismatch: `split` takes a string as `separator`, found int',
  ]);
  t.same(messages(text('upper(5) == lower(true)')), [
    'main.stow:2:18 type-mismatch: `upper` takes a string as `text`, found int',
    'main.stow:2:30 type-mismatch: `lower` takes a string as `text`, found bool',
  ]);
  t.same(messages(text('sum([1, "2"])')), [
    'main.stow:2:16 type-mismatch: `sum` takes [number] as `list`, found string in it',
  ]);
  t.same(messages(text('from_entries([{ key: "a" }])')), [
    'main.stow:2:25 type-mismatch: `from_entries` takes [{ key: string, value: T }] as `list`, found an object in it',
  ]);
  t.same(messages(text('upper(null)')), [
    'main.stow:2:18 type-mismatch: `upper` takes a string as `text`, found null',
  ]);
  const { diagnostics } = compile([{ path: 'main.stow', text: text('upper(5)') }]);
  t.equal(diagnostics[0]?.detail, 'It is called as `upper(text: string): string`.');
  t.match(diagnostics[0]?.fix, { text: '"5"' });
  const misspelt = compile([{ path: 'main.stow', text: text('jsonencode(1)') }]).diagnostics[0];
  t.equal(misspelt?.fix?.text, 'json_encode', 'nor is a function of another tool far away');
});

t.test('ints are floats, and addresses are text', async (t) => {
  t.equal(evaluated('round(2)').json, 2);
  t.equal(evaluated('split(10.0.0.1, ".")[3]').json, '1');
  t.equal(evaluated('int(split(10.0.0.0/8, "/")[1])').json, 8);
  t.equal(evaluated('cidr_host("10.0.0.0/8", 5)').json, '10.0.0.5');
});

t.test('of what is not taken the types count, and nothing is done', async (t) => {
  t.same(said('1 > 2 ? int("x") : 5'), []);
  t.same(said('1 > 2 ? file("gone") : "x"'), []);
  t.same(said('1 > 2 ? int(true) : 5'), [
    'type-mismatch: `int` takes float | string as `value`, found bool',
  ]);
  t.same(said('1 > 2 ? 5s : min(5s, 1)'), ['type-mismatch: duration and int cannot be compared']);
  t.same(said('upper(true ? "a" : 1)'), [
    'type-mismatch: `upper` takes a string as `text`, found int',
  ]);
  t.same(said('memory', 'let memory = 1 > 2 ? int("x") + 1MiB : 1MiB').length, 1);
});

t.test('what may be null is given only where null is taken', async (t) => {
  const before = 'param p: string? = "a"\nparam n: int? = null\nlet list = ["b", p]';
  t.same(said('upper(p)', before), [
    'possibly-null: `upper` takes a string as `text`, and this may be null',
  ]);
  t.same(said('join(list, ",")', before), [
    'possibly-null: `join` takes [scalar] as `list`, and a part of this may be null',
  ]);
  t.same(said('upper(1 > 2 ? p : "a")', before).length, 1, 'also where it is not taken');
  t.same(said('upper(p ?? "")', before), []);
  t.same(said('p != null ? upper(p) : ""', before), []);
  t.same(said('slice([1, 2], 1, n)', before), []);
  t.same(said('[is_null(p), type_of(n), contains(list, p)]', before), []);
  t.same(said('upper(coalesce(p, "x"))', before), [], 'nor is it null any more');
  t.same(said('join(compact(list), ",")', before), []);
});

t.test('what is made of something unknown is unknown, and of the type of the result', async (t) => {
  const text = (expression: string) =>
    `stack s\nsecret p\ncontainer c {\n  image: "x"\n  memory: ${expression}\n}\n`;
  t.same(messages(text('size(reveal(p))')), []);
  t.same(messages(text('max(1MiB, size(reveal(p)))')), []);
  t.same(messages(text('first([64MiB, size(reveal(p))])')), []);
  t.match(messages(text('length(reveal(p))')), [/type-mismatch: `memory` takes .*, found int/]);
  t.match(messages(text('first(split(reveal(p), ","))')), [/found string/]);
  t.match(messages(text('sort([int(reveal(p))])[0]')), [/found /]);
  t.match(messages(text('max(1, int(reveal(p)))')), [/found int/]);
  t.match(messages(text('values({ a: int(reveal(p)) })[0]')), [/found int/]);
});

t.test('secrets: what is looked into is secret, what is handed on stays as it is', async (t) => {
  const kind = (expression: string): unknown => evaluated(expression).value?.kind;
  t.equal(kind('upper(db_password)'), 'secret');
  t.equal(kind('length(db_password)'), 'secret');
  t.equal(kind('join(["a", db_password], ":")'), 'secret');
  t.equal(kind('sha256(db_password)'), 'secret');
  t.equal(kind('json_encode({ a: [db_password] })'), 'secret');
  t.equal(kind('contains(["a"], db_password)'), 'secret');
  t.equal(kind('length([db_password])'), 'int');
  t.equal(kind('merge({ a: db_password }, { b: 1 }).b'), 'int');
  t.equal(kind('merge({ a: db_password }, { b: 1 }).a'), 'secret');
  t.equal(kind('first([db_password])'), 'secret');
  t.equal(kind('coalesce(null, db_password)'), 'secret');
  t.equal(kind('is_null(db_password)'), 'bool');
  t.equal(evaluated('type_of(db_password)').json, 'secret');
  t.equal(kind('reveal(upper(db_password))'), 'string');
  t.equal(kind('sort_by([{ n: "b", p: db_password }, { n: "a", p: 1 }], "n")[0].p'), 'int');
  t.same(said('int(db_password)'), [
    'invalid-value: `int` cannot be applied to the value of this secret',
  ]);
  t.same(said('sort_by([{ p: db_password }], "p")'), [
    'invalid-value: the field "p" of item 0 is a secret',
  ]);
  t.equal(kind('template("conf/web.conf.tpl", { name: db_password, ports: [] })'), 'secret');
});

t.test('results know which resources they were made from', async (t) => {
  const text = `stack s
container db { image: "pg" }
container web { image: "x", env: { A: upper(db.hostname), B: split(db.hostname, "-")[0], C: first([db.hostname]) } }
`;
  const { value } = compile([{ path: 'main.stow', text }]);
  const web = value?.resources.find(({ address }) => address === 'container.web');
  t.same(
    web?.dependsOn.filter(({ address }) => address === 'container.db').map(({ via }) => via),
    ['env.A', 'env.B', 'env.C'],
  );
});

t.test('all instances of a resource are the collection that they are', async (t) => {
  const before = `container web for i in 0..<3 { image: "x" }
container zone for k in ["eu", "us"] { image: "x" }`;
  t.equal(evaluated('length(web)', before).json, 3);
  t.same(evaluated('keys(zone)', before).json, ['eu', 'us']);
  t.same(evaluated('[c.hostname for c in reverse(web)]', before).json, ['web-2', 'web-1', 'web-0']);
  t.same(evaluated('length(none)', 'container none for i in 0..<0 { image: "x" }').json, 0);
});

t.test('results and work have bounds', async (t) => {
  const codes = (expression: string, before = ''): readonly string[] =>
    said(expression, before).map((message) => message.slice(0, message.indexOf(':')));
  t.same(codes('repeat("ab", 1000000)'), ['too-much-work']);
  t.same(codes('pad_left("a", 9999999)'), ['too-much-work']);
  t.same(codes('range(0, 1000000)'), ['too-much-work']);
  t.same(codes('cidr_subnets(10.0.0.0/8, 30)'), ['too-much-work']);
  t.same(codes('replace(x, "a", x)', 'let x = repeat("a", 10000)'), ['too-much-work']);
  t.same(codes('join(xs, "")', 'let x = repeat("a", 100000)\nlet xs = [x for i in 0..<100]'), [
    'too-much-work',
  ]);
  t.same(codes('flatten([r for i in r])', 'let r = 0..<5000'), ['too-much-work']);
  t.same(codes('regex_find_all(x, "a.*b|a")', 'let x = repeat("a", 100000)'), ['too-much-work']);
  const deep = `${'['.repeat(150)}${']'.repeat(150)}`;
  t.match(said(`json_decode("${deep}")`), [/nest more than 100 deep/]);
  t.match(said(`yaml_decode("${'- '.repeat(150)}x")`), [/nest more than 100 deep/]);
  const bomb = Array.from('bcdefghijklmnop').reduce((text, name, index, names) => {
    const before = index === 0 ? 'a' : (names[index - 1] ?? 'a');
    return `${text}${name}: &${name} [*${before}, *${before}, *${before}]\\n`;
  }, 'a: &a [x, x]\\n');
  t.match(said(`yaml_decode("${bomb}")`), [/more than 100000 values/]);
});

t.test('templates say what is wrong at its place', async (t) => {
  const host = hostOf({
    'a.tpl': 'one\n${two\nthree ${} ${name}\n\\${name} \\\\${name}\n',
    'b.tpl': 'x\n${upper(nam)}\n${int(name)}\n',
    'c.tpl': '${template("c.tpl", {})}',
    'd.tpl': '\\${a} \\\\${a} \\ ${"\\t"}${a}|${team}',
    'm/e.tpl': '${file("f.txt")}',
    'm/f.txt': 'beside the stack?',
    'f.txt': 'beside the stack',
    bytes: new Uint8Array([0xff, 0xfe]),
  });
  const text = (call: string) => `stack s\noutput o = ${call}\n`;
  t.same(messages(text('template("a.tpl", { name: 1 })'), { host }), [
    'a.tpl:2:1 unterminated-string: this `${` has no closing `}`',
    'a.tpl:3:9 syntax: expected a value after `${`, found `}`',
  ]);
  t.same(messages(text('template("b.tpl", { name: "x" })'), { host }), [
    'b.tpl:2:9 undefined-name: nothing is called `nam`',
    'b.tpl:3:7 invalid-value: "x" is no int',
  ]);
  t.match(messages(text('template("c.tpl", {})'), { host }), [/cycle: c.tpl -> c.tpl is a cycle/]);
  t.match(messages(`let team = 1\n${text('template("d.tpl", { a: 1 })')}`, { host }), [
    /nothing is called `team`/,
  ]);
  t.equal(
    evaluated('template("d.tpl", { a: 1, team: 2 })', '', host).json,
    '${a} \\1 \\ \t1|2',
    'a backslash means something only before an interpolation',
  );
  t.equal(evaluated('template("m/e.tpl", {})', '', host).json, 'beside the stack');
  t.match(messages(text('file("bytes")'), { host }), [/"bytes" is no text/]);
  t.match(messages(text('file("/etc/passwd")'), { host }), [/outside of the stack/]);
  const { diagnostics } = compile([{ path: 'main.stow', text: text('file("motd.txt")') }]);
  t.match(diagnostics, [{ code: 'unreadable-file', summary: 'no files can be read here' }]);
});

t.test('paths in a module start from its directory', async (t) => {
  const host = hostOf({ 'mod/a.txt': 'of the module', 'a.txt': 'of the stack' });
  const module = 'output text = file("./a.txt")\noutput all = dir(".")\n';
  const { value, diagnostics } = compile(
    [
      {
        path: 'main.stow',
        text: 'stack s\nuse "./mod" as m\noutput a = [m.text, file("a.txt")]\noutput b = m.all\n',
      },
    ],
    {
      host,
      resolveModule: () => ({
        kind: 'module',
        directory: 'mod',
        files: [{ path: 'mod/main.stow', text: module }],
      }),
    },
  );
  t.same(
    diagnostics.filter(({ severity }) => severity === 'error'),
    [],
  );
  t.same(
    value?.outputs.map((output) => output.value),
    [['of the module', 'of the stack'], ['a.txt']],
  );
});

t.test('variables are read by a list', async (t) => {
  const fixed = (text: string): string | undefined => {
    const fix = compile([{ path: 'main.stow', text }], { host: exampleHost }).diagnostics.find(
      ({ code }) => code === 'unlisted-variable',
    )?.fix;
    return fix && text.slice(0, fix.span.start.offset) + fix.text + text.slice(fix.span.end.offset);
  };
  const use = '\noutput o = env("A")\n';
  t.equal(fixed(`stack s${use}`), `stack s { environment: ["A"] }${use}`);
  t.equal(
    fixed(`stack s { environment: ["B"] }${use}`),
    `stack s { environment: ["B", "A"] }${use}`,
  );
  t.equal(fixed(`stack s { environment: [] }${use}`), `stack s { environment: ["A"] }${use}`);
  t.same(messages(`stack s { environment: ["A"] }${use}`), [
    'main.stow:2:16 missing-variable: the variable `A` is not set',
  ]);
});
