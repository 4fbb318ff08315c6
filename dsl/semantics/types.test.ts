/* Types: what fits them, and what is said of what does not. Params from outside are in compile.test.ts. */
import t from 'tap';
import { attributeFlags, kinds, kindSchemas } from '../../model/index.js';
import { compile, renderDiagnostic } from '../index.js';
import { parse } from '../syntax/index.js';
import { errorsOf, stackOf } from '../testing/index.js';
import { describeType, describeTypeInFull } from '../types/describe.js';
import { kindType } from '../types/from-schema.js';
import { typeFromSyntax } from '../types/from-syntax.js';
import { anyType, type Type } from '../types/type.js';

/** The value of `expression` in a stack with some declarations before it. */
const value = (expression: string, before = ''): unknown =>
  stackOf(`stack s\n${before}\noutput o = ${expression}\n`).outputs[0]?.value;
/** The messages of declarations, by their lines: the first is line 2. */
const wrong = (declarations: string): string[] => errorsOf(`stack s\n${declarations}\n`);
/** A value held to a type. */
const held = (type: string, written: string): unknown => value('x', `let x: ${type} = ${written}`);
const misfit = (type: string, written: string): string[] =>
  wrong(`let x: ${type} = ${written}\noutput o = x`).map((message) =>
    message.replace(/^\d+:\d+ /, ''),
  );

t.test('objects have the fields of their types', async (t) => {
  const type = '{ name: string, port?: int, tags: [string] = ["web"], path: string? }';
  t.same(held(type, '{ name: "a", path: null }'), { name: 'a', path: null, tags: ['web'] });
  t.same(held(type, '{ name: "a", port: 1, tags: [], path: "/" }'), {
    name: 'a',
    port: 1,
    tags: [],
    path: '/',
  });
  t.same(misfit(type, '{ nam: "a", path: "/" }'), [
    'unknown-attribute: `x` has no attribute `nam`',
  ]);
  t.same(misfit(type, '{ port: "1" }'), [
    'missing-attribute: `x` needs `name` and `path`',
    'type-mismatch: `x.port` takes an int, found string',
  ]);
  t.same(misfit(type, '[1]'), [
    'type-mismatch: `x` takes { name: string, port?: int, tags: [string], path: string? }, found a list',
  ]);
  t.same(misfit('{ a: int, a: string }', '{ a: 1 }'), [
    'duplicate-attribute: `a` is written twice',
  ]);
  t.same(misfit('{ a: int = "1" }', '{}'), ['type-mismatch: `a` takes an int, found string']);
  t.same(misfit('{}', '{ a: 1 }'), ['unknown-attribute: `x` has no attribute `a`']);
});

t.test('defaults of fields see the whole stack, and null means left out', async (t) => {
  const type =
    'type Site = { host: string, url: string = "https://${domain}", port: int = base + 1 }\n';
  const rest =
    'let domain = "example.org"\nlet base = 8000\nlet s: Site = { host: "a", port: null }';
  t.same(value('s', type + rest), { host: 'a', port: 8001, url: 'https://example.org' });
});

t.test('maps have values of one type under any keys', async (t) => {
  t.same(held('{[string]: int}', '{ a: 1, "b c": 2 }'), { a: 1, 'b c': 2 });
  t.same(misfit('{[string]: int}', '{ a: 1, b: "2" }'), [
    'type-mismatch: `x.b` takes an int, found string',
  ]);
  t.same(misfit('{[string]: int}', '{ a: null }'), [
    'type-mismatch: `x.a` takes an int, found null',
  ]);
  t.same(held('{[string]: { size: size }}', '{ a: { size: 1MiB } }'), { a: { size: '1MiB' } });
});

