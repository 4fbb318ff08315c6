/* What completion offers, and in which order, where the cursor `<|>` is. */
import t, { type Test } from 'tap';
import { placeOf, type Sources } from '../testing/index.js';
import { complete, type Completion } from './index.js';

/** The items at the cursor, those that fit best first. */
function itemsAt(sources: Sources): readonly Completion[] {
  const { place, offset } = placeOf(sources);
  return [...complete(place, offset).items].sort((a, b) => a.rank - b.rank);
}

const labelsAt = (sources: Sources): string[] => itemsAt(sources).map(({ label }) => label);

/** The labels that begin the list. */
function check(t: Test, sources: Sources, expected: readonly string[]): void {
  const labels = labelsAt(sources).slice(0, expected.length);
  t.same(labels, [...expected], JSON.stringify(sources).slice(-60));
}

/** All labels. */
function checkAll(t: Test, sources: Sources, expected: readonly string[]): void {
  t.same(labelsAt(sources), [...expected], JSON.stringify(sources).slice(-60));
}

const stack = `stack shop
/// How many of them.
param replicas: int(1..5) = 2
param env: "dev" | "prod" = "dev"
param regions: [string] = ["eu", "us"]
let team = { name: "x", size: 3 }
secret token
volume data {}
network back {}
image app { from: "scratch" }
container db {
  image: app
  health: { test: "true" }
}
container seed {
  image: app
  job: true
}
/// Where it is.
fn url(host: string, port: int = 80): string = "http://\${host}:\${port}"
type Port = int where it > 0
type Service = { name: string, port?: Port, tags: [string] = [] }
`;

t.test('a body offers its attributes, those that it needs first, and none twice', async (t) => {
  check(t, `${stack}container web {\n  <|>\n}`, ['image', 'name', 'command']);
  const labels = labelsAt(`${stack}container web {\n  image: app\n  mem<|>\n}`);
  t.ok(labels.includes('memory'));
  t.ok(labels.includes('protect'), 'attributes of the language are among them');
  t.notOk(labels.includes('image'), 'image is written already');
  checkAll(t, `${stack}network n { internal: true, <|> }`, [
    'name',
    'driver',
    'driver_options',
    'subnet',
    'gateway',
    'ip_range',
    'aux_addresses',
    'ipv6',
    'ipam',
    'mtu',
    'labels',
    'protect',
    'lifecycle',
  ]);
});

t.test('an attribute comes with its type, its words, and the beginning of its value', async (t) => {
  const items = itemsAt(`${stack}container web {\n  <|>\n}`);
  const memory = items.find(({ label }) => label === 'memory');
  t.match(memory, { detail: 'memory: size', insert: 'memory: $1', kind: 'attribute' });
  t.match(memory?.documentation, /Most memory.*Default: no limit.*in place/s);
  const inserted = (label: string) => items.find((one) => one.label === label)?.insert;
  t.equal(inserted('env'), 'env: { $1 }');
  t.equal(inserted('ports'), 'ports: [$1]');
  t.equal(inserted('health'), 'health: { test: $1 }', 'with what it needs');
  const renamed = itemsAt(`${stack}container web {\n  me<|>: 1GiB\n}`);
  t.equal(renamed.find(({ label }) => label === 'memory')?.insert, 'memory', 'a value is there');
});

t.test('objects inside offer their fields', async (t) => {
  checkAll(t, `${stack}container web {\n  health: { test: "x", <|> }\n}`, [
    'interval',
    'timeout',
    'start_period',
    'start_interval',
    'retries',
  ]);
  checkAll(t, `${stack}image i { steps: [copy("a", "b", { <|> })] }`, ['owner', 'mode']);
  check(t, `${stack}let s: Service = { <|> }`, ['name']);
  check(t, `${stack}moved { <|> }`, ['from', 'to']);
  check(t, `${stack}secret s { <|> }`, ['env', 'file', 'command']);
});

