/* Declarations beside resources: secrets, checks, statements, engine, settings, lifecycles, outputs. */
import t from 'tap';
import type { Stack } from '../model/index.js';
import { renderDiagnostic, type CompileOptions } from './index.js';
import { errorsOf, messagesOf, resourceOf, stackOf } from './testing/index.js';
import { compileFiles } from './testing/memory.js';

const wrong = (text: string): string[] => errorsOf(`stack s\n${text}`);
const compiled = (text: string, options: CompileOptions = {}) =>
  compileFiles({ 'main.stow': `stack s\n${text}` }, options);
function outputsOf(text: string, options: CompileOptions = {}): Stack['outputs'] {
  const { value, diagnostics } = compiled(text, options);
  if (!value) throw new Error(diagnostics.map(({ summary }) => summary).join('\n'));
  return value.outputs;
}
const plain = ({ name, value, known, secret }: Stack['outputs'][number]) => ({
  name,
  value,
  known,
  secret,
});

t.test('secrets come from outside, and what is made from them is hidden', async (t) => {
  const text =
    'secret token { env: "TOKEN" }\noutput url: secret<string> = "https://x/?t=${token}"\noutput bare = token\noutput seen = length(reveal(token))\n';
  t.same(
    outputsOf(text).map(plain),
    [
      { name: 'url', value: undefined, known: false, secret: true },
      { name: 'bare', value: undefined, known: false, secret: true },
      { name: 'seen', value: undefined, known: false, secret: undefined },
    ],
    'without values they are not known',
  );
  const { value, hidden, secretOutputs } = compiled(text, { secrets: { token: 'hunter2' } });
  t.same(value?.outputs.map(plain), [
    { name: 'url', value: undefined, known: true, secret: true },
    { name: 'bare', value: undefined, known: true, secret: true },
    { name: 'seen', value: 7, known: true, secret: undefined },
  ]);
  t.ok(hidden.has('hunter2'));
  t.notMatch(JSON.stringify(value), /hunter2/);
  t.equal(secretOutputs.get('url'), 'https://x/?t=hunter2', 'for whoever asks by name');
  t.same(
    compiled('secret token\noutput o = token\n', { secrets: {} }).diagnostics.map(
      (one) => one.code,
    ),
    ['missing-secret'],
  );
  t.same(messagesOf('stack s\nsecret token\n', {}, 'warning'), [
    '2:8 unused-name: the secret `token` is never used',
  ]);
});

t.test('a secret says where it comes from', async (t) => {
  t.same(wrong('secret a {}\noutput o = a\n'), [
    '2:10 invalid-secret: this says not where the secret comes from',
  ]);
  t.same(
    wrong(
      'secret a { env: "A", file: "b" }\nsecret b { url: "x" }\nsecret c { env: 1 }\nsecret d { command: "x y" }\nsecret e { file: "${1}" }\noutput o = [a, b, c, d, e]\n',
    ),
    [
      '2:22 invalid-secret: a secret comes from one place',
      '3:12 invalid-secret: a secret does not come from `url`',
      '4:17 invalid-secret: `env` takes a plain string here',
      '5:21 invalid-secret: `command` takes a list of plain strings here',
      '6:18 invalid-secret: `file` takes a plain string here',
    ],
  );
});

t.test('a check that fails is an error, and shows the values', async (t) => {
  const text = 'param n: int = 1\ncheck "enough" {\n  assert n >= 2, "needs ${n + 1}"\n}\n';
  const [only, ...others] = compiled(text).diagnostics;
  t.same(others, []);
  t.match(only, {
    code: 'check-failed',
    summary: 'the check "enough" does not hold',
    detail: 'needs 2',
    notes: [/n >= 2[\s\S]*1 false/],
  });
  t.ok(compiled(text, { params: { n: { value: 2, origin: '--param' } } }).value);
  t.ok(
    compiled('secret t\ncheck "secret" {\n  assert t == "x"\n}\n').value,
    'what is not known fails nothing',
  );
  t.same(wrong('check "x" {\n  assert 1\n}\n'), [
    '3:10 type-mismatch: `assert` takes a bool, found int',
  ]);
});

