/* What stacks mean: specs, names, dependencies, params, outputs. Mistakes are in mistakes.test.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { emptyImageConfig, parseRecord } from '../model/index.js';
import { compile } from './index.js';
import { errorsOf, messagesOf, resourceOf, specOf, stackOf } from './testing/index.js';

const c = (body: string, before = ''): string =>
  `stack s\n${before}\ncontainer a {\n  image: "x"\n  ${body}\n}\n`;
const spec = (body: string, before = ''): unknown => specOf(c(body, before), 'container.a');

t.test('a container has a name, a host name and the stack’s own network', async (t) => {
  t.same(spec(''), {
    name: 's-a',
    image: 'x',
    hostname: 'a',
    networks: { 's-default': { aliases: ['a'] } },
  });
  const stack = stackOf(c(''));
  t.same(
    stack.resources.map(({ address }) => address),
    ['network.default', 'container.a'],
  );
  t.same(resourceOf(stack, 'network.default').span, stack.span);
  t.same(spec('networks: []'), { name: 's-a', image: 'x', hostname: 'a', networks: {} });
  t.equal(stackOf(c('networks: []')).resources.length, 1, 'which is made when it is needed');
  const own = stackOf(c('', 'network default { internal: true }'));
  t.match(resourceOf(own, 'network.default').spec, { internal: true }, 'and may be declared');
});

t.test('replicas have keys in address, name, host name and aliases', async (t) => {
  const text =
    'stack s\nnetwork back_end {}\ncontainer my_web for i in 0..1 { image: "x", networks: [back_end] }\n' +
    'volume data for k in ["eu", "us"] {}\n' +
    'volume more for k, v in { a: "1", b: "2" } if v != "1" { labels: { v: v } }\n' +
    'image App for n in [7] { from: "scratch" }\n';
  const stack = stackOf(text);
  t.same(
    stack.resources.map(({ address, spec: { name } }) => `${address} ${name}`),
    [
      'image.App[7] s/app-7',
      'volume.data["eu"] s-data-eu',
      'volume.data["us"] s-data-us',
      'volume.more["b"] s-more-b',
      'network.back_end s-back_end',
      'container.my_web[0] s-my_web-0',
      'container.my_web[1] s-my_web-1',
    ],
  );
  t.match(resourceOf(stack, 'container.my_web[1]').spec, {
    hostname: 'my-web-1',
    networks: { 's-back_end': { aliases: ['my-web-1', 'my_web', 'my_web-1'] } },
  });
  t.match(resourceOf(stack, 'volume.more["b"]').spec, { labels: { v: '2' } });
});

t.test('short forms are written out', async (t) => {
  const body = [
    'ports: [8080 -> 80, 127.0.0.1:9000 -> 9000, 53/udp -> 53, 1 + 1 -> 2, "10.0.0.1:7" -> 7]',
    'mounts: [data -> "/a", "./conf" -> "/b", "/etc" -> "/c", "named" -> "/d", { source: data, target: "/e", read_only: true }]',
    'tmpfs: ["/run"]',
    'restart: on_failure(5)',
    'health: { test: "curl localhost", interval: 1m30s }',
    'memory: 512MiB',
    'stop_timeout: 1.5s',
  ].join('\n');
  t.match(spec(body, 'volume data {}'), {
    ports: [
      { host: 8080, container: 80 },
      { host_ip: '127.0.0.1', host: 9000, container: 9000 },
      { host: 53, container: 53, protocol: 'udp' },
      { host: 2, container: 2 },
      { host_ip: '10.0.0.1', host: 7, container: 7 },
    ],
    mounts: [
      { type: 'volume', source: 's-data', target: '/a' },
      { type: 'bind', source: './conf', target: '/b' },
      { type: 'bind', source: '/etc', target: '/c' },
      { type: 'volume', source: 'named', target: '/d' },
      { type: 'volume', source: 's-data', target: '/e', read_only: true },
    ],
    tmpfs: { '/run': {} },
    restart: { policy: 'on-failure', max_retries: 5 },
    health: { test: ['/bin/sh', '-c', 'curl localhost'], interval: 90_000 },
    memory: 536_870_912,
    stop_timeout: 1500,
  });
  t.match(spec('restart: "always", tmpfs: { "/run": { size: 1MiB } }'), {
    restart: { policy: 'always' },
    tmpfs: { '/run': { size: 1_048_576 } },
  });
  t.match(spec('restart: on_failure()'), { restart: { policy: 'on-failure' } });
});

t.test('images are built from steps', async (t) => {
  const text = `stack s
image base { from: rootfs("base.tar.gz") }
image other { from: layout("./oci", "v1") }
image app {
  from: base
  steps: [
    workdir("/srv"), copy("a", "b"), copy(["a", "c"], "b/", { owner: "1:1", mode: "0644" }),
    run("make"), run(["make", "all"]), env({ A: "1" }), user("u"), expose(80, 53/udp), label({ l: "v" }),
  ]
  expose: [8080]
}
`;
  t.same(specOf(text, 'image.base'), {
    name: 's/base',
    from: { kind: 'rootfs', path: 'base.tar.gz' },
  });
  t.match(specOf(text, 'image.other'), { from: { kind: 'layout', path: './oci', ref: 'v1' } });
  t.same(specOf(text, 'image.app'), {
    name: 's/app',
    from: { kind: 'image', name: 's/base' },
    steps: [
      { kind: 'workdir', path: '/srv' },
      { kind: 'copy', sources: ['a'], target: 'b' },
      { kind: 'copy', sources: ['a', 'c'], target: 'b/', owner: '1:1', mode: '0644' },
      { kind: 'run', command: ['/bin/sh', '-c', 'make'] },
      { kind: 'run', command: ['make', 'all'] },
      { kind: 'env', env: { A: '1' } },
      { kind: 'user', user: 'u' },
      { kind: 'expose', ports: ['80/tcp', '53/udp'] },
      { kind: 'label', labels: { l: 'v' } },
    ],
    expose: ['8080/tcp'],
  });
  t.match(resourceOf(stackOf(text), 'image.app').dependsOn, [
    { address: 'image.base', condition: 'exists', via: 'from.name' },
  ]);
});

t.test('references are dependencies, and how strong they are follows from the slot', async (t) => {
  const text = `stack s
image app { from: "scratch" }
volume data {}
network net {}
let host = db.hostname
container db { image: "pg", networks: [net], health: { test: "x" }, env: { PEER: web.name } }
container job { image: app, job: true }
container web {
  image: app
  mounts: [data -> "/d"]
  networks: { net: { aliases: ["www"] } }
  env: { DB: host, URL: "http://\${db.hostname}/\${data.name}" }
  after: [db is healthy, job is completed, container.db is started]
}
`;
  const stack = stackOf(text);
  const of = (address: string) =>
    resourceOf(stack, address).dependsOn.map(
      (one) => `${one.via}: ${one.address} ${one.condition}`,
    );
  t.same(of('container.web'), [
    'image: image.app exists',
    'env.DB: container.db named',
    'env.URL: container.db named',
    'env.URL: volume.data named',
    'mounts[0].source: volume.data exists',
    'networks.s-net: network.net exists',
    'after[0]: container.db healthy',
    'after[1]: container.job completed',
    'after[2]: container.db started',
  ]);
  t.same(of('container.db'), [
    'env.PEER: container.web named',
    'networks.s-net: network.net exists',
  ]);
  t.match(resourceOf(stack, 'container.web').spec, {
    networks: { 's-net': { aliases: ['web', 'www'] } },
    env: { DB: 'db', URL: 'http://db/s-data' },
  });
});

t.test('names written as text are references, too', async (t) => {
  const text = `stack s
network net {}
volume data {}
image app { from: "scratch" }
container a { image: "s/app", networks: ["s-net"], mounts: [data.name -> "/a", "other" -> "/b"] }
`;
  t.same(
    resourceOf(stackOf(text), 'container.a').dependsOn.map(
      (one) => `${one.via}: ${one.address} ${one.condition}`,
    ),
    [
      'mounts[0].source: volume.data named',
      'image: image.app exists',
      'mounts[0].source: volume.data exists',
      'networks.s-net: network.net exists',
    ],
  );
  t.same(errorsOf(c('mounts: ["conf/app" -> "/etc/app"]')), [
    '5:12 invalid-value: "conf/app" is neither a volume nor clearly a path',
  ]);
});

t.test('one name may stand for resources of several kinds', async (t) => {
  const text = `stack s
image web { from: "scratch" }
volume web {}
container web { image: web, mounts: [web -> "/d"], health: { test: "x" } }
container two { image: web, after: [web is healthy], env: { H: web.hostname, N: volume.web.name } }
`;
  t.match(specOf(text, 'container.two'), { image: 's/web', env: { H: 'web', N: 's-web' } });
  t.same(errorsOf(`${text}output o = web.name\n`), [
    '6:12 ambiguous-name: `web` may be the image or the volume or the container',
  ]);
});

t.test('any attribute can be read, written or filled in', async (t) => {
  const text = `stack s
network net { subnet: 10.1.0.0/24 }
container web for i in 0..<2 { image: "x", ports: [8080 + i -> 80], memory: 64MiB, stop_timeout: 5s }
output port = web[1].ports[0].host
output names = [web[0].name, web[1].hostname, net.subnet]
output sizes = { memory: web[0].memory, timeout: web[0].stop_timeout, none: web[0].cpus }
output text = "\${web[0].memory * 2} \${1.5} \${true} \${5s + 1m}"
`;
  t.same(
    stackOf(text).outputs.map(({ value }) => value),
    [
      8081,
      ['s-web-0', 'web-1', '10.1.0.0/24'],
      { memory: '64MiB', timeout: '5s', none: null },
      '128MiB 1.5 true 1m5s',
    ],
  );
});

t.test('expressions', async (t) => {
  const value = (text: string, before = '') =>
    stackOf(`stack s\n${before}\noutput o = ${text}\n`).outputs[0]?.value;
  t.equal(value('1 + 2 * 3 - 4 / 2 % 2'), 7);
  t.equal(value('7 / 2'), 3.5);
  t.equal(value('1 < 2 && !(2 <= 1) || false'), true);
  t.equal(value('"a" == "b" ? 1 : 2'), 2);
  t.same(value('[...[1, 2], 3]'), [1, 2, 3]);
  t.same(value('{ ...{ a: 1, b: 2 }, b: 3, "c d": null }'), { a: 1, b: 3, 'c d': null });
  t.equal(value('{ a: [10, 20] }.a[1]'), 20);
  t.equal(value('m["k"].x', 'let m = { k: { x: 5 } }'), 5);
  t.equal(value('"tab\\t quote\\" dollar\\${x} \\u0041"'), 'tab\t quote" dollar${x} A');
  t.equal(value('join(["a", "b"], "-")'), 'a-b');
  t.same(value('[upper("a"), lower("B"), length([1, 2]), min(3, 1), max(1MiB, 2MiB)]'), [
    'A',
    'b',
    2,
    1,
    '2MiB',
  ]);
  t.same(value('0..<3'), [0, 1, 2]);
  t.equal(value('1e3'), 1000);
  t.equal(value('1024MiB == 1GiB'), true);
  t.equal(value('2GB / 2'), '1000000000B');
  t.equal(value('-x', 'let x = 3'), -3);
  t.same(value('{"json": [1, -2.5e1, true, null, {"a": "b"}],}'), {
    json: [1, -25, true, null, { a: 'b' }],
  });
});

t.test('a branch that is not taken is checked for types, not for values', async (t) => {
  t.same(
    errorsOf(c('memory: n > 3 ? 512MiB : null\npids: n == 0 ? 1 / n : 5', 'let n = 0 + 1')),
    [],
  );
  t.same(errorsOf(c('memory: 1 > 3 ? "x" : 512MiB')), [
    '5:19 type-mismatch: `memory` takes a size, found string',
  ]);
  t.same(errorsOf('stack s\ncontainer a if false { image: "x", pids: "5" }\n'), [
    '2:42 type-mismatch: `pids` takes an int, found string',
  ]);
  t.same(errorsOf('stack s\ncontainer a for i in 0..<0 { image: "x", pids: "${i}", cpus: i }\n'), [
    '2:48 type-mismatch: `pids` takes an int, found string',
  ]);
});

t.test('comparing with what a param cannot be is a mistake', async (t) => {
  const text = (condition: string) =>
    `stack s\nparam env: "dev" | "prod" = "dev"\nlet e = env\noutput o = ${condition}\n`;
  t.same(errorsOf(text('e == "prdo"')), ['4:17 invalid-value: it is never "prdo"']);
  t.same(errorsOf(text('"test" != env ? 1 : 2')), ['4:12 invalid-value: it is never "test"']);
  t.same(errorsOf(text('(e == "prod" ? e : "x") == "y"')), []);
});

t.test('names that JavaScript gives a meaning have none here', async (t) => {
  const text = 'let constructor = { __proto__: "a", toString: "b" }\noutput o = constructor\n';
  const value = stackOf(`stack s\n${text}`).outputs[0]?.value;
  t.equal(JSON.stringify(value), '{"__proto__":"a","toString":"b"}');
  t.match(JSON.stringify(spec('env: { __proto__: "a" }')), /"env":\{"__proto__":"a"\}/);
  t.same(errorsOf('stack s\nparam p: constructor = toString()\nlet valueOf = hasOwnProperty\n'), [
    '2:10 unknown-type: there is no type `constructor`',
    '2:24 unknown-function: there is no function `toString`',
    '3:15 undefined-name: nothing is called `hasOwnProperty`',
  ]);
  t.same(errorsOf(c('constructor: 1')), [
    '5:3 unknown-attribute: a container has no attribute `constructor`',
  ]);
});

t.test('null means that an attribute is not set', async (t) => {
  const { spec: found } = resourceOf(stackOf(c('memory: null, env: { A: null }')), 'container.a');
  t.same(Object.keys(found), ['name', 'image', 'env', 'hostname', 'networks']);
});

t.test('params are read by their types', async (t) => {
  const text = (type: string, standard = '') =>
    `stack s\nparam p: ${type}${standard}\noutput o = p\n`;
  const value = (type: string, input: string | number | boolean | readonly string[]) =>
    stackOf(text(type), { p: input }).outputs[0]?.value;
  t.equal(value('string', '5'), '5');
  t.equal(value('int', '5'), 5);
  t.equal(value('int', 5), 5);
  t.equal(value('float', '2.5'), 2.5);
  t.equal(value('bool', 'true'), true);
  t.equal(value('size', '512MiB'), '512MiB');
  t.equal(value('duration', '90s'), '1m30s');
  t.equal(value('"dev" | "prod"', 'prod'), 'prod');
  t.equal(value('int?', ''), null);
  t.same(value('[string]', 'a,b'), ['a', 'b']);
  t.same(value('[int]', '[1, 2]'), [1, 2]);
  t.equal(value('string(/[a-z]+/)', 'abc'), 'abc');
  t.equal(stackOf(text('int(1..3)', ' = 2')).outputs[0]?.value, 2);
  const wrong = (type: string, input: string) =>
    errorsOf(text(type), { p: input }).map((message) => message.replace(/^\S+ /, ''));
  t.same(wrong('int', 'x'), ['invalid-param: "x" is no value for the param `p`']);
  t.same(wrong('int(1..3)', '4'), ['invalid-value: `p` is at most 3, found 4']);
  t.same(wrong('string(/[a-z]+/)', 'A'), ['invalid-value: `p` cannot be "A"']);
  t.same(wrong('"dev" | "prod"', 'prd'), ['invalid-param: "prd" is no value for the param `p`']);
  t.same(errorsOf(text('int')), ['2:7 missing-param: the param `p` needs a value']);
  t.same(errorsOf(text('int', ' = 1'), { q: '1' }), [
    '- unknown-param: the stack has no param `q`',
  ]);
});

t.test('files of a directory are one stack; messages come by file and place', async (t) => {
  const files = [
    { path: 'b.stow', text: 'container web { image: app, pids: "1" }\n' },
    { path: 'a.stow', text: 'stack s\nimage app { frm: "scratch" }\n' },
  ];
  const { value, diagnostics } = compile(files);
  t.equal(value, undefined);
  t.same(
    diagnostics.map((one) => `${one.span?.file ?? ''} ${one.code}`),
    ['a.stow unknown-attribute', 'b.stow type-mismatch'],
  );
});

t.test('places of attributes are known by their paths', async (t) => {
  const text = c('env: { DB_HOST: "x" }\n  tmpfs: ["/run"]\n  ports: [80 -> 80]\n  pids: 5');
  const { spans, span } = resourceOf(stackOf(text), 'container.a');
  t.same(
    Object.entries(spans).map(([path, { start }]) => `${path} ${start.line}:${start.column}`),
    [
      'image 4:3',
      'env 5:3',
      'env.DB_HOST 5:10',
      'tmpfs 6:3',
      'tmpfs["/run"] 6:11',
      'ports 7:3',
      'ports[0] 7:11',
      'ports[0].host 7:11',
      'ports[0].container 7:17',
      'pids 8:3',
      'ports["0.0.0.0:80/tcp"] 7:11',
    ],
  );
  t.equal(span.start.line, 3);
  t.equal(span.end.line, 9);
});

t.test('outputs carry their descriptions, resources their protection', async (t) => {
  const stack = stackOf(
    'stack s\nvolume v { protect: true }\n/// Where.\n/// It is.\noutput o = v.name\n',
  );
  t.match(stack.outputs, [{ name: 'o', value: 's-v', description: 'Where.\nIt is.' }]);
  t.equal(resourceOf(stack, 'volume.v').lifecycle.protect, true);
});

t.test('what nothing uses is a warning', async (t) => {
  t.same(messagesOf('stack s\nparam p: int = 1\nlet l = 2\n', {}, 'warning'), [
    '2:7 unused-name: the param `p` is never used',
    '3:5 unused-name: the let `l` is never used',
  ]);
});

t.test('work is bounded', async (t) => {
  const lets = (first: string, next: (name: string) => string, count: number) =>
    Array.from(
      { length: count },
      (_, i) => `let v${i} = ${i === 0 ? first : next(`v${i - 1}`)}`,
    ).join('\n');
  const grow = (next: (name: string) => string, first: string) =>
    errorsOf(`stack s\n${lets(first, next, 60)}\noutput o = v59\n`).join();
  t.match(
    grow((name) => `"\${${name}}\${${name}}"`, '"ab"'),
    /too-much-work/,
    'strings',
  );
  t.match(
    grow((name) => `[${name}, ${name}]`, '1'),
    /too-much-work/,
    'lists',
  );
  t.match(
    grow((name) => `[...${name}, ...${name}]`, '[1]'),
    /too-much-work/,
    'spreads',
  );
  t.match(errorsOf('stack s\nvolume v for i in 0..100000 {}\n').join(), /too-much-work/, 'ranges');
  const chain = Array.from({ length: 3000 }, (_, i) => `let v${i} = v${i + 1} + 1`).join('\n');
  t.match(errorsOf(`stack s\n${chain}\nlet v3000 = 1\noutput o = v0\n`).join(), /nesting-too-deep/);
  const forward = `stack s\n${lets('1', (name) => `${name} + 1`, 3000)}\noutput o = v2999\n`;
  t.equal(stackOf(forward).outputs[0]?.value, 3000, 'long chains in order are fine');
});

t.test('values and what they remember stay small', async (t) => {
  const chain = (first: string, next: (name: string) => string, count: number) =>
    Array.from(
      { length: count },
      (_, i) => `let v${i} = ${i === 0 ? first : next(`v${i - 1}`)}`,
    ).join('\n');
  const web = 'container web { image: "x", ports: [1 -> 80] }';
  const doubled = chain('web.ports[0].host', (name) => `${name} + ${name}`, 50);
  t.equal(stackOf(`stack s\n${web}\n${doubled}\noutput o = v49\n`).outputs[0]?.value, 2 ** 49);
  const branches = chain('64MiB', (name) => `1 < 2 ? ${name} : ${name}`, 50);
  const text = `stack s\n${branches}\ncontainer c { image: "x", memory: v49 }\n`;
  t.match(errorsOf(text).join(), /^$|too-much-work/);
  const nested = chain('[1]', (name) => `[${name}]`, 3000);
  t.match(errorsOf(`stack s\n${nested}\noutput o = v2999\n`).join(), /nesting-too-deep/);
});

t.test('every spec is valid against its schema', async (t) => {
  const root = new URL('../../', import.meta.url);
  const paths = [
    ...readdirSync(new URL('examples/', root)).map((name) => `examples/${name}/main.stow`),
    'dsl/fixtures/shop/main.stow',
  ];
  for (const path of paths) {
    const { resources } = stackOf(readFileSync(new URL(path, root), 'utf8'));
    t.ok(resources.length > 3, path);
    for (const { kind, address, spec: found } of resources) {
      const record =
        kind === 'image'
          ? { ...found, key: '0'.repeat(64), base: '', files: {}, config: emptyImageConfig }
          : found;
      t.ok(parseRecord(kind, JSON.stringify(record)), `${path}: ${address}`);
    }
  }
});

t.test(
  'whatever is cut out or put in, there is a stack or an error, and never a throw',
  async (t) => {
    const root = new URL('../../', import.meta.url);
    const samples = [
      'examples/shop',
      'dsl/fixtures/types',
      'dsl/fixtures/stack',
      'dsl/fixtures/names',
    ].map((path) => readFileSync(new URL(`${path}/main.stow`, root), 'utf8'));
    const pieces = fc.constantFrom(
      '',
      'web',
      '1',
      '"x"',
      '[0]',
      '.name',
      ' null ',
      '{}',
      ' -> 5',
      ' if true',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(),
        fc.nat(12),
        pieces,
        (text, at, cut, piece) => {
          const tokens = text.split(/(?<=\W)|(?=\W)/);
          tokens.splice(at % tokens.length, cut % 3, piece);
          const { value, diagnostics } = compile([{ path: 'main.stow', text: tokens.join('') }]);
          const wrong = diagnostics.some((one) => one.severity === 'error');
          if ((value === undefined) !== wrong) throw new Error(tokens.join(''));
        },
      ),
      { numRuns: 120 },
    );
    t.pass('none threw');
  },
);