t.test(
  'sizes, durations and addresses are literal types and ranges, compared by value',
  async (t) => {
    t.equal(held('512MiB | 1GiB', '1024MiB'), '1GiB');
    t.equal(held('90s', '1m30s'), '1m30s');
    t.equal(held('10.0.0.0/8 | 10.1.0.0/16', '10.1.0.0/16'), '10.1.0.0/16');
    t.equal(held('float', '3'), 3);
    t.same(misfit('512MiB | 1GiB', '2GiB'), ['invalid-value: `x` cannot be 2GiB']);
    t.same(misfit('512MiB', '512'), ['type-mismatch: `x` takes 512MiB, found int']);
    t.equal(held('size(1MiB..1GiB)', '1024MiB'), '1GiB');
    t.same(misfit('size(1MiB..<1GiB)', '1024MiB'), [
      'invalid-value: `x` is below 1GiB, found 1GiB',
    ]);
    t.same(misfit('duration(1s..1h)', '500ms'), ['invalid-value: `x` is at least 1s, found 500ms']);
    t.equal(held('float(0..<1)', '0.5'), 0.5);
    t.same(misfit('float(0..<1)', '1'), ['invalid-value: `x` is below 1, found 1']);
    t.equal(held('int(-2..<3)', '-2'), -2);
    t.same(misfit('int(5..1)', '2'), ['unknown-type: no value lies in this range']);
    t.same(misfit('int(1s..2s)', '2'), ['unknown-type: `int` cannot be narrowed like this']);
    t.same(misfit('bool(1..2)', 'true'), ['unknown-type: `bool` cannot be narrowed like this']);
  },
);

t.test('ports are numbers with a protocol', async (t) => {
  t.equal(held('port', '8080'), '8080');
  t.equal(held('port', '53/udp'), '53/udp');
  t.same(misfit('port', '0'), ['invalid-value: `x` is a port, from 1 to 65535, found 0']);
  t.same(misfit('port(1024..65535)', '80'), ['invalid-value: `x` is at least 1024, found 80']);
  t.same(misfit('port', '"80"'), ['type-mismatch: `x` takes a port, found string']);
  const before = 'let p: port = 8080\n';
  t.same(value('[p + 1, p == 8080, p == 8080/tcp, p < 9000, "${p}"]', before), [
    '8081',
    true,
    true,
    true,
    '8080',
  ]);
  t.equal(value('n', `${before}let n: int = p`), 8080, 'and fit an int when there is none');
  t.same(wrong('let p: port = 65535\noutput o = p + 1'), [
    '3:12 invalid-value: ports go from 1 to 65535, and this is 65536',
  ]);
  const text = `stack s\n${before}container a { image: "x:1", ports: [p + 1 -> 80, p -> 53/udp] }\n`;
  t.match(stackOf(text).resources[1]?.spec, {
    ports: [
      { host: 8081, container: 80 },
      { host: 8080, container: 53, protocol: 'udp' },
    ],
  });
});

t.test('anything fits any, and unions take what one of them takes', async (t) => {
  t.same(held('any', '{ a: [1, null] }'), { a: [1, null] });
  t.equal(held('int | string', '"a"'), 'a');
  t.same(held('[int] | int', '[1]'), [1]);
  t.equal(held('(int | string)?', 'null'), null);
  t.same(misfit('[int] | int', '["a"]'), ['type-mismatch: `x[0]` takes an int, found string']);
  t.same(misfit('int | bool', '"a"'), ['type-mismatch: `x` takes int | bool, found string']);
  t.same(misfit('int(1..2) | int(5..6)', '3'), ['invalid-value: `x` cannot be 3']);
  t.same(misfit('int(1..2)?', '3'), ['invalid-value: `x` is at most 2, found 3']);
  t.same(misfit('"a" | "b" | int', '"c"'), ['invalid-value: `x` cannot be "c"']);
  t.same(misfit('{ a: int } | [int]', '{ a: "x" }'), [
    'type-mismatch: `x.a` takes an int, found string',
  ]);
  t.same(misfit('{ a: int } | { b: int }', '{ b: "x" }'), [
    'type-mismatch: `x.b` takes an int, found string',
  ]);
});

t.test('types have names, which messages use', async (t) => {
  const types = 'type Port = int(1..65535)\ntype Site = { host: string, ports: [Port] }\n';
  t.same(value('x', `${types}let x: Site = { host: "a", ports: [80] }`), {
    host: 'a',
    ports: [80],
  });
  t.same(wrong(`${types}let x: [Site] = [{ host: "a", ports: ["80"] }, 1]\noutput o = x`), [
    '4:39 type-mismatch: `x[0].ports[0]` takes Port, found string',
    '4:48 type-mismatch: `x[1]` takes Site, found int',
  ]);
  t.same(wrong('type A = [B]\ntype B = { a: C? }\ntype C = A | int\nlet x: A = []\noutput o = x'), [
    '4:10 cycle: A -> B -> C -> A is a cycle',
  ]);
  t.same(wrong('type A = { a: A }\nlet x: A? = null\noutput o = x'), [
    '2:15 cycle: A -> A is a cycle',
  ]);
  t.same(wrong('let x: prot = 80\nlet y: Int = 1\noutput o = [x, y]'), [
    '2:8 unknown-type: there is no type `prot`',
    '3:8 unknown-type: there is no type `Int`',
  ]);
});

