/* Names of images, and credentials where docker keeps them. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDigest, formatImageName, parseImageName } from '../../model/index.js';
import t from 'tap';
import { findCredentials, logIn, logOut, RegistryError } from './index.js';
import { digestOf, publish, startLying } from './lying-registry-fixture.js';

const base = mkdtempSync(join(tmpdir(), 'stowage-credentials-'));
t.teardown(() => rmSync(base, { recursive: true, force: true }));
const nobody = { HOME: join(base, 'nobody'), PATH: process.env['PATH'] };

async function errorOf(attempt: Promise<unknown>): Promise<RegistryError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RegistryError) return error;
  throw new Error('it did not fail as it should', { cause: error });
}

/** Keeps an environment with credentials in docker's file. */
function environmentWith(
  config: object,
  more: object = {},
): Readonly<Record<string, string | undefined>> {
  const directory = mkdtempSync(join(base, 'docker-'));
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  return { ...nobody, DOCKER_CONFIG: directory, ...more };
}

const authOf = (user: string, password: string): { auth: string } => ({
  auth: Buffer.from(`${user}:${password}`).toString('base64'),
});

t.test('names are read by the rules of the field', async (t) => {
  const digest = digestOf('x');
  const read = [
    ['nginx', 'docker.io', 'library/nginx', 'latest', 'nginx:latest'],
    ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', 'nginx:1.27'],
    ['team/app', 'docker.io', 'team/app', 'latest', 'team/app:latest'],
    ['index.docker.io/nginx', 'docker.io', 'library/nginx', 'latest', 'nginx:latest'],
    ['docker.io/library/team/app:1', 'docker.io', 'library/team/app', '1', 'library/team/app:1'],
    ['localhost/app', 'localhost', 'app', 'latest', 'localhost/app:latest'],
    ['127.0.0.1:5000/a/b:2', '127.0.0.1:5000', 'a/b', '2', '127.0.0.1:5000/a/b:2'],
    ['[::1]:5000/a', '[::1]:5000', 'a', 'latest', '[::1]:5000/a:latest'],
    ['example.org/a__b.c-d', 'example.org', 'a__b.c-d', 'latest', 'example.org/a__b.c-d:latest'],
    [`nginx@${digest}`, 'docker.io', 'library/nginx', undefined, `nginx@${digest}`],
    [`nginx:1@${digest}`, 'docker.io', 'library/nginx', '1', `nginx:1@${digest}`],
  ] as const;
  for (const [text, host, repository, tag, familiar] of read) {
    const name = parseImageName(text);
    t.match(name, { host, repository }, text);
    t.equal(name?.tag, tag, text);
    t.equal(name && formatImageName(name), familiar, text);
  }
  const pinned = parseImageName(`nginx:1@${digest}`);
  t.equal(pinned && formatDigest(pinned), `nginx@${digest}`);
  const refused = ['', 'Nginx', 'a//b', 'a/', '/a', 'a:', 'a:b:c', 'a@sha256:12', 'a@md5:1', 'a b'];
  for (const text of [...refused, '-a', 'a_', 'e'.repeat(64), 'ex/'.repeat(90) + 'a', 'a:.x']) {
    t.equal(parseImageName(text), undefined, text);
  }
});

