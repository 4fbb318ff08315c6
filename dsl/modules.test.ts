/* Modules: params and outputs across the border, addresses and names inside, circles, and bounds. */
import t from 'tap';
import { renderDiagnostic } from './index.js';
import { compileFiles, messagesIn, type Files } from './testing/memory.js';
import { resourceOf } from './testing/index.js';
import type { Stack } from '../model/index.js';

const pg = `
/// The version of the server.
param version: string = "17"
param net: network
param size: int(1..5) = 1

volume data {}

container db {
  image: "postgres:\${version}"
  networks: [net]
  mounts: [data -> "/var/lib/postgresql/data", "./conf" -> "/etc/conf"]
  memory: size * 100MiB
  health: { test: ["pg_isready"] }
}

output address = db.hostname
output db = db
output data = data
`;
const net = 'network back {}\n';

function stackIn(files: Files): Stack {
  const { value, diagnostics } = compileFiles(files);
  if (!value) throw new Error(diagnostics.map(({ summary }) => summary).join('\n'));
  return value;
}
const main = (text: string, more: Files = {}): Files => ({
  'main.stow': `stack shop\n${text}`,
  'pg/main.stow': pg,
  ...more,
});
const errors = (text: string, more: Files = {}): string[] =>
  messagesIn(main(text, more)).filter((one) => !/ unused-name: /.test(one));
const depends = (stack: Stack, address: string): string[] =>
  resourceOf(stack, address).dependsOn.map((one) => `${one.address} ${one.condition} ${one.via}`);

t.test('a module makes resources, and gives its outputs', async (t) => {
  const stack = stackIn(
    main(
      `${net}use "./pg" as pg { net: back, version: "18", size: 2 }\ncontainer web {\n  image: "w:1"\n  networks: [back]\n  env: { DB: pg.address }\n  after: [pg.db is healthy]\n}\noutput where = pg.address\n`,
    ),
  );
  t.same(
    stack.resources.map(({ address, spec }) => `${address} ${spec.name}`),
    [
      'network.back shop-back',
      'container.web shop-web',
      'pg.volume.data shop-pg-data',
      'pg.container.db shop-pg-db',
    ],
    'names and addresses begin with the module',
  );
  t.match(resourceOf(stack, 'pg.container.db').spec, {
    image: 'postgres:18',
    hostname: 'pg-db',
    memory: 200 * 1024 * 1024,
    mounts: [
      { type: 'volume', source: 'shop-pg-data' },
      { type: 'bind', source: './pg/conf' },
    ],
    networks: { 'shop-back': { aliases: ['pg-db'] } },
  });
  t.same(
    depends(stack, 'pg.container.db'),
    ['pg.volume.data exists mounts[0].source', 'network.back exists networks.shop-back'],
    'it depends on what it is given',
  );
  t.same(
    depends(stack, 'container.web'),
    [
      'pg.container.db named env.DB',
      'network.back exists networks.shop-back',
      'pg.container.db healthy after[0]',
    ],
    'and others on what it gives',
  );
  t.same(
    stack.outputs.map(({ name, value }) => [name, value]),
    [['where', 'pg-db']],
  );
});

t.test('a module is used several times, under keys, and inside of another', async (t) => {
  const files = main(
    `${net}param regions: [string] = ["eu", "us"]\nuse "./pg" as pg for region in regions { net: back, version: region }\nuse "./outer" as outer {}\noutput eu = pg["eu"].address\noutput deep = outer.address\n`,
    {
      'outer/main.stow':
        'network default {}\nuse "../pg" as inner for i in 0..<1 { net: default }\ncontainer side { image: "s:1", after: [inner[0].db is started] }\noutput address = inner[0].address\n',
    },
  );
  const stack = stackIn(files);
  t.same(
    stack.resources.map(({ address }) => address),
    [
      'network.back',
      'outer.network.default',
      'outer.container.side',
      'outer.inner[0].volume.data',
      'outer.inner[0].container.db',
      'pg["eu"].volume.data',
      'pg["eu"].container.db',
      'pg["us"].volume.data',
      'pg["us"].container.db',
    ],
  );
  t.match(resourceOf(stack, 'pg["eu"].container.db').spec, {
    name: 'shop-pg-eu-db',
    image: 'postgres:eu',
    hostname: 'pg-eu-db',
  });
  t.match(resourceOf(stack, 'outer.inner[0].container.db').spec, {
    name: 'shop-outer-inner-0-db',
    mounts: [{}, { source: './pg/conf' }],
  });
  t.match(
    resourceOf(stack, 'outer.container.side').spec,
    { networks: { 'shop-outer-default': { aliases: ['outer-side', 'side'] } } },
    'a network `default` of the module is that of its containers, which know each other by short names there',
  );
  t.same(
    stack.outputs.map(({ value }) => value),
    ['pg-eu-db', 'outer-inner-0-db'],
  );
});