t.test('kinds of resources are types', async (t) => {
  const stack = [
    'network net { internal: true }',
    'container web { image: "x:1", networks: [net] }',
    'container many for i in 0..<2 { image: "x:1" }',
    'fn name(of: container): string = of.hostname',
    'fn names(of: [container]) = [one.hostname for one in of]',
    'fn keys(of: {[string]: container}) = [key for key, one in of]',
    'fn on(to: network) = to.name',
  ].join('\n');
  t.same(value('[name(web), name(many[1]), on(net), ...names(many), ...keys(many)]', stack), [
    'web',
    'many-1',
    's-net',
    'many-0',
    'many-1',
    '0',
    '1',
  ]);
  t.same(wrong(`${stack}\noutput o = [name(net), name("web"), name(many), on(web.name)]`), [
    '9:18 type-mismatch: `of` takes a container, found the network `net`',
    '9:29 type-mismatch: `of` takes a container, found string',
    '9:42 type-mismatch: `of` takes one container, and `many` stands for 2 of a `for`; choose one by its key',
    '9:52 type-mismatch: `to` takes a network, found string',
  ]);
  t.same(wrong('fn f(c: container) = c.hostnam'), [
    '2:24 unknown-attribute: a container has no `hostnam`',
  ]);
});

const shapes = [
  'type Store = { kind: "disk" | "ssd", path: string } | { kind: "memory", limit: size, swap?: bool }',
  'type Rule = { on: "in", proto: "tcp", port: int } | { on: "in", proto: "icmp" } | { on: "out", to: string }',
  '',
].join('\n');

t.test('objects of a union are told apart by their tags, and judged by one variant', async (t) => {
  t.same(value('x', `${shapes}let x: Store = { kind: "ssd", path: "/" }`), {
    kind: 'ssd',
    path: '/',
  });
  const store = (text: string) => wrong(`${shapes}let x: Store = ${text}\noutput o = x`);
  t.same(store('{ kind: "disk", limit: 1MiB }'), [
    '4:16 missing-attribute: `x` needs `path`',
    '4:32 unknown-attribute: `x` has no attribute `limit`',
  ]);
  t.same(store('{ kind: "memory", limit: "1" }'), [
    '4:41 type-mismatch: `x.limit` takes a size, found string',
  ]);
  t.same(store('{ kind: "memry", limit: 1MiB }'), ['4:24 unknown-tag: `x.kind` cannot be "memry"']);
  t.same(store('{ kind: 5, limit: 1MiB }'), ['4:24 unknown-tag: `x.kind` cannot be 5']);
  t.same(store('{ limit: 1MiB }'), ['4:16 missing-tag: `x` needs `kind`, which says what it is']);
  t.same(store('{ kid: "disk" }'), ['4:18 missing-tag: `x` needs `kind`, which says what it is']);
  t.same(store('"disk"'), ['4:16 type-mismatch: `x` takes Store, found string']);
  t.same(store('[]'), ['4:16 type-mismatch: `x` takes Store, found a list']);
  const rules = (text: string) => wrong(`${shapes}let x: [Rule] = [${text}]\noutput o = x`);
  t.same(rules('{ on: "in", proto: "icmp" }, { on: "in", proto: "tcp", port: 1 }'), []);
  t.same(rules('{ on: "in", proto: "udp", port: 1 }'), [
    '4:37 unknown-tag: `x[0].proto` cannot be "udp"',
  ]);
  t.same(rules('{ on: "in", port: 1 }'), [
    '4:18 missing-tag: `x[0]` needs `proto`, which says what it is',
  ]);
  t.same(rules('{ on: "out", too: "x" }'), [
    '4:31 unknown-attribute: `x[0]` has no attribute `too`',
  ]);
});

