/*
 * Secrets from end to end: what the built command writes on its two streams, keeps beside its files,
 * and leaves to the programs that it starts. The canaries must turn up in the container, where they
 * belong, and nowhere else that a person reads.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { busyboxImage } from './busybox.js';
import { elements, members, text } from './json.js';
import { stowage, writeStack, type Finished } from './stowage.js';

const root = mkdtempSync(join(tmpdir(), 'stowage-secrets-'));
const engine = { STOWAGE_ENGINE: 'embedded', STOWAGE_ROOT: root };
t.teardown(() => rmSync(root, { recursive: true, force: true }));

const first = 'canary-ONE/of+the "first"=password';
const second = 'canary-TWO/of+the "second"=password';
const pin = '8471';

const stackText = `stack vault
secret password
secret pin
${busyboxImage('base')}container web {
  image: base
  command: ["sh", "-c", "echo started; exec sleep 1000"]
  env: { PASSWORD: reveal(password), URL: "db://u:\${reveal(password)}@db/\${reveal(pin)}", MODE: "on" }
  networks: []
  stop_timeout: 1s
}
output url = "db://u:\${password}@db/x"
output id = web.id
output mode = "on"
`;

/** No part of a canary, in no shape, on no stream. */
function showsNothing(t: Test, { stdout, stderr, text }: Finished): void {
  const shapes = [/canary-(?:ONE|TWO)/i, /\b8471\b/, /Y2FuYXJ5|NhbmFyeS|jYW5hcn/, /63616e617279/i];
  for (const shape of shapes) t.notMatch(`${stdout}${stderr}`, shape, text);
}

