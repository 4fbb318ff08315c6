/* The client of registries against ones that lie, break off, ask for credentials, and send elsewhere. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseImageName, type ImageName } from '../../model/index.js';
import t, { type Test } from 'tap';
import {
  downloadBlob,
  openConnection,
  readRemoteImage,
  RegistryError,
  type Connection,
  type ConnectionOptions,
} from './index.js';
import {
  digestOf,
  publish,
  startLying,
  type Lie,
  type LyingRegistry,
  type Published,
} from './lying-registry-fixture.js';

const base = mkdtempSync(join(tmpdir(), 'stowage-registry-client-'));
t.teardown(() => rmSync(base, { recursive: true, force: true }));
const nobody = { HOME: join(base, 'nobody'), PATH: process.env['PATH'] };
const quick: ConnectionOptions = { environment: nobody, pause: 5, idle: 2000 };
const platform = { os: 'linux', architecture: 'amd64' } as const;

const layer = Buffer.alloc(300_000, 'layer ');
const image = publish(layer);

let files = 0;
const newPath = (): string => join(base, `blob-${(files += 1)}`);

async function lying(t: Test, lie?: Lie, published: Published = image): Promise<LyingRegistry> {
  const registry = await startLying(published, lie);
  t.teardown(() => registry.stop());
  return registry;
}

const nameAt = ({ host }: { readonly host: string }, rest = 'team/app:1'): ImageName => {
  const name = parseImageName(`${host}/${rest}`);
  if (!name) throw new Error(`no name: ${host}/${rest}`);
  return name;
};

const open = ({ host }: LyingRegistry, more: Partial<ConnectionOptions> = {}): Connection =>
  openConnection(host, { ...quick, ...more });

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

t.test('an image is read through tag, manifest and config', async (t) => {
  const registry = await lying(t);
  const remote = await readRemoteImage(open(registry), nameAt(registry), platform);
  t.equal(remote.digest, digestOf(image.manifest));
  t.same(remote.config.rootfs.diff_ids, [digestOf(layer)]);
});

t.test('documents that are not what their digest says are refused', async (t) => {
  const changed = Buffer.from(
    image.manifest.toString().replace('"schemaVersion":2', '"schemaVersion":3'),
  );
  const registry = await lying(t, undefined, { ...image, manifest: changed });
  const asked = nameAt(registry, `team/app@${digestOf(image.manifest)}`);
  const error = await errorOf(readRemoteImage(open(registry), asked, platform));
  t.equal(error.kind, 'content');
  t.match(error.message, digestOf(changed));

  const header = await lying(t, (request, response) => {
    response.setHeader('docker-content-digest', digestOf('something else'));
    return request.url === undefined;
  });
  t.equal((await errorOf(readRemoteImage(open(header), nameAt(header), platform))).kind, 'content');

  const config = await lying(t, (request, response) => {
    if (request.url?.includes('/blobs/') !== true) return false;
    response.end('{}');
    return true;
  });
  t.equal((await errorOf(readRemoteImage(open(config), nameAt(config), platform))).kind, 'content');

  for (const [what, text] of [
    ['no JSON', 'sorry'],
    ['no manifest', '{"layers":1}'],
    ['too much', `"${'x'.repeat(5 << 20)}"`],
  ] as const) {
    const odd = await lying(t, undefined, { ...image, manifest: Buffer.from(text) });
    const { kind } = await errorOf(readRemoteImage(open(odd), nameAt(odd), platform));
    t.equal(kind, 'content', what);
  }
});

t.test('an image for another platform is told apart', async (t) => {
  const other = publish(layer, { architecture: 'riscv64' });
  const registry = await lying(t, undefined, other);
  const error = await errorOf(readRemoteImage(open(registry), nameAt(registry), platform));
  t.equal(error.kind, 'other-platform');
  t.match(error.hint, /linux\/riscv64/);
});

t.test('blobs', async (t) => {
  const fetch = (registry: LyingRegistry, path: string, more: Partial<ConnectionOptions> = {}) =>
    downloadBlob(open(registry, more), { repository: 'team/app', blob: image.layer, path });
  const blobLie =
    (answer: (response: ServerResponse, range: string | undefined) => void): Lie =>
    (request, response) => {
      if (request.url?.includes('/blobs/') !== true) return false;
      answer(response, request.headers.range);
      return true;
    };

  t.test('come whole', async (t) => {
    const registry = await lying(t);
    const path = newPath();
    await fetch(registry, path);
    t.ok(readFileSync(path).equals(layer));
    await t.rejects(
      fetch(registry, path),
      { code: 'EEXIST' },
      'a file that is there is not written over',
    );
  });

  t.test('of another content leave nothing', async (t) => {
    for (const [what, body] of [
      ['other bytes', Buffer.alloc(layer.length, 'other ')],
      ['fewer', layer.subarray(0, 1000)],
      ['more', Buffer.concat([layer, Buffer.from('x')])],
      ['none', Buffer.alloc(0)],
    ] as const) {
      const registry = await lying(
        t,
        blobLie((response) => void response.end(body)),
      );
      const path = newPath();
      t.equal((await errorOf(fetch(registry, path))).kind, 'content', what);
      t.notOk(existsSync(path), what);
      t.equal(
        registry.asked.filter(({ path }) => path.includes('/blobs/')).length,
        1,
        `${what}: once`,
      );
    }
  });

  t.test('without an end are cut off at their size', async (t) => {
    let sent = 0;
    const registry = await lying(
      t,
      blobLie((response) => {
        const more = (): void => {
          sent += 65_536;
          if (response.write(Buffer.alloc(65_536))) setImmediate(more);
          else response.once('drain', more);
        };
        more();
      }),
    );
    const path = newPath();
    t.equal((await errorOf(fetch(registry, path))).kind, 'content');
    t.notOk(existsSync(path));
    t.ok(sent < 50 << 20, `${sent} bytes were sent`);
  });

  t.test('are gone on with where a connection broke', async (t) => {
    let broken = 0;
    const registry = await lying(
      t,
      blobLie((response, range) => {
        const from = Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
        const rest = layer.subarray(from);
        response.writeHead(range === undefined ? 200 : 206, {
          'content-length': rest.length,
          ...(range !== undefined && {
            'content-range': `bytes ${from}-${layer.length - 1}/${layer.length}`,
          }),
        });
        if (broken === 3) return void response.end(rest);
        broken += 1;
        response.write(rest.subarray(0, 80_000), () => setTimeout(() => response.destroy(), 20));
      }),
    );
    const path = newPath();
    await fetch(registry, path);
    t.ok(readFileSync(path).equals(layer));
    const ranges = registry.asked
      .filter(({ path }) => path.includes('/blobs/'))
      .map(({ range }) => range);
    t.equal(ranges.length, 4);
    t.equal(ranges[0], undefined);
    t.match(ranges[3], /^bytes=[1-9]\d+-299999$/);
  });

  t.test('begin again where a registry cannot go on', async (t) => {
    let broken = false;
    const registry = await lying(
      t,
      blobLie((response) => {
        response.writeHead(200, { 'content-length': layer.length });
        if (broken) return void response.end(layer);
        broken = true;
        response.write(layer.subarray(0, 80_000), () => setTimeout(() => response.destroy(), 20));
      }),
    );
    const path = newPath();
    await fetch(registry, path);
    t.ok(readFileSync(path).equals(layer));
  });

  t.test('of a registry that falls silent are given up', async (t) => {
    const registry = await lying(
      t,
      blobLie((response) => {
        response.writeHead(200, { 'content-length': layer.length });
        response.write('x');
      }),
    );
    const path = newPath();
    const error = await errorOf(fetch(registry, path, { idle: 150 }));
    t.equal(error.kind, 'unreachable');
    t.match(error.message, /no answer for 0.15 seconds/);
    t.notOk(existsSync(path));
  });

  t.test('are stopped by a signal', async (t) => {
    const stop = new AbortController();
    const registry = await lying(
      t,
      blobLie((response) => {
        response.writeHead(200, { 'content-length': layer.length });
        response.write(layer.subarray(0, 10), () => setTimeout(() => stop.abort(), 20));
      }),
    );
    const path = newPath();
    const { kind } = await errorOf(fetch(registry, path, { signal: stop.signal }));
    t.equal(kind, 'interrupted');
    t.notOk(existsSync(path));
  });
});

t.test('what is safe to repeat is repeated, for a while', async (t) => {
  let left = 2;
  const registry = await lying(t, (request, response) => {
    if (request.url?.includes('/manifests/') !== true || left === 0) return false;
    left -= 1;
    response.writeHead(left === 1 ? 503 : 429, { 'retry-after': '0' }).end();
    return true;
  });
  const remote = await readRemoteImage(open(registry), nameAt(registry), platform);
  t.equal(remote.digest, digestOf(image.manifest));

  const down = await lying(t, (_, response) => {
    response.writeHead(500).end('{"errors":[{"code":"UNKNOWN","message":"out of order"}]}');
    return true;
  });
  const error = await errorOf(readRemoteImage(open(down), nameAt(down), platform));
  t.equal(error.kind, 'refused');
  t.match(error.message, /answers with 500 \(out of order\)/);

  const gone = await startLying(image);
  await gone.stop();
  const none = await errorOf(readRemoteImage(open(gone), nameAt(gone), platform));
  t.equal(none.kind, 'unreachable');
  t.match(none.message, /ECONNREFUSED/);

  const empty = await lying(t, (_, response) => {
    response.writeHead(404).end();
    return true;
  });
  const missing = await errorOf(readRemoteImage(open(empty), nameAt(empty), platform));
  t.equal(missing.kind, 'not-found');
  t.match(missing.message, /has no .*team\/app:1/);
});

t.test('a registry that says nothing is asked twice', async (t) => {
  const registry = await lying(t, (request) => request.url?.includes('/manifests/') === true);
  const silent = open(registry, { idle: 150 });
  const error = await errorOf(readRemoteImage(silent, nameAt(registry), platform));
  t.equal(error.kind, 'unreachable');
  t.match(error.message, /no answer for 0.15 seconds/);
  t.equal(registry.asked.filter(({ path }) => path.includes('/manifests/')).length, 2);
});

t.test('what a registry says back of credentials is not repeated', async (t) => {
  for (const status of [403, 500]) {
    const registry = await lying(t, ({ url = '', headers: { authorization } }, response) => {
      if (url === '/v2/') return false;
      if (authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
        return true;
      }
      const basic = authorization.replace('Basic ', '');
      const message = `not for me, hunter2, ${basic}`;
      response.writeHead(status).end(JSON.stringify({ errors: [{ code: 'X', message }] }));
      return true;
    });
    const environment = environmentWith({ auths: { [registry.host]: authOf('me', 'hunter2') } });
    const { message } = await errorOf(
      readRemoteImage(open(registry, { environment }), nameAt(registry), platform),
    );
    t.match(message, new RegExp(`answers with ${status} \\(not for me, …, …\\)`));
  }
});

t.test('credentials go to their own registry alone', async (t) => {
  t.test('not along a redirect to another host', async (t) => {
    const elsewhere = await lying(t);
    const registry = await lying(t, (request, response) => {
      const { authorization } = request.headers;
      if (authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
        return true;
      }
      if (request.url?.includes('/blobs/') !== true) return false;
      response.writeHead(307, { location: `http://${elsewhere.host}${request.url}` }).end();
      return true;
    });
    const environment = environmentWith({ auths: { [registry.host]: authOf('me', 'secret') } });
    const path = newPath();
    const connection = open(registry, { environment });
    await downloadBlob(connection, { repository: 'team/app', blob: image.layer, path });
    t.ok(readFileSync(path).equals(layer));
    t.ok(registry.asked.some(({ authorization }) => authorization?.startsWith('Basic ') === true));
    t.ok(elsewhere.asked.length > 0, 'the redirect was followed');
    t.same(
      elsewhere.asked.filter(({ authorization }) => authorization !== undefined),
      [],
    );
  });

  t.test('not to a token service of another host', async (t) => {
    const tokens = await lying(t, (_, response) => {
      response.end('{"token":"public"}');
      return true;
    });
    const registry = await lying(t, (request, response) => {
      if (request.headers.authorization === 'Bearer public') return false;
      const realm = `http://localhost:${tokens.port}/token`;
      const wanted = `Bearer realm="${realm}",service="s",scope="repository:team/app:pull"`;
      response.writeHead(401, { 'www-authenticate': wanted }).end();
      return true;
    });
    const environment = environmentWith({ auths: { [registry.host]: authOf('me', 'secret') } });
    await readRemoteImage(open(registry, { environment }), nameAt(registry), platform);
    t.equal(tokens.asked.length, 1, 'the token is kept');
    t.equal(tokens.asked[0]?.authorization, undefined);
    t.match(tokens.asked[0]?.path, /service=s&scope=repository%3Ateam%2Fapp%3Apull/);
  });

  t.test('to a token service of the same host', async (t) => {
    let port = 0;
    const registry = await lying(t, (request, response) => {
      const { authorization } = request.headers;
      if (request.url?.startsWith('/token') === true) {
        const known = authorization === `Basic ${authOf('me', 'secret').auth}`;
        response.writeHead(known ? 200 : 401).end('{"access_token":"mine","expires_in":300}');
        return true;
      }
      if (authorization === 'Bearer mine') return false;
      const realm = `Bearer realm="http://127.0.0.1:${port}/token"`;
      response.writeHead(401, { 'www-authenticate': realm }).end();
      return true;
    });
    ({ port } = registry);
    const right = environmentWith({
      auths: { [`http://${registry.host}/v1/`]: authOf('me', 'secret') },
    });
    await readRemoteImage(open(registry, { environment: right }), nameAt(registry), platform);
    t.ok(registry.asked.some(({ authorization }) => authorization === 'Bearer mine'));
    const wrong = environmentWith({ auths: { [registry.host]: authOf('me', 'wrong') } });
    const error = await errorOf(
      readRemoteImage(open(registry, { environment: wrong }), nameAt(registry), platform),
    );
    t.equal(error.kind, 'unauthorized');
    t.notMatch(error.message + (error.hint ?? ''), /wrong/);
  });

  t.test('not to a registry that stands in for it', async (t) => {
    const mirror = await lying(t, (request, response) => {
      if (request.headers.authorization !== undefined) return false;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    });
    const environment = environmentWith(
      { auths: { 'registry.example.org': authOf('me', 'secret') } },
      { STOWAGE_REGISTRY_MIRRORS: `registry.example.org=${mirror.host}` },
    );
    const connection = openConnection('registry.example.org', { ...quick, environment });
    const name = nameAt({ host: 'registry.example.org' });
    t.equal((await errorOf(readRemoteImage(connection, name, platform))).kind, 'unauthorized');
    t.same(
      mirror.asked.filter(({ authorization }) => authorization !== undefined),
      [],
    );
  });

  t.test('wrong ones are told without being shown', async (t) => {
    const registry = await lying(t, (_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    });
    const environment = environmentWith({ auths: { [registry.host]: authOf('me', 'hunter2') } });
    const error = await errorOf(
      readRemoteImage(open(registry, { environment }), nameAt(registry), platform),
    );
    t.equal(error.kind, 'unauthorized');
    t.match(error.message, /does not take the credentials of "me"/);
    t.notMatch(error.message, /hunter2/);
    t.ok(registry.asked.length < 6, 'it is not asked again and again');
  });
});

t.test('plain HTTP is for loopback and for what is named', async (t) => {
  const registry = await lying(t);
  // A name that leads here and says nothing of loopback.
  const host = `stowage-test.invalid:${registry.port}`;
  const options = {
    ...quick,
    environment: { ...nobody, STOWAGE_REGISTRY_MIRRORS: `${host}=0.0.0.0:${registry.port}` },
  };
  const name = nameAt({ host });
  const error = await errorOf(readRemoteImage(openConnection(host, options), name, platform));
  t.equal(error.kind, 'unreachable', 'TLS is spoken, which nobody there understands');
  const environment = {
    ...options.environment,
    STOWAGE_INSECURE_REGISTRIES: `0.0.0.0:${registry.port}`,
  };
  const trusted = openConnection(host, { ...options, environment });
  t.equal((await readRemoteImage(trusted, name, platform)).digest, digestOf(image.manifest));

  const redirecting = await lying(t, (request, response) => {
    if (request.url?.includes('/manifests/') !== true) return false;
    response.writeHead(302, { location: `http://0.0.0.0:${registry.port}${request.url}` }).end();
    return true;
  });
  const refused = await errorOf(readRemoteImage(open(redirecting), nameAt(redirecting), platform));
  t.match(refused.message, /redirects to 0\.0\.0\.0:\d+ without TLS/);
});