t.test('containers of modules share the network of the stack', async (t) => {
  const file = { 'a/main.stow': 'container c { image: "c:1" }\n' };
  const stack = stackIn(main('use "./a" as a\nuse "./a" as b\n', file));
  t.same(
    stack.resources.map(({ address }) => address),
    ['network.default', 'a.container.c', 'b.container.c'],
  );
  for (const module of ['a', 'b']) {
    t.same(
      Object.entries(resourceOf(stack, `${module}.container.c`).spec).find(
        ([name]) => name === 'networks',
      )?.[1],
      { 'shop-default': { aliases: [`${module}-c`] } },
      'where only the full name says which one is meant',
    );
  }
});

t.test('resources are given and taken in every form', async (t) => {
  const text = `network back { subnet: 10.1.0.0/24 }
use "./a" as a { net: back }
container web { image: a.app, networks: { inner: {} }, mounts: [a.data -> "/data"] }
let inner = a.net
`;
  const file = {
    'a/x.stow':
      'param net: network\nvolume data {}\nnetwork own {}\nimage app { from: "scratch" }\ncontainer c { image: app, networks: { net: { ipv4: 10.1.0.9 } } }\noutput data = data\noutput app = app\noutput net = own\n',
  };
  const stack = stackIn(main(text, file));
  t.match(resourceOf(stack, 'a.container.c').spec, {
    image: 'shop/a-app',
    networks: { 'shop-back': { ipv4: '10.1.0.9' } },
  });
  t.match(resourceOf(stack, 'container.web').spec, {
    image: 'shop/a-app',
    networks: { 'shop-a-own': {} },
    mounts: [{ type: 'volume', source: 'shop-a-data' }],
  });
  t.same(depends(stack, 'container.web'), [
    'a.image.app exists image',
    'a.volume.data exists mounts[0].source',
    'a.network.own exists networks.shop-a-own',
  ]);
});

t.test('images of a module copy from its directory', async (t) => {
  const file = {
    'lib/app/main.stow':
      'image plain { from: "scratch", steps: [copy("a", "/a")] }\nimage deep { from: rootfs("../root.tar"), context: "./src" }\n',
  };
  const stack = stackIn(main('use "./lib/app" as app\n', file));
  t.match(resourceOf(stack, 'app.image.plain').spec, {
    name: 'shop/app-plain',
    context: './lib/app',
  });
  t.match(resourceOf(stack, 'app.image.deep').spec, {
    context: './lib/app/src',
    from: { path: './lib/root.tar' },
  });
});

t.test('params are judged where they are given', async (t) => {
  t.same(errors(`${net}use "./pg" as pg { verson: "18", net: back, size: 9 }\n`), [
    'main.stow:3:20 unknown-param: the module `pg` has no param `verson`',
    'main.stow:3:51 invalid-value: `size` is at most 5, found 9',
  ]);
  t.same(errors('use "./pg" as pg { vresion: 1 }\n'), [
    'main.stow:2:15 missing-param: the module `pg` needs the param `net`',
    'main.stow:2:20 unknown-param: the module `pg` has no param `vresion`',
  ]);
  t.same(
    errors('use "./pg" as pg { nett: 1 }\n'),
    ['main.stow:2:20 unknown-param: the module `pg` has no param `nett`'],
    'what is misspelt is not missing as well',
  );
  t.same(errors('volume v {}\nuse "./pg" as pg { net: v, version: null }\n'), [
    'main.stow:3:25 type-mismatch: `net` takes a network, found the volume `v`',
  ]);
  t.same(errors(`${net}use "./pg" as pg { net: back, net: back }\n`), [
    'main.stow:3:31 duplicate-attribute: `net` is written twice',
  ]);
  const { diagnostics } = compileFiles(main(`${net}use "./pg" as pg { net: back, size: 9 }\n`));
  const [only] = diagnostics;
  t.same(
    only?.labels?.map(({ span, text }) => `${span.file}:${span.start.line} ${text}`),
    ['pg/main.stow:5 the param is declared as int(1..5)'],
    'both places are shown',
  );
});