t.test('a stack with secrets, from nothing to nothing', async (t) => {
  const stack = writeStack(stackText);
  const given = (password: string) => ({
    ...engine,
    STOWAGE_SECRET_password: password,
    STOWAGE_SECRET_pin: pin,
  });
  const run = (args: readonly string[], env: Record<string, string> = given(first)) =>
    stowage([...args.slice(0, 1), stack.directory, ...args.slice(1)], { env });
  try {
    const without = await run(['plan'], engine);
    t.equal(without.code, 1);
    t.equal(without.stderr.match(/missing-secret/g)?.length, 2, without.text);
    for (const args of [
      ['plan'],
      ['plan', '--json'],
      ['apply', '--yes'],
      ['plan', '--detailed-exitcode'],
    ]) {
      const done = await run(args);
      t.equal(done.code, 0, done.text);
      showsNothing(t, done);
    }
    const shown = await run(['output'], engine);
    t.match(
      shown.stdout,
      /^url = \(secret\)\nid = [0-9a-f]{12,}\nmode = on$/m,
      'ids are known now',
    );
    const [container] = elements((await stowage(['ps', '--json'], { env: engine })).stdout);
    t.equal(shown.stdout.match(/^id = (.*)$/m)?.[1], text(container?.['id']));
    const revealed = await run(['output', 'url', '--reveal']);
    t.equal(revealed.stdout, `db://u:${first}@db/x\n`);
    const inside = await stowage(['exec', 'vault-web', 'env'], { env: engine });
    t.match(inside.stdout, `PASSWORD=${first}\n`, 'the container has it');

    t.same(processesWith(first), [], 'of all processes, those outside of the container do not');

    // In a file: the secret is not in it, and has to be given again.
    const file = join(stack.directory, 'vault.plan');
    const saved = await run(['plan', '--out', file], given(second));
    t.equal(saved.code, 0, saved.text);
    showsNothing(t, {
      ...saved,
      stdout: readFileSync(file, 'utf8').replace(/scrypt\$[^"]*|[0-9a-f]{16,}/g, ''),
    });
    const apply = (password: string) =>
      stowage(['apply', file, '-C', stack.directory], { env: given(password) });
    const refused = await apply(first);
    t.equal(refused.code, 5, refused.text);
    t.match(refused.stderr, /a secret is not the one that it was made with/);
    showsNothing(t, refused);
    const applied = await apply(second);
    t.equal(applied.code, 0, applied.text);
    showsNothing(t, applied);
    t.match(
      (await stowage(['exec', 'vault-web', 'env'], { env: engine })).stdout,
      `PASSWORD=${second}\n`,
    );
    t.equal((await run(['apply', '--yes'], given(first))).code, 0);

    // A new secret: the plan shows neither that nor the old one, whoever asks.
    for (const args of [['plan'], ['plan', '--json'], ['apply', '--yes']]) {
      const done = await run(args, given(second));
      t.equal(done.code, 0, done.text);
      showsNothing(t, done);
    }
    t.match((await run(['plan'], given(second))).stdout, /^No differences/m);
    const old = await run(['plan'], given(first));
    t.match(old.stdout, /env\.PASSWORD: \(secret\) -> \(secret\)/, old.text);
    t.match(old.stdout, /env\.URL: \(secret\) -> \(secret\)/);
    t.notMatch(readFileSync(join(stack.directory, 'stowage.lock'), 'utf8'), /canary/);
  } finally {
    const destroyed = await run(['destroy', '--yes'], engine);
    stack.remove();
    t.equal(destroyed.code, 0, destroyed.text);
    showsNothing(t, destroyed);
  }
});

t.test('a secret that something else prints', async (t) => {
  // The build fails with the secret in the output of its program, cut into two writes and colours.
  const stack = writeStack(`stack leaky
secret password
image base {
  from: "scratch"
  context: "/bin"
  steps: [
    copy("busybox", "/bin/busybox"),
    run(["/bin/busybox", "sh", "-c", "echo \${reveal(password)}; echo \${reveal(password)} | /bin/busybox base64; printf canary-ONE; exit 3"]),
  ]
}
container web { image: base, networks: [] }
`);
  const plain = 'canary-ONE-of-the-first-password';
  const env = { ...engine, STOWAGE_SECRET_password: plain };
  try {
    const failed = await stowage(['apply', stack.directory, '--yes', '--debug'], { env });
    t.equal(failed.code, 1, failed.text);
    t.match(failed.stderr, /\(secret\)/);
    t.notMatch(failed.text, plain);
    t.notMatch(failed.text, Buffer.from(plain).toString('base64').slice(0, 20));
  } finally {
    await stowage(['destroy', stack.directory, '--yes'], { env });
    stack.remove();
  }
});

t.test('a value on the command line is not taken', async (t) => {
  const stack = writeStack('stack s1\nsecret password\noutput o = password\n');
  const refused = await stowage(['plan', stack.directory, '--secret', `password=${first}`], {
    env: engine,
  });
  stack.remove();
  t.equal(refused.code, 64);
  t.notMatch(`${refused.stdout}${refused.stderr}`, 'canary');
});

t.test('JSON of a stack with a secret in its numbers is JSON', async (t) => {
  const stack = writeStack(`stack numbers
secret pin
volume v {}
output port = 8471
output other = 1
output shown = "x\${reveal(pin)}y"
`);
  const env = { ...engine, STOWAGE_SECRET_pin: pin };
  const plan = await stowage(['plan', stack.directory, '--json'], { env });
  stack.remove();
  const { output_changes: changes } = members(plan.stdout);
  t.same(changes, {
    port: { after: '(secret)' },
    other: { after: 1 },
    shown: { after: 'x(secret)y' },
  });
});

/** The processes in whose environment or arguments a text stands, but for those in containers. */
function processesWith(canary: string): readonly string[] {
  const self = readFileSync('/proc/self/cgroup', 'utf8');
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    try {
      const own = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
      const where = ['environ', 'cmdline'].map((file) =>
        readFileSync(`/proc/${pid}/${file}`, 'utf8'),
      );
      if (own !== self && /stowage/.test(own)) return [];
      return where.some((text) => text.includes(canary)) ? [where[1] ?? ''] : [];
    } catch {
      return []; // ended while we looked
    }
  });
}

t.test('the command’s own streams', async (t) => {
  const stack = writeStack('stack s1\nsecret password\noutput o = 1\n');
  // The program of the secret says it on its standard error, in two writes.
  const script = join(stack.directory, 'give');
  writeFileSync(
    script,
    `#!/bin/sh\nprintf canary- >&2; sleep 0.1; printf 'ONE-secret' >&2; echo canary-ONE-secret\n`,
    {
      mode: 0o755,
    },
  );
  const args = ['output', stack.directory, '--reveal', '--secret', `password=command:${script}`];
  const done = await stowage(args, { env: engine });
  stack.remove();
  t.equal(done.code, 0, done.text);
  t.match(done.stderr, /^password: \(secret\)$/m);
});
