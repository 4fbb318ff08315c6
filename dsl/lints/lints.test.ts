/*
 * What the lints say and what they keep silent about, what their fixes leave behind, and the comments
 * that silence them. An example of each is in diagnostics/examples/lints.ts.
 */
import t from 'tap';
import type { Diagnostic } from '../../model/index.js';
import { compile } from '../index.js';
import { compileSetting } from '../diagnostics/examples/compile-example.js';
import { shortMessage } from '../testing/index.js';

const container = (body: string, before = ''): string =>
  `stack s\n${before}\ncontainer web {\n  image: "web:1"\n${body}\n}\n`;

const said = (text: string): readonly Diagnostic[] =>
  compile([{ path: 'main.stow', text }]).diagnostics;

const codesOf = (text: string): readonly string[] => said(text).map(({ code }) => code);
const linesOf = (text: string): readonly string[] =>
  said(text).map(({ code, span }) => `${span?.start.line ?? 0} ${code}`);

/** A text after the fix of the only thing that is said of it. */
function fixed(text: string): string {
  const [only, ...others] = said(text);
  if (!only?.fix || others.length > 0) throw new Error(said(text).map(shortMessage).join('\n'));
  const { span, text: by } = only.fix;
  return text.slice(0, span.start.offset) + by + text.slice(span.end.offset);
}

t.test('unused names, of all sorts', async (t) => {
  const text = `stack s
param p: int = 1
let l = 1
secret x
type T = int
fn f(a: int, _b: int): int = 1
fn g(a: int, _b: int): int = a
output o = g(1, 2)
`;
  t.same(said(text).map(shortMessage), [
    '2:7 unused-name: the param `p` is never used',
    '3:5 unused-name: the let `l` is never used',
    '4:8 unused-name: the secret `x` is never used',
    '5:6 unused-name: the type `T` is never used',
    '6:4 unused-name: the function `f` is never used',
    '6:6 unused-name: the parameter `a` is never used',
  ]);
  const module = (inside: string): readonly string[] =>
    compileSetting({
      files: { 'main.stow': 'stack s\nuse "./m" as m\n', 'm/main.stow': inside },
    }).diagnostics.map(shortMessage);
  t.same(module('volume data {}\n'), [], 'a module that makes something is used');
  t.same(module('output o = 1\n'), ['2:14 unused-name: the module `m` is never used']);
});

t.test('needless conditions of after', async (t) => {
  const db =
    'container db { image: "db:1", health: { test: "x" } }\ncontainer job { image: "job:1", job: true }';
  const after = (list: string) => container(`  after: [${list}]`, db);
  t.same(codesOf(after('db is healthy, job is completed')), []);
  t.same(codesOf(after('db is healthy, db is started')), ['needless-after']);
  t.same(codesOf(after('db is started, db is started')), ['needless-after']);
  t.equal(fixed(after('db is healthy, db is started')), after('db is healthy'));
  t.equal(fixed(after('db is started, db is healthy')), after('db is healthy'));
  const lines = (list: string) => after(`\n    ${list}\n  `);
  t.equal(
    fixed(lines('db is started,\n    job is completed,\n    db is healthy,')),
    lines('job is completed,\n    db is healthy,'),
    'a line goes as a whole',
  );
});

t.test('unpinned images', async (t) => {
  const image = (name: string) => codesOf(`stack s\ncontainer web { image: "${name}" }\n`);
  const digest = 'a'.repeat(64);
  for (const name of ['web', 'web:latest', 'h.example.org:5000/web', 'a/b/web:latest']) {
    t.same(image(name), ['unpinned-image'], name);
  }
  for (const name of ['web:1', `web@sha256:${digest}`, `web:latest@sha256:${digest}`, digest]) {
    t.same(image(name), [], name);
  }
  t.same(codesOf('stack s\nimage app { from: "base" }\n'), ['unpinned-image']);
  t.same(codesOf('stack s\nimage a { from: "scratch" }\nimage b { from: a }\n'), []);
});

t.test('ports on every interface', async (t) => {
  const ports = (list: string, before = '') => container(`  ports: [${list}]`, before);
  t.same(codesOf(ports('0.0.0.0:80 -> 80, 127.0.0.1:81 -> 80, "10.0.0.1:7" -> 7')), []);
  t.equal(fixed(ports('80 -> 80')), ports('127.0.0.1:80 -> 80'));
  const param = 'param p: int = 80';
  t.equal(fixed(ports('p + 1 -> 80', param)), ports('127.0.0.1:p + 1 -> 80', param));
  const [long] = said(ports('{ host: 80, container: 80 }'));
  t.match(long, { code: 'exposed-port', fix: undefined });
  const many = 'stack s\ncontainer web for i in 0..2 { image: "web:1", ports: [80 + i -> 80] }\n';
  t.same(codesOf(many), ['exposed-port'], 'once for one place');
});

t.test('rights of the host', async (t) => {
  t.same(codesOf(container('  cap_add: ["CHOWN", "ALL"]')), ['privileged-container']);
  t.same(codesOf(container('  cap_add: ["CHOWN"]\n  cap_drop: ["ALL"]')), []);
  for (const path of ['/var/run/docker.sock', '/run//podman/podman.sock', '/run/', '/']) {
    t.same(codesOf(container(`  mounts: ["${path}" -> "/x"]`)), ['mounted-engine-socket'], path);
  }
  t.same(codesOf(container('  mounts: ["/run/other" -> "/run", "./run" -> "/y"]')), []);
});

