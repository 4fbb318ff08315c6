/*
 * The commands that work on the language alone, run as a user would: test, eval, console, doc. No
 * engine is there, and nothing but what is asked for is written.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { stowage, writeStack } from './stowage.js';

const stack = `stack demo

/// How many.
param replicas: int(1..5) = 2

/// For the registry | of parts.
secret token

volume data {}

container web for i in 0..<replicas {
  image: "registry.example.org/web:1"
  memory: 64MiB
  mounts: [data -> "/d"]
  env: { N: "\${i}" }
}

check "few" { assert replicas < 5, "too many: \${replicas}" }

/// Where the first is.
output first: string = web[0].hostname

output cover = "x\${token}"
`;

const tests = `test "two by default" {
  assert length(web) == 2
  assert web[0].memory == 32MiB * 2, "64MiB"
  assert output.first == "web-0"
}

test "five are too many" {
  params: { replicas: 5 }
  errors: ["check-failed"]
}

test "one more" {
  params: { replicas: 3 }
  observed: { params: { replicas: 2 } }
  plan: ["create container.web[2]"]
}

test "by hand" {
  observed: {
    changed: { "container.web[1]": { memory: 1GiB } }
    missing: ["container.web[0]"]
    stopped: []
  }
  plan: ["create container.web[0]", "update container.web[1]: memory"]
  golden: "by-hand.plan"
}

test "nothing to do" {
  observed: {}
  plan: []
}

test "from nothing" {
  plan: [
    "create volume.data",
    "create network.default",
    "create container.web[0]",
    "create container.web[1]",
  ]
}
`;

function project(more = '') {
  const made = writeStack(stack);
  writeFileSync(join(made.directory, 'demo.test.stow'), tests + more);
  return made;
}

t.test('test runs what test files say, and keeps plans in files', async (t) => {
  const { directory, ...made } = project();
  t.teardown(() => made.remove());
  const cwd = directory;
  const first = await stowage(['test'], { cwd });
  t.equal(first.code, 1, first.text);
  t.match(first.stdout, /FAIL by hand\n +demo\.test\.stow:\d+:\d+: there is no by-hand\.plan/);
  t.match(first.stdout, /5 passed, 1 failed/);
  t.notOk(readdirSync(directory).includes('by-hand.plan'), 'nothing is written unasked');
  const second = await stowage(['test', '--update', '--junit', 'out.xml'], { cwd });
  t.equal(second.code, 0, second.text);
  t.match(readFileSync(join(directory, 'by-hand.plan'), 'utf8'), /memory: 1GiB -> 64MiB/);
  const xml = readFileSync(join(directory, 'out.xml'), 'utf8');
  t.match(xml, '<testsuites name="." tests="6" failures="0" errors="0">');
  t.match(xml, '<testcase name="by hand" classname="demo.test.stow"');
  t.equal((await stowage(['test'], { cwd })).code, 0);
  const env = { STOWAGE_PARAM_replicas: '4' };
  t.equal((await stowage(['test'], { cwd, env })).code, 0, 'params come from the tests alone');
  writeFileSync(join(directory, 'by-hand.plan'), 'Plan: another\n');
  const other = await stowage(['test', '--name', 'by hand'], { cwd });
  t.equal(other.code, 1);
  t.match(other.stdout, /- Plan: another\n/);
  t.match(other.stdout, /0 passed, 1 failed/);
});

t.test('a test that fails says why, with values', async (t) => {
  const { directory, ...made } = project(
    'test "a & <b>" {\n  assert web[1].memory > 1GiB, "more"\n}\n\n' +
      'test "plan" {\n  observed: {}\n  plan: ["delete volume.data"]\n}\n\n' +
      'test "address" {\n  observed: { missing: ["container.other"] }\n}\n',
  );
  t.teardown(() => made.remove());
  const run = await stowage(['test', '--update', '--junit', 'out.xml'], { cwd: directory });
  t.equal(run.code, 1, run.text);
  t.match(run.stdout, /error\[assertion-failed\].*\n.*demo\.test\.stow:\d+:3/);
  t.match(run.stdout, /64MiB/);
  t.match(run.stdout, '- delete volume.data');
  t.match(run.stdout, 'the stack has nothing at container.other');
  const xml = readFileSync(join(directory, 'out.xml'), 'utf8');
  t.match(xml, 'name="a &amp; &lt;b&gt;"');
  t.match(xml, /<failure message="assertion-failed: /);
});

t.test('a directory without tests, and a wrong test, are mistakes', async (t) => {
  const bare = writeStack(stack);
  t.teardown(() => bare.remove());
  const none = await stowage(['test'], { cwd: bare.directory });
  t.equal(none.code, 64);
  t.match(none.stderr, /no file ends in \.test\.stow/);
  const wrong = project('test "x" {\n  param: {}\n}\n');
  t.teardown(() => wrong.remove());
  const run = await stowage(['test'], { cwd: wrong.directory });
  t.equal(run.code, 1);
  t.match(run.stderr, /a test has no `param`/);
  t.match(run.stderr, /fix: write `params`/);
});

t.test('eval prints what its schema says', async (t) => {
  const schema: unknown = JSON.parse(
    readFileSync(resolve('docs/reference/evaluated.schema.json'), 'utf8'),
  );
  if (typeof schema !== 'object' || schema === null) throw new Error('the schema is no object');
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  const made = project();
  t.teardown(() => made.remove());
  for (const directory of [made.directory, 'examples/hello', 'examples/shop']) {
    const { code, stdout, text } = await stowage(['eval', directory]);
    t.equal(code, 0, text);
    const document: unknown = JSON.parse(stdout);
    t.ok(validate(document), JSON.stringify(validate.errors));
    t.notOk(validate({ ...Object(document), more: 1 }), 'and it says what there is not');
  }
  const whole = await stowage(['eval', made.directory]);
  t.match(JSON.parse(whole.stdout), {
    stack: 'demo',
    outputs: {
      first: { value: 'web-0', known: true, sensitive: false, description: 'Where the first is.' },
      cover: { known: false, sensitive: true },
    },
  });
  const one = await stowage(['eval', made.directory, '[w.memory for w in [web[0]]][0] * 2']);
  t.equal(one.stdout, '128MiB\n', one.text);
  const json = await stowage(['eval', made.directory, '{ a: [1, null, 5s] }', '--json']);
  t.same(JSON.parse(json.stdout), { a: [1, null, '5s'] });
});

t.test('console answers each line', async (t) => {
  const made = project();
  t.teardown(() => made.remove());
  const input = 'replicas + 1\n:type web[0].memory\n\ntoken\noutput.first\n';
  const good = await stowage(['console', made.directory], { input });
  t.equal(good.stdout, '3\nsize\n(secret)\n"web-0"\n', good.text);
  t.equal(good.code, 0);
  const bad = await stowage(['console', made.directory], { input: 'web[7]\n1 +\n2\n' });
  t.equal(bad.code, 1);
  t.match(bad.stderr, /<console>:1:5/, 'places are those of the line');
  t.equal(bad.stdout, '2\n', 'and it goes on');
});

t.test('doc writes Markdown, and says when it is old', async (t) => {
  const made = project();
  t.teardown(() => made.remove());
  const cwd = made.directory;
  const page = await stowage(['doc'], { cwd });
  t.match(page.stdout, '# Stack demo\n');
  t.match(page.stdout, '| `replicas` | `int(1..5)` | `2` | How many. |');
  t.match(page.stdout, '| `token` | For the registry \\| of parts. |');
  t.equal((await stowage(['doc', '--out', 'README.md', '--check'], { cwd })).code, 1);
  t.equal((await stowage(['doc', '--out', 'README.md'], { cwd })).code, 0);
  t.equal(readFileSync(join(cwd, 'README.md'), 'utf8'), page.stdout);
  t.equal((await stowage(['doc', '--out', 'README.md', '--check'], { cwd })).code, 0);
  made.edit('main.stow', '/// How many.', '/// How many there are.');
  t.equal((await stowage(['doc', '--out', 'README.md', '--check'], { cwd })).code, 1);
});