t.test('a slot offers the values that its type names', async (t) => {
  check(t, `${stack}let a = env == <|>`, ['"dev"', '"prod"', 'env']);
  checkAll(t, `${stack}let a = env == "<|>"`, ['dev', 'prod']);
  check(t, `${stack}container c { read_only: <|> }`, ['true', 'false']);
  check(t, `${stack}container c { state: <|> }`, ['"running"', '"stopped"']);
  checkAll(t, `${stack}container c { restart: "<|>" }`, [
    'no',
    'on-failure',
    'always',
    'unless-stopped',
  ]);
  check(t, `${stack}container c { restart: <|> }`, ['"no"', '"on-failure"', '"always"']);
  check(t, `${stack}engine <|>`, ['docker', 'embedded']);
});

t.test('a slot offers the resources that fit it before all else', async (t) => {
  check(t, `${stack}container c {\n  image: <|>\n  memory: 1GiB\n}`, ['app']);
  check(t, `${stack}container c { networks: [<|>] }`, ['back']);
  checkAll(t, `${stack}container c { networks: { <|> } }`, ['back']);
  check(t, `${stack}image i { from: <|> }`, ['"scratch"', 'app']);
  check(t, `${stack}container c { mounts: [<|> -> "/x"] }`, ['data']);
  const mount = itemsAt(`${stack}container c { mounts: [<|>] }`).find(({ label }) =>
    label.startsWith('data'),
  );
  t.equal(mount?.insert, 'data -> "${1:/path}"');
});

t.test('conditions are offered as far as a container can come', async (t) => {
  const labels = labelsAt(`${stack}container c { image: app, after: [<|>] }`);
  t.same(
    labels.filter((label) => / is /.test(label)),
    ['db is healthy', 'seed is completed', 'db is started', 'seed is started'],
    'and not those of the container itself',
  );
  check(t, `${stack}container c { after: [db is <|>] }`, ['healthy', 'started']);
  check(t, `${stack}container c { after: [seed is <|>] }`, ['completed', 'started']);
});

t.test('short forms are offered as patterns', async (t) => {
  check(t, `${stack}container c { ports: [<|>] }`, ['8080 -> 80']);
  const labels = labelsAt(`${stack}image i { steps: [<|>] }`);
  t.same(labels.slice(0, 4).sort(), ['copy', 'env', 'run', 'workdir']);
  t.notOk(labelsAt(`${stack}let x = <|>`).includes('copy'), 'steps only where steps go');
});

t.test('members follow a dot', async (t) => {
  checkAll(t, `${stack}let x = team.<|>`, ['name', 'size']);
  checkAll(t, `${stack}let x = team?.<|>`, ['name', 'size']);
  checkAll(t, `${stack}let x = container.<|>`, ['db', 'seed']);
  t.ok(labelsAt(`${stack}let x = db.<|>`).includes('hostname'));
  t.ok(labelsAt(`${stack}let x = db.ports[0].<|>`).includes('host'));
  checkAll(t, `${stack}param s: Service\nlet x = s.<|>`, ['name', 'port', 'tags']);
  checkAll(t, `${stack}param all: [Service] = []\nlet x = [s.<|> for s in all]`, [
    'name',
    'port',
    'tags',
  ]);
  checkAll(t, `${stack}param all: {[string]: Service}\nlet x = [v.<|> for k, v in all]`, [
    'name',
    'port',
    'tags',
  ]);
});

t.test('names in scope are offered, those that fit first', async (t) => {
  check(t, `${stack}container c for i in 0..<2 { cpus: <|> }`, ['i', 'replicas']);
  t.ok(labelsAt(`${stack}let x = "a\${<|>}"`).includes('replicas'), 'in interpolations, too');
  const inFunction = labelsAt(`${stack}fn f(size: int): int = <|>`);
  t.ok(inFunction.includes('size'), 'parameters');
  t.notOk(labelsAt(`${stack}let mine = <|>`).includes('mine'), 'what is declared here is not');
  const [offer] = itemsAt(`${stack}let x = repl<|>`).filter(({ label }) => label === 'replicas');
  t.match(offer, { detail: 'param replicas: int(1..5)', documentation: 'How many of them.' });
});

