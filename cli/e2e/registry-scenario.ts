/*
 * A stack from images of a registry: pulled by digest, pinned, the same while tags move, and moved only by
 * `update`. With its pins it needs no registry.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { publishGreeting } from '../../runtime/test-images/index.js';
import { registryUser } from '../../runtime/testing/index.js';
import { elements, members, text } from './json.js';
import type { RegistryFront } from './registry-front.js';
import { stowage, writeStack, type Finished } from './stowage.js';

export interface RegistryEngine {
  readonly name: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The same sort of engine, with nothing in it. */
  readonly fresh: Readonly<Record<string, string | undefined>> | undefined;
}

/** A directory of docker's settings, with the credentials of the registry. */
export function writeCredentials(directory: string, { host }: RegistryFront): string {
  const auth = Buffer.from(`${registryUser.username}:${registryUser.password}`).toString('base64');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }));
  return directory;
}

export async function registryScenario(
  t: Test,
  engine: RegistryEngine,
  front: RegistryFront,
  credentials: string,
): Promise<void> {
  const { host } = front;
  const publish = (reference: string, greeting: string): Promise<string> =>
    publishGreeting(`${host}/${reference}`, greeting, {
      DOCKER_CONFIG: credentials,
      PATH: process.env['PATH'],
    });
  const stack = `reg_${engine.name}`;
  const first = await publish(`${stack}/web:1`, 'one');
  await publish(`${stack}/base:1`, 'base');
  const copy = writeStack(`stack ${stack}

image tool {
  from: "${host}/${stack}/base:1"
  steps: [run("cat /greeting > /tool")]
}

container web {
  image: "${host}/${stack}/web:1"
  env: { OWN: "yes" }
}

container tool { image: tool }
`);
  const env = { ...engine.env, DOCKER_CONFIG: credentials };
  const command = (words: readonly string[], more: object = {}): Promise<Finished> => {
    const [verb = '', ...rest] = words;
    return stowage([verb, copy.directory, ...rest], { env: { ...env, ...more } });
  };
  const lockPath = join(copy.directory, 'stowage.lock');
  const pins = () => members(JSON.stringify(members(readFileSync(lockPath, 'utf8'))['images']));
  const planIsEmpty = async (what: string): Promise<void> => {
    const plan = await command(['plan', '--detailed-exitcode']);
    t.equal(plan.code, 0, `${what}\n${plan.text}`);
  };
  try {
    const stranger = await command(['plan'], { DOCKER_CONFIG: join(copy.directory, 'nobody') });
    t.equal(stranger.code, 1, 'without credentials there is no plan');
    t.match(stranger.stderr, /error\[registry-failed\].*web:1/);
    t.match(stranger.stderr, new RegExp(`stowage\\s+login\\s+${host}`));

    const planned = await command(['plan', '--detailed-exitcode']);
    t.equal(planned.code, 2, planned.text);
    const webPull = `< pull image.registry["${host}/${stack}/web:1"]`;
    t.ok(planned.stdout.includes(webPull), `a pull is planned\n${planned.text}`);
    t.match(planned.stdout, /2 to pull/);
    t.notOk(existsSync(lockPath), 'plan writes no lock file');

    const applied = await command(['apply', '--yes']);
    t.equal(applied.code, 0, applied.text);
    t.equal(pins()[`${host}/${stack}/web:1`], first, 'the digest is pinned');
    t.equal(Object.keys(pins()).length, 2, 'of both images');
    await planIsEmpty('right after the apply');
    const drift = await command(['drift']);
    t.equal(drift.code, 0, drift.text);
    const logs = await stowage(['logs', `${stack}-web`], { env });
    t.match(logs.stdout, /^one$/m, 'command and environment are the image’s');
    const built = await stowage(['exec', `${stack}-tool`, 'cat', '/tool'], { env });
    t.match(built.stdout, /^base$/m, `the other is built on what was pulled\n${built.text}`);

    const before = front.connections();
    await publish(`${stack}/web:1`, 'two');
    const afterPush = front.connections();
    t.ok(afterPush > before);
    await planIsEmpty('though the tag has moved');
    t.equal(front.connections(), afterPush, 'no registry was asked');

    front.shut(true);
    await planIsEmpty('without the registry');
    if (engine.fresh) {
      const elsewhere = await command(['plan'], engine.fresh);
      t.equal(elsewhere.code, 1, 'an engine that has nothing needs the registry');
      t.match(elsewhere.stderr, /error\[registry-failed\]/);
      t.match(elsewhere.stderr, /stowage\.lock|Is the registry/);
    }
    const noUpdate = await stowage(['update', '--directory', copy.directory], { env });
    t.equal(noUpdate.code, 1, noUpdate.text);
    t.match(noUpdate.stderr, /web:1 stays as it is/);
    front.shut(false);

    const update = (...words: readonly string[]) =>
      stowage(['update', ...words, '--directory', copy.directory], { env });
    const checked = await update('--check');
    t.equal(checked.code, 2, checked.text);
    t.equal(pins()[`${host}/${stack}/web:1`], first, '--check writes nothing');
    const updated = await update(`${host}/${stack}/web:1`);
    t.equal(updated.code, 0, updated.text);
    t.match(updated.stdout, /^moved \S+web:1 from sha256:[0-9a-f]{12} to sha256:[0-9a-f]{12}$/m);
    t.notMatch(updated.stdout, /base:1/, 'only what was named');
    const wrong = await update('wbe');
    t.equal(wrong.code, 64, wrong.text);

    const changed = await command(['plan', '--json', '--detailed-exitcode']);
    t.equal(changed.code, 2, changed.text);
    const verbs = elements(members(changed.stdout)['resource_changes']).map(({ address, verb }) =>
      [verb, address].map(text).join(' '),
    );
    t.same(verbs.sort(), [
      'keep container.tool',
      'keep image.tool',
      'keep network.default',
      `pull image.registry["${host}/${stack}/web:1"]`,
      'replace container.web',
    ]);
    const moved = await command(['apply', '--yes']);
    t.equal(moved.code, 0, moved.text);
    const newLogs = await stowage(['logs', `${stack}-web`], { env });
    t.match(newLogs.stdout, /^two$/m);
    await planIsEmpty('after the update');

    front.shut(true);
    const rolled = await stowage(['rollback', '1', copy.directory, '--yes'], { env });
    t.equal(rolled.code, 0, `the earlier image is still there to go back to\n${rolled.text}`);
    const oldLogs = await stowage(['logs', `${stack}-web`], { env });
    t.match(oldLogs.stdout, /^one$/m);
    front.shut(false);

    await imageVerbs(t, { host, stack, directory: copy.directory, env });

    copy.edit('main.stow', `${stack}/web:1`, `${stack}/web:nope`);
    const missing = await command(['apply', '--yes']);
    t.equal(missing.code, 1, missing.text);
    t.match(missing.stderr, /error\[image-missing\]/);
    copy.edit('main.stow', `${stack}/web:nope`, `${stack}/web:1`);
  } finally {
    front.shut(false);
    const destroyed = await command(['destroy', '--yes']);
    t.equal(destroyed.code, 0, destroyed.text);
    copy.remove();
  }
}