t.test('secrets in variables', async (t) => {
  const env = (value: string, before = '') =>
    container(`  env: { A: ${value} }`, `secret key\n${before}`);
  t.same(codesOf(env('reveal(key)')), ['secret-in-environment']);
  const [far] = said(env('a', 'let a = "x${reveal(key)}"'));
  t.match(far, { code: 'secret-in-environment', labels: [{ span: { start: { line: 3 } } }] });
});

t.test('addresses that others may get', async (t) => {
  const networks = (other: string) =>
    container('  networks: { n: { ipv4: 10.1.0.5 } }', 'network n { subnet: 10.1.0.0/24 }') +
    `container other { image: "x:1", networks: ${other} }\n`;
  t.same(codesOf(networks('[n]')), ['address-in-pool']);
  t.same(codesOf(networks('{ n: { ipv4: 10.1.0.6 } }')), []);
  t.same(codesOf(networks('[]')), []);
});

t.test('strings in quotes of their own', async (t) => {
  const output = (value: string) =>
    `stack s\nparam s: string = "a"\nparam e: "a" | "b" = "a"\nparam n: int = 1\noutput o = ${value}\noutput p = [s, e, n]\n`;
  t.equal(fixed(output('"${s}"')), output('s'));
  t.equal(fixed(output('["${e == "a" ? s : e}"]')), output('[e == "a" ? s : e]'));
  for (const value of [
    '"${n}"',
    '"x${s}"',
    '"${s}${s}"',
    '["${x}" for x in ["a", 1]]',
    '{ "${s}": 1 }',
  ]) {
    t.same(codesOf(output(value)), [], value);
  }
});

t.test('comparisons with bools', async (t) => {
  const output = (value: string) =>
    `stack s\nparam b: bool = true\nparam m: bool? = true\noutput o = ${value}\noutput p = [b, m]\n`;
  t.equal(fixed(output('b == true')), output('b'));
  t.equal(fixed(output('false == b')), output('!b'));
  t.equal(fixed(output('b != true')), output('!b'));
  t.equal(fixed(output('(b && !b) != false')), output('(b && !b)'));
  t.equal(fixed(output('b ? b == false : b')), output('b ? !b : b'));
  for (const value of ['m == true', 'b == b', 'true == true']) t.same(codesOf(output(value)), []);
});

t.test('comments silence the line or the declaration that they stand at', async (t) => {
  const exposed = '  ports: [80 -> 80]';
  t.same(codesOf(container(`${exposed} // stowage: allow exposed-port it is public`)), []);
  t.same(codesOf(container(`  // stowage: allow exposed-port\n${exposed}`)), []);
  t.same(codesOf(container(`  //stowage:allow exposed-port\n  // why\n\n${exposed}`)), []);
  t.same(codesOf(container('  ports: [ // stowage: allow exposed-port\n    80 -> 80\n  ]')), []);
  t.same(codesOf(container('  // stowage: allow exposed-port\n  ports: [\n    80 -> 80\n  ]')), []);
  const both = '// stowage: allow exposed-port, privileged-container';
  t.same(codesOf(container(`${exposed}\n  cap_add: ["ALL"]`, both)), [], 'a whole declaration');
  t.same(codesOf(`// stowage: allow-file exposed-port\n${container(exposed)}`), [], 'a whole file');
  t.same(linesOf(container(exposed, both)), ['2 unneeded-allow'], 'one of two is needed');
  const module = compileSetting({
    files: {
      'main.stow': 'stack s\nuse "./m" as m for i in 0..1 { port: 80 + i }\n',
      'm/main.stow':
        'param port: int\ncontainer web {\n  image: "web:1"\n  ports: [port -> 80] // stowage: allow exposed-port\n}\n',
    },
  });
  t.same(module.diagnostics.map(shortMessage), [], 'in a module, for all its uses');
  const next = container(`  // stowage: allow exposed-port\n  user: "u"\n${exposed}`);
  t.same(linesOf(next), ['5 unneeded-allow', '7 exposed-port'], 'not the line after the next');
});

t.test('what allows nothing is said', async (t) => {
  const clean = container('  user: "u"');
  const at = (comment: string) => clean.replace('"u"', `"u" // stowage: ${comment}`);
  t.equal(fixed(at('allow exposed-port')), clean);
  t.equal(fixed(container('  // stowage: allow exposed-port\n  user: "u"')), clean);
  t.same(said(at('allow exposd-port')).map(shortMessage), [
    '5:31 unknown-allow: there is no warning `exposd-port`',
  ]);
  t.match(said(at('allow exposd-port')), [{ fix: { text: 'exposed-port' } }]);
  t.match(said(at('alow exposed-port')), [{ code: 'unknown-allow', fix: { text: 'allow' } }]);
  t.match(said(at('allow')), [{ code: 'unknown-allow', summary: 'no code is named here' }]);
  t.match(said(at('allow-file exposed-port')), [{ code: 'unknown-allow' }]);
  t.match(said(at('allow type-mismatch')), [{ summary: /errors cannot be allowed/ }]);
  const two = container('  ports: [80 -> 80]', '// stowage: allow unused-name, exposed-port why');
  t.equal(
    fixed(two),
    container('  ports: [80 -> 80]', '// stowage: allow exposed-port why'),
    'one code of two',
  );
  t.same(codesOf(at('allow exposed-port, unneeded-allow for later')), []);
  t.same(codesOf(container('  memory: 5 // stowage: allow type-mismatch')), [
    'type-mismatch',
    'unknown-allow',
  ]);
  t.same(
    codesOf(container('  memory: 5 // stowage: allow exposed-port')),
    ['type-mismatch'],
    'with errors, some warnings may not have been found',
  );
  t.same(codesOf(container('  user: "// stowage: allow nothing"')), [], 'a string is no comment');
});
