/* Configs and secrets of containers, as a stack writes them. */
import t from 'tap';
import type { ContainerSpec, Resource } from '../../model/index.js';
import { compile } from '../compile.js';
import { compileFiles } from '../testing/memory.js';

const head = 'stack s\nsecret pw\nsecret key\n';
const secrets = { pw: 'hunter2', key: 'correct-horse' };

function compiled(text: string, given: Readonly<Record<string, string>> | null = secrets) {
  const { value, diagnostics } = compile(
    [{ path: 'main.stow', text: head + text }],
    given === null ? {} : { secrets: given },
  );
  return { resources: value?.resources ?? [], diagnostics };
}

/** The container of a stack without mistakes. */
function container(text: string): Resource & { readonly spec: ContainerSpec } {
  const { resources, diagnostics } = compiled(text);
  t.same(diagnostics, [], text);
  const found = resources.find((resource) => resource.kind === 'container');
  if (found?.kind !== 'container') throw new Error('there is no container');
  return found;
}

const codes = (text: string): readonly string[] =>
  compiled(text).diagnostics.map(({ code }) => code);

t.test('arrows and long forms', async (t) => {
  const { spec, secrets: places } = container(`container c {
  image: "x:1"
  configs: ["a=1" -> "/etc/a", { content: "b", target: "/etc/b", uid: 1, gid: 2, mode: "0600" }]
  secrets: [pw, key -> "/etc/key", { content: key, mode: "0444" }]
}`);
  t.same(spec.configs, [
    { content: 'a=1', target: '/etc/a' },
    { content: 'b', target: '/etc/b', uid: 1, gid: 2, mode: '0600' },
  ]);
  t.same(spec.secrets, [
    { content: 'hunter2', target: '/run/secrets/pw' },
    { content: 'correct-horse', target: '/etc/key' },
    { content: 'correct-horse', target: '/run/secrets/key', mode: '0444' },
  ]);
  t.same(places, ['secrets[0].content', 'secrets[1].content', 'secrets[2].content']);
});

t.test('whoever uses the path of a secret gets the file', async (t) => {
  const { spec, secrets: places } = container(`let dsn = "db://u:\${pw}@h"
let flags = { file: "--password-file=\${dsn.path}" }
container c { image: "x:1", env: { F: pw.path }, command: ["serve", flags.file] }
output k = length(reveal(key))`);
  t.same(spec.env, { F: '/run/secrets/pw' });
  t.same(spec.command, ['serve', '--password-file=/run/secrets/dsn']);
  t.same(spec.secrets, [
    { content: 'db://u:hunter2@h', target: '/run/secrets/dsn' },
    { content: 'hunter2', target: '/run/secrets/pw' },
  ]);
  t.same(places, ['secrets[0].content', 'secrets[1].content']);
});

t.test('what is listed says more of the file that is used', async (t) => {
  const { spec } = container(`container c {
  image: "x:1"
  env: { F: pw.path }
  secrets: [{ content: pw, uid: 70 }, key]
}`);
  t.same(spec.secrets, [
    { content: 'hunter2', target: '/run/secrets/pw', uid: 70 },
    { content: 'correct-horse', target: '/run/secrets/key' },
  ]);
});

t.test('a secret that a module is given keeps its name', async (t) => {
  const module = `param password: secret<string>
container db { image: "x:1", env: { F: password.path } }`;
  const { value, diagnostics } = compileFiles(
    {
      'main.stow': `${head}use "./db" as db { password: pw }\noutput k = length(reveal(key))`,
      'db/db.stow': module,
    },
    { secrets },
  );
  t.same(diagnostics, []);
  t.match(
    value?.resources.find(({ kind }) => kind === 'container'),
    {
      address: 'db.container.db',
      spec: { secrets: [{ content: 'hunter2', target: '/run/secrets/pw' }] },
    },
  );
});

t.test('without values a stack is checked all the same', async (t) => {
  const { resources, diagnostics } = compiled(
    'container c { image: "x:1", env: { F: pw.path }, secrets: [key] }',
    null,
  );
  t.same(diagnostics, []);
  t.match(
    resources.map(({ kind }) => kind),
    ['network', 'container'],
  );
});

t.test('mistakes', async (t) => {
  t.same(codes('container c { image: "x:1", configs: [pw -> "/etc/a"], secrets: [key] }'), [
    'secret-exposed',
  ]);
  t.same(codes('container c { image: "x:1", secrets: ["\${pw}-\${key}" -> "/a", pw -> "/a"] }'), [
    'mount-clash',
  ]);
  t.same(codes('container c { image: "x:1", configs: ["a" -> "etc/a"], secrets: [pw, key] }'), [
    'invalid-value',
  ]);
  t.same(codes('container c { image: "x:1", env: { F: "\${pw}\${key}".path } }'), [
    'invalid-secret',
  ]);
  t.same(codes('container c { image: "x:1", secrets: ["\${pw}\${key}"] }'), ['missing-attribute']);
});