t.test('what a module does not have is said with the nearest that it has', async (t) => {
  t.same(
    errors(
      `${net}use "./pg" as pg { net: back }\nuse "./pg" as many for k in ["a"] { net: back }\noutput a = pg.adress\noutput b = pg.version\noutput c = many.address\noutput d = many["b"].address\noutput e = pg["a"].address\noutput f = pg\n`,
    ),
    [
      'main.stow:5:15 unknown-attribute: the module `pg` has no output `adress`',
      'main.stow:6:15 unknown-attribute: the module `pg` has no output `version`',
      'main.stow:7:17 type-mismatch: `many` stands for 1 modules of a `for`; choose one, such as `many["a"]`',
      'main.stow:8:17 index-out-of-range: there is no `many["b"]`',
      'main.stow:9:12 type-mismatch: the module `pg` cannot be indexed by string',
      'main.stow:10:12 type-mismatch: the module `pg` cannot be shown as an output',
    ],
  );
  t.match(compileFiles(main('use "./a" as a\noutput o = a.v\n', { 'a/x.stow': 'volume v {}\n' })), {
    diagnostics: [{ detail: /add `output v = v` to the module/ }],
  });
  t.match(errors('output o = pq.a\nuse "./pg" as pg { net: back }\nnetwork back {}\n'), [
    /nothing is called `pq`/,
  ]);
});

t.test('a module that is not there gives null to those who ask for it', async (t) => {
  const file = { 'a/x.stow': 'volume v {}\noutput name = v.name\n' };
  const text = (access: string) =>
    `param on: bool = false\nuse "./a" as a if on\noutput o = ${access}\n`;
  t.equal(stackIn(main(text('a?.name ?? "none"'), file)).outputs[0]?.value, 'none');
  t.same(stackIn(main(text('a?.name ?? "none"'), file)).resources, []);
  t.same(errors(text('a.name'), file), [
    'main.stow:4:12 absent-resource: the module `a` is not there, because its condition is false',
  ]);
  t.same(
    errors(text('a?.nam'), file),
    ['main.stow:4:15 unknown-attribute: the module `a` has no output `nam`'],
    'and is looked at all the same',
  );
  t.same(
    errors(text('1'), { 'a/x.stow': 'container c { imag: "x" }\n' }),
    ['a/x.stow:1:15 unknown-attribute: a container has no attribute `imag`'],
    'as is what is in it',
  );
});

t.test('each mistake of a module is said once, with the use that it comes from', async (t) => {
  const file = { 'a/x.stow': 'param n: int\ncontainer c { image: "x:1", memory: n * 1MiB }\n' };
  const uses = 'use "./a" as a { n: 1 }\nuse "./a" as b { n: 2 }\n';
  t.same(errors(uses, file), [
    'a/x.stow:2:37 invalid-value: `memory` is at least 6MiB, found 1MiB',
  ]);
  const [only] = compileFiles(main(uses, file)).diagnostics;
  t.same(
    only?.labels?.map(({ span, text }) => `${span.file}:${span.start.line} ${text}`),
    ['main.stow:2 in the module `a`'],
  );
  t.same(
    messagesIn(
      main('use "./a" as a\nuse "./a" as b\n', { 'a/x.stow': 'param p: int = 1\nvolume v {}\n' }),
    ),
    ['a/x.stow:1:7 unused-name: the param `p` is never used'],
  );
});

t.test('modules are found, and have nothing that only a stack has', async (t) => {
  t.same(errors('use "./nope" as a\nuse "./${1}" as b\nuse "./pg" as a\n'), [
    'main.stow:2:5 unresolved-module: there is no module in "./nope"',
    'main.stow:3:5 unresolved-module: the source of a module is plain text',
    'main.stow:4:15 duplicate-name: `a` is declared twice',
  ]);
  t.same(
    errors('use "./a" as a\n', {
      'a/x.stow': 'stack inner\nengine docker\nsecret s\nlet x = s\noutput y = x\n',
    }),
    [
      'a/x.stow:1:1 misplaced-declaration: a module has no `stack` declaration',
      'a/x.stow:2:1 misplaced-declaration: a module does not choose the engine',
      'a/x.stow:3:1 misplaced-declaration: a module declares no secrets',
    ],
  );
  t.same(messagesIn({ 'main.stow': 'volume v {}\n' }), [
    'main.stow:1:1 no-stack: no file says which stack this is',
  ]);
});