t.test('moves become one of each resource', async (t) => {
  const moves = (text: string): string[] =>
    stackOf(`stack s\n${text}`).moved.map(({ from, to }) => `${from} -> ${to}`);
  t.same(moves('volume b {}\nmoved { from: volume.a, to: volume.b }\n'), ['volume.a -> volume.b']);
  t.same(
    moves(
      'volume a {}\nvolume b {}\nmoved { from: volume.a, to: volume.b }\nmoved { from: volume.b, to: volume.a }\n',
    ),
    ['volume.a -> volume.b', 'volume.b -> volume.a'],
    'two change places',
  );
  t.same(
    moves('volume b for k in ["x", "y"] {}\nmoved { from: volume.a, to: volume.b }\n'),
    ['volume.a["x"] -> volume.b["x"]', 'volume.a["y"] -> volume.b["y"]'],
    'of a whole `for`',
  );
  t.same(
    moves('volume a for i in 0..<2 {}\nmoved { from: volume.a, to: volume.a[0] }\n'),
    ['volume.a -> volume.a[0]'],
    'into one',
  );
  t.same(
    moves(
      'volume c {}\nmoved { from: volume.b, to: volume.c }\nmoved { from: volume.a, to: volume.b }\n',
    ),
    ['volume.b -> volume.c', 'volume.a -> volume.c'],
    'one after the other',
  );
  const files = {
    'main.stow':
      'stack s\nuse "./m" as new for k in ["x", "y"]\nmoved { from: old, to: new }\nmoved { from: volume.v, to: new["x"].volume.w }\n',
    'm/main.stow': 'volume v {}\nvolume w {}\nmoved { from: volume.u, to: volume.v }\n',
  };
  t.same(
    compileFiles(files).value?.moved.map(({ from, to }) => `${from} -> ${to}`),
    [
      'old["x"].volume.v -> new["x"].volume.v',
      'old["x"].volume.w -> new["x"].volume.w',
      'old["y"].volume.v -> new["y"].volume.v',
      'old["y"].volume.w -> new["y"].volume.w',
      'volume.v -> new["x"].volume.w',
      'new["x"].volume.u -> new["x"].volume.v',
      'new["y"].volume.u -> new["y"].volume.v',
    ],
    'of modules, and in them',
  );
});

t.test('moves that cannot be are refused', async (t) => {
  t.same(
    wrong(
      'volume a {}\nvolume b {}\nmoved { from: volume.a, to: volume.b }\nmoved { from: volume.x, to: volume.bb }\nmoved { from: volume.y, to: network.b }\nmoved { from: volum.y, to: volume.b }\nmoved { from: volume.z, to: "volume.b" }\n',
    ),
    [
      '4:15 invalid-statement: `volume.a` is still written, so it has not moved',
      '5:29 invalid-statement: the stack has no `volume.bb`',
      '6:29 invalid-statement: the volume `volume.y` cannot become the network `network.b`',
      '7:15 invalid-statement: this is no address',
      '8:29 invalid-statement: this is no address',
    ],
  );
  t.same(
    wrong(
      'volume a {}\nmoved { from: volume.x, to: volume.a }\nmoved { from: volume.x, to: volume.a }\nmoved { from: volume.y, to: volume.a }\n',
    ),
    [
      '4:15 invalid-statement: what becomes of `volume.x` is said twice',
      '4:29 invalid-statement: two things are moved to `volume.a`',
      '5:29 invalid-statement: two things are moved to `volume.a`',
    ],
  );
  t.same(
    wrong('moved { from: volume.a, to: volume.b }\nmoved { from: volume.b, to: volume.a }\n'),
    ['2:15 cycle: volume.a -> volume.b -> volume.a is a circle of moves'],
  );
  t.same(wrong('moved { from: volume.a }\nmoved { frm: volume.a, to: volume.b }\n'), [
    '2:1 missing-attribute: `moved` needs `to`',
    '3:9 unknown-attribute: `moved` has no `frm`',
  ]);
  t.same(
    wrong('volume b { nam: "x" }\nmoved { from: volume.a, to: volume.b }\n'),
    ['2:12 unknown-attribute: a volume has no attribute `nam`'],
    'where another mistake is why, nothing more is said',
  );
});