/** The verbs: an image of the stack is sent under another name, listed, fetched again. */
async function imageVerbs(
  t: Test,
  at: {
    readonly host: string;
    readonly stack: string;
    readonly directory: string;
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): Promise<void> {
  const { host, stack, directory, env } = at;
  const name = `${host}/${stack}/pushed:1`;
  const nameless = await stowage(['push', 'image.tool'], { env });
  t.equal(nameless.code, 64, nameless.text);
  const pushed = await stowage(['push', 'image.tool', name], { env });
  t.equal(pushed.code, 0, pushed.text);
  t.match(pushed.stdout, new RegExp(`^${name}@sha256:[0-9a-f]{64}\n$`));
  const pulled = await stowage(['pull', name], { env });
  t.equal(pulled.code, 0, pulled.text);
  t.equal(pulled.stdout, pushed.stdout, 'what is fetched is what was sent');
  const listed = await stowage(['images', '--json'], { env });
  const names = elements(listed.stdout).flatMap(({ references }) =>
    Array.isArray(references) ? references.map(String) : [],
  );
  t.ok(names.includes(name), listed.text);
  const all = await stowage(['pull'], { env, cwd: directory });
  t.equal(all.code, 0, all.text);
  t.match(
    all.stdout,
    /base:1@sha256:.*\n.*web:1@sha256:/,
    'those of the stack, as they are pinned',
  );
  const place = join(directory, 'login');
  const mine = { ...env, DOCKER_CONFIG: place };
  const { username, password } = registryUser;
  const login = (text: string) =>
    stowage(['login', host, '-u', username, '--password-stdin'], { env: mine, input: text });
  const wrong = await login('wr0ng\n');
  t.equal(wrong.code, 1, wrong.text);
  t.notMatch(wrong.text, /wr0ng/);
  t.equal((await stowage(['pull', name], { env: mine })).code, 1, 'not known yet');
  const right = await login(`${password}\n`);
  t.equal(right.code, 0, right.text);
  t.notMatch(right.text, password);
  t.equal((await stowage(['pull', name], { env: mine })).code, 0, 'known now');
  const out = await stowage(['logout', host], { env: mine });
  t.equal(out.code, 0, out.text);
  t.equal((await stowage(['pull', name], { env: mine })).code, 1, 'and forgotten');
}