t.test('functions are offered with their signatures', async (t) => {
  const offer = itemsAt(`${stack}let x = <|>`).find(({ label }) => label === 'url');
  t.match(offer, {
    kind: 'function',
    detail: 'url(host: string, port?: int): string',
    documentation: 'Where it is.',
    insert: 'url($1)',
  });
  t.ok(labelsAt(`${stack}let x = jo<|>`).includes('join'), 'those of the library');
});

t.test('types stand where types go', async (t) => {
  check(t, `${stack}param p: <|>`, ['Port', 'Service', 'string', 'int']);
  const labels = labelsAt(`${stack}type T = { a: <|> }`);
  t.ok(labels.includes('container') && labels.includes('secret'));
});

t.test('a line begins with a declaration', async (t) => {
  check(t, `${stack}<|>`, ['container', 'image', 'volume', 'network']);
  t.notOk(labelsAt(`${stack}<|>`).includes('stack'), 'there is one already');
  t.ok(labelsAt('<|>').includes('stack'));
  t.ok(labelsAt(`${stack}con<|>\ncontainer b {\n  image: app\n}`).includes('container'));
  checkAll(t, `${stack}container web <|>`, ['for', 'if']);
});

t.test('a module offers its params, and its outputs', async (t) => {
  const module = {
    'modules/pg/main.stow':
      '/// Which one.\nparam version: string\nparam size: size = 1GiB\noutput address = "x"\n',
  };
  const used = 'stack s\nuse "./modules/pg" as pg { <|> }\n';
  checkAll(t, { ...module, 'main.stow': used }, ['version', 'size']);
  const after = 'stack s\nuse "./modules/pg" as pg { version: "1" }\noutput o = pg.<|>\n';
  checkAll(t, { ...module, 'main.stow': after }, ['address']);
  checkAll(t, { ...module, 'main.stow': 'stack s\nuse "./<|>" as pg {}\n' }, [
    'modules/',
    'main.stow',
  ]);
  checkAll(t, { ...module, 'main.stow': 'stack s\nuse "./modules/p<|>" as pg {}\n' }, ['pg/']);
});

t.test('paths are completed where a path goes', async (t) => {
  const files = { 'conf/app.ini': '', 'conf/.hidden': '', 'app/server.js': '' };
  const at = (text: string) => ({ ...files, 'main.stow': `stack s\n${text}\n` });
  checkAll(t, at('let x = file("conf/<|>")'), ['app.ini']);
  checkAll(t, at('let x = file("conf/.<|>")'), ['app.ini', '.hidden']);
  checkAll(t, at('image i {\n  context: "./app"\n  steps: [copy("<|>", "/")]\n}'), ['server.js']);
  checkAll(t, at('container c { mounts: ["./<|>" -> "/x"] }'), ['conf/', 'app/', 'main.stow']);
  checkAll(t, at('let x = "<|>"'), []);
});

t.test('nothing is offered where nothing fits', async (t) => {
  for (const text of ['// here <|>', 'container <|>', 'param <|>', 'let x = 1 <|>']) {
    checkAll(t, `${stack}${text}`, []);
  }
});

t.test('the beginning of the word is what is replaced', async (t) => {
  const { place, offset } = placeOf('stack s\nlet abc = 1\nlet x = ab<|>c');
  const { span } = complete(place, offset);
  t.same([span.start.column, span.end.column], [9, 11]);
});

t.test('every place of a stack has an answer', async (t) => {
  let count = 0;
  const text = `${stack}container web for i in 0..<replicas {\n  image: app\n  env: { A: url("x\${i}") }\n  after: [db is healthy]\n}\n`;
  const { place } = placeOf({ 'main.stow': text });
  for (let offset = 0; offset <= text.length; offset++) {
    count += complete(place, offset).items.length > 0 ? 1 : 0;
    if (offset % 7 !== 0) continue;
    const cut = placeOf({ 'main.stow': text.slice(0, offset) });
    complete(cut.place, offset);
  }
  t.ok(count > text.length / 10, `${count} places of ${text.length} offer something`);
});