t.test('credentials are found where docker keeps them', async (t) => {
  const host = 'registry.example.org';
  const find = (config: object, more: object = {}) =>
    findCredentials(host, environmentWith(config, more));
  t.same(await find({}), undefined);
  t.same(await findCredentials(host, nobody), undefined, 'no file');
  t.match(await find({ auths: { [host]: authOf('a', 'b:c') } }), {
    username: 'a',
    password: 'b:c',
  });
  t.match(await find({ auths: { [`https://${host}/v2/`]: authOf('a', 'b') } }), { username: 'a' });
  t.match(await find({ auths: { [host]: { identitytoken: 'tok' } } }), { identityToken: 'tok' });
  t.same(await find({ auths: { 'other.example.org': authOf('a', 'b') } }), undefined);

  const bin = join(base, 'bin');
  mkdirSync(bin);
  const helper = join(bin, 'docker-credential-test');
  writeFileSync(
    helper,
    `#!/bin/sh
read -r key
case "$1 $key" in
  "get ${host}") echo '{"ServerURL":"x","Username":"kept","Secret":"s3cret"}' ;;
  "get silent.example.org") echo 'credentials not found in native keychain'; exit 1 ;;
  *) echo 's3cret leaked' >&2; exit 2 ;;
esac
`,
  );
  chmodSync(helper, 0o755);
  const path = { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  t.match(await find({ credsStore: 'test' }, path), { username: 'kept', password: 's3cret' });
  t.match(await find({ credHelpers: { [host]: 'test' } }, path), { username: 'kept' });
  const silent = environmentWith({ credsStore: 'test' }, path);
  t.equal(await findCredentials('silent.example.org', silent), undefined);
  const failing = await errorOf(findCredentials('broken.example.org', silent));
  t.equal(failing.kind, 'credentials');
  t.notMatch(failing.message, /s3cret/);
  t.match(
    (await errorOf(find({ credsStore: 'absent' }))).message,
    /docker-credential-absent is not installed/,
  );
  t.match((await errorOf(find({ credsStore: '../evil' }))).message, /no name of a helper/);
  const broken = environmentWith({});
  writeFileSync(join(broken['DOCKER_CONFIG'] ?? '', 'config.json'), '{"auths": "hunter2');
  const damaged = await errorOf(findCredentials(host, broken));
  t.equal(damaged.kind, 'credentials');
  t.notMatch(damaged.message, /hunter2/);
});

t.test('a login is tried, and kept where docker keeps it', async (t) => {
  const right = `Basic ${authOf('me', 's3cret').auth}`;
  const registry = await startLying(publish(Buffer.from('x')), (request, response) => {
    if (request.headers.authorization === right) return false;
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    return true;
  });
  t.teardown(() => registry.stop());
  const { host } = registry;
  const me = { username: 'me', password: 's3cret' };
  const other = { 'other.example.org': authOf('a', 'b') };
  const environment = environmentWith({ auths: other, psFormat: 'table' });
  const path = join(environment['DOCKER_CONFIG'] ?? '', 'config.json');
  const before = readFileSync(path, 'utf8');
  const wrong = await errorOf(logIn(host, { ...me, password: 'wr0ng' }, { environment, pause: 5 }));
  t.equal(wrong.kind, 'unauthorized');
  t.notMatch(wrong.message, /wr0ng/);
  t.equal(readFileSync(path, 'utf8'), before, 'what is refused is not kept');

  t.equal(await logIn(host, me, { environment }), path);
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.match(await findCredentials(host, environment), me);
  const written: unknown = JSON.parse(readFileSync(path, 'utf8'));
  t.match(written, { psFormat: 'table', auths: other }, 'all else stays');
  t.equal(await logOut(host, environment), true);
  t.equal(await logOut(host, environment), false);
  t.equal(await findCredentials(host, environment), undefined);
  const left: unknown = JSON.parse(readFileSync(path, 'utf8'));
  t.same(left, { auths: other, psFormat: 'table' });

  t.test('where there was no file, and through a link', async (t) => {
    const fresh = { ...nobody, DOCKER_CONFIG: join(base, 'new', 'docker') };
    await logIn(host, me, { environment: fresh });
    t.match(await findCredentials(host, fresh), me);
    const linked = { ...nobody, DOCKER_CONFIG: join(base, 'linked') };
    mkdirSync(linked.DOCKER_CONFIG);
    symlinkSync(
      join(fresh.DOCKER_CONFIG, 'config.json'),
      join(linked.DOCKER_CONFIG, 'config.json'),
    );
    t.equal(await logOut(host, linked), true);
    t.equal(await findCredentials(host, fresh), undefined, 'the file behind the link is changed');
  });

  t.test('in the keeper that the settings name', async (t) => {
    const bin = join(base, 'keeper');
    mkdirSync(bin);
    const kept = join(bin, 'kept');
    const script = `#!/bin/sh
case "$1" in
  store) cat > ${kept} ;;
  get) test -f ${kept} && cat ${kept} || { echo 'credentials not found in native keychain'; exit 1; } ;;
  erase) rm ${kept} ;;
esac
`;
    writeFileSync(join(bin, 'docker-credential-keeper'), script, { mode: 0o755 });
    const keeping = environmentWith(
      { credsStore: 'keeper' },
      { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    );
    t.equal(await logIn(host, me, { environment: keeping }), 'docker-credential-keeper');
    t.match(await findCredentials(host, keeping), me);
    const file = readFileSync(join(keeping['DOCKER_CONFIG'] ?? '', 'config.json'), 'utf8');
    t.notMatch(file, authOf('me', 's3cret').auth, 'nothing of it is in the file');
    t.equal(await logOut(host, keeping), true);
    t.notOk(existsSync(kept));
    t.equal(await logOut(host, keeping), false);
  });
});