t.test('circles are drawn', async (t) => {
  const circle = {
    'a/x.stow': 'use "../b" as b\n',
    'b/x.stow': 'use "../c" as c\n',
    'c/x.stow': 'use "../b" as b\nvolume v {}\n',
  };
  t.same(errors('use "./a" as a\n', circle), [
    'c/x.stow:1:5 cycle: b -> c -> b is a circle of modules',
  ]);
  t.same(errors('use "./a" as a\n', { 'a/x.stow': 'use ".." as up\n' }), [
    'a/x.stow:1:5 cycle: the stack -> a -> the stack is a circle of modules',
  ]);
  const values = { 'a/x.stow': 'param p: string\noutput o = p\n' };
  t.same(
    errors('use "./a" as a { p: let_it }\nlet let_it = a.o\n', values).map((one) =>
      one.replace(/^.*cycle: /, ''),
    ),
    ['let_it -> a.o -> a.p -> let_it is a cycle'],
    'of values, too',
  );
  const waits =
    'container web { image: "w:1", after: [a.c is started] }\nuse "./a" as a { other: web }\n';
  t.same(
    errors(waits, {
      'a/x.stow':
        'param other: container\ncontainer c { image: "c:1", after: [other is started] }\noutput c = c\n',
    }).map((one) => one.replace(/^.*cycle: /, '')),
    ['container.web -> a.container.c -> container.web is a cycle'],
  );
});

t.test('clashes are found across modules', async (t) => {
  const file = {
    'a/x.stow':
      'param n: int = 80\ncontainer c { image: "c:1", name: "same", ports: [127.0.0.1:n -> 80] }\n',
  };
  t.same(errors('use "./a" as a\nuse "./a" as b { n: 80 }\n', file), [
    'a/x.stow:2:29 name-clash: a.container.c and b.container.c have the same name in the engine, "same"',
    'a/x.stow:2:51 port-clash: a.container.c and b.container.c both publish port 80/tcp of the host',
  ]);
  t.same(
    errors('network one { subnet: 10.1.0.0/16 }\nuse "./a" as a\n', {
      'a/x.stow': 'network two { subnet: 10.1.2.0/24 }\n',
    }),
    ['a/x.stow:1:15 subnet-overlap: the subnets of network.one and a.network.two overlap'],
  );
});

t.test('modules are bounded', async (t) => {
  const chain: Record<string, string> = {};
  for (let i = 0; i < 30; i++) {
    chain[`m${i}/x.stow`] = i === 29 ? 'volume v {}\n' : `use "../m${i + 1}" as m\n`;
  }
  t.match(errors('use "./m0" as m\n', chain), [/too-many-modules: modules nest at most 20 deep/]);
  t.match(errors('use "./a" as a for i in 0..<3000\n', { 'a/x.stow': 'volume v {}\n' }), [
    /too-many-modules: a stack has at most 2000 modules, with these it has 3000/,
  ]);
});

t.test('types, functions and lets of a module are its own', async (t) => {
  const file = {
    'a/x.stow':
      'type Port = int where it > low\nlet low = 1000\nparam port: Port = 8080\nfn twice(n: int): int = n * 2\noutput port = twice(port)\n',
  };
  const text =
    'let low = 1\ntype Port = string\nlet x: Port = "p"\nuse "./a" as a { port: 2000 }\noutput o = a.port + low\noutput p = x\n';
  t.same(
    stackIn(main(text, file)).outputs.map(({ value }) => value),
    [4001, 'p'],
  );
  const files = main('use "./a" as a { port: 999 }\noutput o = a.port\n', file);
  const [only] = compileFiles(files).diagnostics;
  const shown = only ? renderDiagnostic(only, new Map(Object.entries(files))) : '';
  t.match(shown, /failed-refinement/);
  t.match(shown, /main\.stow:2:24/);
  t.match(shown, /param port: Port[\s\S]*the param is declared as Port/);
  t.match(errors('use "./a" as a\noutput o = twice(a.port)\n', file), [
    /there is no function `twice`/,
  ]);
});