t.test('members of a variant can be asked for where the tag has been looked at', async (t) => {
  const x = `${shapes}let x: Store = { kind: "memory", limit: 1MiB }\n`;
  t.same(value('[x.kind == "memory" ? x.limit : 0B, x.kind == "disk" ? x.path : "", x.swap]', x), [
    '1MiB',
    '',
    null,
  ]);
  t.same(wrong(`${x}output o = x.path`), ['5:14 unknown-attribute: an object has no `path`']);
  t.same(wrong(`${x}output o = [k for k in ["disk", "dsk"] if x.kind == k]`), []);
  t.same(wrong(`${x}output o = x.kind == "dsk"`), ['5:22 invalid-value: it is never "dsk"']);
});

t.test('a condition narrows any type', async (t) => {
  t.equal(held('int where it % 2 == 0', '4'), 4);
  t.same(held('{ from: int, to: int } where it.from < it.to', '{ from: 1, to: 2 }'), {
    from: 1,
    to: 2,
  });
  t.same(misfit('int where it % 2 == 0', '3'), [
    'failed-refinement: `x` breaks the condition of its type',
  ]);
  t.same(misfit('int where it % 2 == 0', '"3"'), ['type-mismatch: `x` takes an int, found string']);
  t.same(misfit('int where it', '3'), [
    'type-mismatch: the condition after `where` is a bool, found int',
  ]);
  t.same(misfit('string where it > 3', '"a"'), ['type-mismatch: `>` cannot compare these']);
  t.same(wrong('type Even = int where it % 2 == 0\nlet x: [Even] = [2, 3]\noutput o = x'), [
    '3:21 failed-refinement: `x[1]` is no `Even`, since its condition does not hold',
  ]);
  t.same(wrong('type Small = int where it < most\nlet most: Small = 5\noutput o = most'), [
    '3:11 cycle: Small -> most -> Small is a cycle',
  ]);
  t.same(misfit('(int where it > 5) | (string where length(it) > 5)', '3'), [
    'failed-refinement: `x` breaks the condition of its type',
  ]);
  t.same(misfit('string(/[a-z]+/)', '"aB"'), ['invalid-value: `x` cannot be "aB"']);
  t.same(misfit('string(/(a)(/)', '"a"').length, 1);
});

t.test('a condition that does not hold is drawn with the values of its parts', async (t) => {
  const text = `stack s
type Range = { from: int, to: int } where it.from < it.to && length("\${it.to}") < most
let most = 3
let range: Range = { from: 5, to: 4000 }
output o = range
`;
  const [message] = compile([{ path: 'main.stow', text }]).diagnostics;
  t.equal(
    message && renderDiagnostic(message, new Map([['main.stow', text]])),
    `error[failed-refinement]: \`range\` is no \`Range\`, since its condition does not hold
  main.stow:4:20
    2 | type Range = { from: int, to: int } where it.from < it.to && length("\${it.to}") < most
      |      ----- \`Range\` is declared here
      |                                           -------------------------------------------- this does not hold
    .
    4 | let range: Range = { from: 5, to: 4000 }
      |                    ^^^^^^^^^^^^^^^^^^^^^
    note: it.from < it.to && length("\${it.to}") < most
             |    |    |  |  |      |     |     | |
             5    true |  |  4      |     4000  | 3
                       |  false     "4000"      false
                       4000`,
  );
});

t.test('values of which only types are known are judged by those', async (t) => {
  const body = (parameter: string, expression: string) =>
    wrong(`fn f(x: ${parameter}) = ${expression}`);
  t.same(body('int', 'x + "a"'), ['2:16 type-mismatch: `+` cannot be applied to these']);
  t.same(body('{ a: { b?: int } }', 'x.a.c'), ['2:35 unknown-attribute: { b?: int } has no `c`']);
  t.same(body('[{ a: int }]', 'x[0].b'), ['2:30 unknown-attribute: { a: int } has no `b`']);
  t.same(body('{[string]: int}', 'upper(x["a"])').length, 1);
  t.same(body('"a" | "b"', 'x == "c"'), ['2:27 invalid-value: it is never "c"']);
  t.same(body('{ kind: "a", a: int } | { kind: "b", b: int }', 'x.a + x.b + x.c').length, 1);
  t.same(body('string | int', 'x + 1'), []);
});