t.test('what is removed is no longer written, what is imported is', async (t) => {
  const stack = stackOf(
    'stack s\nparam id: string = "w-1"\nvolume v {}\nremoved { from: container.old, destroy: false }\nremoved { from: old_module, destroy: true }\nimport { to: volume.v, id: "${id}" }\n',
  );
  t.same(
    stack.removed.map(({ from, destroy }) => [from, destroy]),
    [
      ['container.old', false],
      ['old_module', true],
    ],
  );
  t.same(
    stack.imports.map(({ to, id }) => [to, id]),
    [['volume.v', 'w-1']],
  );
  t.same(
    wrong(
      'volume v for n in 0..<2 {}\nimage i { from: "scratch" }\nremoved { from: volume.v, destroy: true }\nremoved { from: volume.w }\nimport { to: volume.v, id: "x" }\nimport { to: volume.v[0], id: "" }\nimport { to: volume.v[1], id: "a" }\nimport { to: volume.v[1], id: "b" }\nimport { to: image.i, id: "c" }\n',
    ),
    [
      '4:17 invalid-statement: volume.v[0] is still written',
      '5:1 missing-attribute: `removed` needs `destroy`',
      '6:14 invalid-statement: `volume.v` stands for 2; choose one, such as `volume.v[0]`',
      '7:31 invalid-value: `id` cannot be ""',
      '9:1 invalid-statement: two objects are imported as `volume.v[1]`',
      '10:14 invalid-statement: an image is not imported',
    ],
  );
});

t.test('a stack says which engine it is for, and what it may read', async (t) => {
  for (const engine of [
    'docker',
    'embedded',
    'podman',
    'swarm',
    '"unix:///run/docker.sock"',
    '"tcp://host:2376"',
    '"ssh://user@host:22/run/docker.sock"',
  ]) {
    t.equal(stackOf(`stack s\nengine ${engine}\n`).engine?.text, engine.replaceAll('"', ''));
  }
  t.same(wrong('engine dokcer\n'), ['2:8 invalid-engine: there is no engine "dokcer"']);
  t.same(wrong('engine "ftp://x"\nengine docker\n'), [
    '2:8 invalid-engine: there is no engine "ftp://x"',
    '3:8 duplicate-engine: this is the second engine declaration',
  ]);
  t.same(
    errorsOf(
      'stack s {\n  environment: ["CI_*", "a b", 1]\n  enviroment: []\n  environment: "X"\n}\n',
    ),
    [
      '2:25 invalid-value: this is no name of an environment variable',
      '2:32 invalid-value: this is no name of an environment variable',
      '3:3 unknown-attribute: a stack has no setting `enviroment`',
      '4:3 duplicate-attribute: `environment` is written twice',
      '4:16 type-mismatch: `environment` takes a list',
    ],
  );
});