t.test('types that share their parts, or go deep, are no more work than they look', async (t) => {
  const chain = (count: number, next: (name: string) => string, last: string) =>
    Array.from({ length: count }, (_, i) =>
      i === count - 1 ? `type T${i} = ${last}` : `type T${i} = ${next(`T${i + 1}`)}`,
    ).join('\n');
  const wide = chain(60, (name) => `{ a?: ${name}, b?: ${name} }`, '{ s: secret<string> }');
  t.same(wrong(`${wide}\nfn f(of: T0): T0 = of\nlet x: T0 = {}\noutput o = f(x).a?.b?.a`), []);
  const full = chain(60, (name) => `{ a: ${name} = {}, b: ${name} = {} }`, '{}');
  t.match(wrong(`${full}\nlet x: T0 = {}\noutput o = x`).join(), /too-much-work/);
  const deep = chain(3000, (name) => `[${name}]`, 'int');
  t.match(wrong(`${deep}\nlet x: T0 = []\noutput o = x`).join(), /nesting-too-deep/);
  const late = Array.from({ length: 60 }, (_, i) =>
    i === 0 ? 'let v0 = [web.id]' : `let v${i} = web.id == "" ? [v${i - 1}] : [v${i - 1}]`,
  ).join('\n');
  t.same(wrong(`container web { image: "x:1" }\n${late}\noutput o = v59`), []);
});

/** A type as it is written, where names have no meaning. */
function typeOfText(text: string): Type {
  const [declaration] = parse('main.stow', `type T = ${text}\n`).tree.declarations;
  if (declaration?.kind !== 'type') throw new Error(`no type is written ${text}`);
  return typeFromSyntax(declaration.type, { report: () => undefined, resolve: () => anyType });
}

t.test('types are described as they are written', async (t) => {
  for (const text of [
    'string',
    'string(/[a-z]+/)',
    'int(-1..20)',
    'size(1MiB..<1GiB)',
    'duration(1s..1h30m)',
    'port(1..1024)',
    '"a" | "b"',
    '512MiB | 1h | 10.0.0.1 | true | 3',
    '[int?]',
    '(int | string)?',
    '{[string]: [cidr]}',
    '{ a: int, b?: string, c: bool? }',
    'secret<string>',
    '[container]',
    'any',
  ]) {
    t.equal(describeType(typeOfText(text)), text);
  }
  t.equal(describeType(typeOfText('{ a: int, b: bool = true }')), '{ a: int, b: bool }');
  t.equal(describeType(typeOfText('int where it > 1')), 'int where …');
  const long = typeOfText(
    '{ name: string, description?: string, keywords: [string], settings: {[string]: string} }',
  );
  t.equal(describeType(long), '{ name: string, description?: string, keywords: [string], … }');
});

t.test('objects are described in full with a field a line', async (t) => {
  const type = typeOfText(`{
  /// What it is called.
  /// In the engine, too.
  name: string
  port?: int(1..65535)
  tags: [string] = []
  inner: {
    deep: [{ x: int }]
  }
}`);
  t.equal(
    describeTypeInFull(type),
    `{
  /// What it is called.
  /// In the engine, too.
  name: string
  port?: int(1..65535)
  tags: [string] = …
  inner: {
    deep: [{
      x: int
    }]
  }
}`,
  );
  t.match(describeTypeInFull(kindType('volume')), /^\{\n  \/\/\/ Name of the object/);
});

t.test('attributes say what they are beside their types', async (t) => {
  const flags = (kind: (typeof kinds)[number], name: string) =>
    Object.entries(attributeFlags(kindSchemas[kind], name) ?? {})
      .filter(([, flag]) => flag !== false)
      .map(([key, flag]) => (flag === true ? key : `${key} ${flag}`));
  t.same(flags('volume', 'name'), ['required', 'identity', 'replaces', 'knownWhen check']);
  t.same(flags('container', 'name'), ['required', 'identity', 'knownWhen check']);
  t.same(flags('container', 'env'), ['replaces', 'knownWhen check']);
  t.same(flags('container', 'job'), ['writeOnly', 'knownWhen check']);
  t.same(flags('container', 'addresses'), ['readOnly', 'knownWhen apply']);
  t.equal(attributeFlags(kindSchemas.container, 'toString'), undefined);
  for (const kind of kinds) t.ok(kindType(kind).computed?.has('id'), `every ${kind} has an id`);
});