t.test('lifecycles say how a resource is treated when it changes', async (t) => {
  const stack = stackOf(
    'stack s\nnetwork back {}\ncontainer c {\n  image: "c:1"\n  networks: [back]\n  lifecycle: {\n    protect: true\n    ignore_changes: ["memory", "env.MODE", "networks.back.ipv4", "mounts[\\"/srv\\"]", "memory"]\n    order: "start-first"\n    on_failure: "keep"\n  }\n}\nvolume v { protect: true }\nvolume w {}\n',
  );
  t.same(resourceOf(stack, 'container.c').lifecycle, {
    protect: true,
    ignoreChanges: ['memory', 'env.MODE', 'networks.s-back.ipv4', 'mounts["/srv"]'],
    order: 'start-first',
    onFailure: 'keep',
  });
  t.equal(resourceOf(stack, 'volume.v').lifecycle.protect, true);
  t.same(resourceOf(stack, 'volume.w').lifecycle, {
    protect: false,
    ignoreChanges: [],
    order: 'stop-first',
    onFailure: 'rollback',
  });
  const container = (lifecycle: string) =>
    wrong(`container c { image: "c:1", lifecycle: { ${lifecycle} } }\n`);
  t.same(container('ignore_changes: ["memoy", "health.intervl", "id", "a b"]'), [
    '2:59 unknown-attribute: a container has no attribute `memoy`',
    '2:68 unknown-attribute: `health` has no attribute `intervl`',
    '2:86 invalid-value: `id` is given by the engine, so a stack never changes it',
    '2:92 invalid-value: this is no path of an attribute',
  ]);
  t.match(container('order: "first"'), [/invalid-value/]);
  t.match(container('ordr: "start-first"'), [/`lifecycle` has no attribute `ordr`/]);
  t.same(
    wrong(
      'volume v { protect: true, lifecycle: { protect: false } }\nvolume w { lifecycle: { order: "stop-first" } }\nimage i { from: "scratch", lifecycle: {} }\n',
    ),
    [
      '2:49 duplicate-attribute: `protect` is written twice, and differs',
      '3:25 unknown-attribute: `lifecycle` has no attribute `order`',
      '4:28 unknown-attribute: an image has no attribute `lifecycle`',
    ],
  );
});

t.test('outputs are judged by their types, and may be known later', async (t) => {
  const web = 'container web { image: "w:1" }\n';
  t.same(outputsOf(`${web}output id = web.id\n`).map(plain), [
    { name: 'id', value: undefined, known: false, secret: undefined },
  ]);
  t.same(
    outputsOf(`${web}output id = "<\${web.id}>"\n`, {
      facts: { 'container.web': { id: 'abc' } },
    }).map(plain),
    [{ name: 'id', value: '<abc>', known: true, secret: undefined }],
  );
  t.same(wrong('output n: int = "a"\n'), ['2:17 type-mismatch: `n` takes an int, found string']);
  const [only] = compiled('let n: [int] = [\n  "a",\n]\noutput o = n\n').diagnostics;
  t.same(
    only?.labels?.map(({ span, text }) => `${span.start.line} ${text}`),
    ['2 `n` is declared as [int]'],
  );
});

t.test('what is known late decides nothing, and says how it came', async (t) => {
  const files = {
    'main.stow':
      'stack s\ncontainer web { image: "w:1" }\nuse "./m" as m { id: web.id }\nlet copy = m.same\nvolume v if copy == "a" {}\n',
    'm/x.stow': 'param id: string\noutput same = id\n',
  };
  const { diagnostics } = compileFiles(files);
  const shown = diagnostics.map((one) => renderDiagnostic(one, new Map(Object.entries(files))));
  t.equal(shown.length, 1);
  t.match(shown[0], /known-too-late[\s\S]*main\.stow:5:13/);
  t.match(shown[0], /the engine chooses the `id`/);
  t.match(shown[0], /by way of the output `same` of `m`/);
  t.match(shown[0], /by way of `copy`/);
});

t.test('tests stand in files of their own', async (t) => {
  t.same(
    compileFiles({
      'main.stow': 'stack s\ntest "x" {\n  assert true\n}\n',
      'a.test.stow': 'let x = 1\n',
    }).diagnostics.map(({ code, span }) => `${span?.file ?? ''} ${code}`),
    ['a.test.stow misplaced-declaration', 'main.stow misplaced-declaration'],
  );
});

t.test('stacks are bounded in what they make', async (t) => {
  t.match(wrong('volume v for i in 0..<10000 {}\nvolume w for i in 0..10000 {}\n').join(), /too/);
  t.equal(stackOf('stack s\nvolume v for i in 0..<10000 {}\n').resources.length, 10_000);
  const many = Array.from({ length: 6 }, (_, i) => `volume v${i} for i in 0..<10000 {}\n`);
  t.match(wrong(many.join('')), [
    /too-many-resources: a stack has at most 50000 resources, with these it has 60000/,
  ]);
});
