/*
 * What is said of an image that an engine cannot pull, on real engines that ask a registry which refuses, falls
 * silent, or lies: image, registry and cause in our words, and no credential. Nothing of the image is there
 * then; where the registry is well again, the next pull gets it.
 */
import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { EngineError, type EngineErrorCode } from '../../model/index.js';
import {
  digestOf,
  publish,
  startLying,
  type Lie,
  type Published,
} from '../../runtime/testing/index.js';
import {
  keepProgress,
  releases,
  startDockerd,
  startPodman,
  whyNoDockerd,
  whyNoPodman,
  type Daemon,
} from '../testing/index.js';
import { openDocker } from './index.js';

const directory = mkdtempSync(join(tmpdir(), 'stowage-registries-'));
t.teardown(() => rmSync(directory, { recursive: true, force: true }));

/** An image of one layer with one file. Each name has one of its own: engines fetch a layer for all who want it. */
function makeImage(name: string): Published {
  const script = 'cd "$0" && head -c 200000 /dev/zero > "$1" && tar --create --format=ustar "$1"';
  return publish(execFileSync('sh', ['-c', script, directory, name]));
}

const password = 'canary-password';
const basic = Buffer.from(`me:${password}`).toString('base64');

interface Row {
  readonly code?: EngineErrorCode;
  /** What is said after the name of the image. */
  readonly says: RegExp;
  readonly lie: (image: Published) => Lie;
}

const answers =
  (status: number, code: string, message: string) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errors: [{ code, message }] }));
  };

type Answer = (response: ServerResponse) => void;

const lieAbout =
  (isIt: (url: string) => boolean, answer: Answer): Lie =>
  ({ url = '' }, response) => {
    if (!isIt(url)) return false;
    answer(response);
    return true;
  };

/** A lie about one sort of thing. */
const about = (what: 'manifests' | 'blobs', answer: Answer) => (): Lie =>
  lieAbout((url) => url.includes(`/${what}/`), answer);

const aboutLayer =
  (answer: (bytes: Buffer) => Answer) =>
  ({ blobs, layer: { digest } }: Published): Lie =>
    lieAbout((url) => url.endsWith(digest), answer(blobs.get(digest) ?? Buffer.alloc(0)));

const sends =
  (manifest: string | Buffer): Answer =>
  (response) => {
    response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
    response.end(manifest);
  };

/** By repository. */
const rows: Readonly<Record<string, Row>> = {
  unauthorized: {
    says: /does not take the credentials that are noted for it$/,
    lie: about('manifests', (response) => {
      response.setHeader('www-authenticate', 'Basic realm="x"');
      answers(401, 'UNAUTHORIZED', `authentication required, not ${password}`)(response);
    }),
  },
  denied: {
    says: /does not let this user have it$/,
    lie: about('manifests', answers(403, 'DENIED', `access denied to ${password} ${basic}`)),
  },
  hurried: {
    says: /was asked too often/,
    // Podman tries again and again by itself, ever later, unless it is told when.
    lie: about('manifests', (response) => {
      response.setHeader('retry-after', '0');
      answers(429, 'TOOMANYREQUESTS', 'you have reached your limit')(response);
    }),
  },
  missing: {
    code: 'image-not-found',
    says: /has no such image$/,
    lie: about('manifests', answers(404, 'MANIFEST_UNKNOWN', 'manifest unknown')),
  },
  partial: {
    says: /lacks a part of the image$/,
    lie: about('blobs', answers(404, 'BLOB_UNKNOWN', 'blob unknown to registry')),
  },
  broken: {
    says: /is in trouble, and answers with 500$/,
    lie: about('manifests', answers(500, 'UNKNOWN', 'out of order')),
  },
  overloaded: {
    says: /is in trouble, and answers with 503$/,
    lie: about('blobs', (response) => void response.writeHead(503).end('<html>busy</html>')),
  },
  'lying-manifest': {
    says: /sent something that is not what its digest says$/,
    lie: ({ manifest }) =>
      lieAbout((url) => url.includes('/manifests/'), sends(` ${manifest.toString()}`)),
  },
  'lying-layer': {
    says: /sent something that is not what its digest says$/,
    lie: aboutLayer(
      ({ length }) =>
        (response) =>
          void response.end(Buffer.alloc(length, 'x')),
    ),
  },
  cut: {
    says: /the answer of the registry \S+ broke off$/,
    lie: aboutLayer((bytes) => (response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 1000), () => response.destroy());
    }),
  },
  'no-archive': {
    says: /cannot be unpacked/,
    lie: () => () => false,
  },
};

const images = new Map(
  [...Object.keys(rows), 'silent', 'open'].map((name) => [
    name,
    name === 'no-archive' ? publish(Buffer.alloc(1000, 'no archive ')) : makeImage(name),
  ]),
);
const imageOf = (name: string): Published => {
  const image = images.get(name);
  if (!image) throw new Error(`no image ${name}`);
  return image;
};
const blobs = new Map([...images.values()].flatMap((image) => [...image.blobs]));

const repositoryOf = (url: string | undefined): string =>
  /^\/v2\/([^/]+)\//.exec(url ?? '')?.[1] ?? '';

const hosts: Record<string, { readonly auth: string }> = {};
process.env['DOCKER_CONFIG'] = directory;

function noteCredentials(host: string): void {
  hosts[host] = { auth: basic };
  writeFileSync(join(directory, 'config.json'), JSON.stringify({ auths: hosts }));
}

async function weather(
  t: Test,
  start: (registries: readonly string[]) => Promise<Daemon>,
): Promise<void> {
  const healed = new Set<string>();
  const silent = new EventEmitter();
  const registry = await startLying({ blobs, manifest: Buffer.alloc(0) }, (request, response) => {
    if (request.headers.authorization !== `Basic ${basic}`) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    }
    const repository = repositoryOf(request.url);
    const image = images.get(repository);
    if (!image) return false;
    if (repository === 'silent' && request.url?.includes('/blobs/') === true) {
      silent.emit('asked');
      return true;
    }
    if (!healed.has(repository) && rows[repository]?.lie(image)(request, response)) return true;
    if (request.url?.includes('/manifests/') !== true) return false;
    sends(image.manifest)(response);
    return true;
  });
  const { host } = registry;
  const nobody = '127.0.0.1:1';
  // The same registry under a name for which nothing is noted.
  const unknown = `localhost:${registry.port}`;
  const daemon = await start([host, unknown, nobody]);
  noteCredentials(host);
  t.teardown(async () => {
    await daemon.stop();
    await registry.stop();
  });
  await daemon.bringIn(registry.port);
  const engine = await openDocker({ address: daemon.address }).engine();
  t.teardown(() => engine.close());
  const pull = (reference: string, progress = keepProgress()) =>
    engine.perform({ op: 'pull-image', reference }, directory, progress);
  const failureOf = async (reference: string, progress = keepProgress()): Promise<EngineError> => {
    const error: unknown = await pull(reference, progress).then(
      () => new Error(`${reference} was pulled`),
      (cause: unknown) => cause,
    );
    if (!(error instanceof EngineError)) throw error;
    const text = [error.message, ...error.lines, error.hint ?? ''].join('\n');
    for (const secret of [password, basic]) t.notOk(text.includes(secret), text);
    t.notOk(await engine.findImage(reference), 'nothing of it is there');
    return error;
  };
  const nameOf = (repository: string): string =>
    `${host}/${repository}:1@${digestOf(imageOf(repository).manifest)}`;

  await t.test('nobody listens, or the engine is to trust nobody', async (t) => {
    const error = await failureOf(nameOf('open').replace(host, nobody));
    t.equal(error.code, 'registry');
    t.match(
      error.message,
      /^cannot pull 127\.0\.0\.1:1\/open.*: nobody answers at the registry 127\.0\.0\.1:1$/,
    );
    t.match(error.lines.join('\n'), /connection refused/, 'with the words of the engine');
  });

  await t.test('a registry that falls silent is left when somebody interrupts', async (t) => {
    const progress = keepProgress();
    const asked = once(silent, 'asked');
    const failed = failureOf(nameOf('silent'), progress);
    await asked;
    progress.stop();
    t.equal((await failed).code, 'interrupted');
  });

  await t.test('a registry that falls silent is given up after a while', async (t) => {
    process.env['STOWAGE_REGISTRY_SILENCE'] = '3';
    t.teardown(() => delete process.env['STOWAGE_REGISTRY_SILENCE']);
    const error = await failureOf(nameOf('silent'));
    t.equal(error.code, 'registry');
    t.match(error.message, /^cannot pull \S+\/silent:1@\S+: nothing has come of it for 3 seconds$/);
    t.match(error.hint, /STOWAGE_REGISTRY_SILENCE/);
  });

  await t.test('each way to fail, all at once', async (t) => {
    const tried = Object.entries(rows);
    await Promise.all(
      tried.map(async ([repository, { code = 'registry', says }]) => {
        const error = await failureOf(nameOf(repository));
        const told = [error.message, ...error.lines].join('\n  | ');
        t.equal(error.code, code, `${repository}: ${told}`);
        t.match(
          error.message,
          new RegExp(`^cannot pull ${host}/${repository}:1@\\S*: `),
          repository,
        );
        t.match(error.message, says, repository);
        t.ok(error.message.includes(`the registry ${host}`), repository);
      }),
    );
    const curable = tried.map(([repository]) => repository).filter((name) => name !== 'no-archive');
    for (const repository of curable) healed.add(repository);
    await Promise.all(curable.map((repository) => pull(nameOf(repository))));
    for (const repository of curable) {
      t.ok(await engine.findImage(nameOf(repository)), `${repository} is there when it is well`);
    }
  });

  await t.test('without credentials', async (t) => {
    const error = await failureOf(nameOf('open').replace(host, unknown));
    t.match(error.message, /the registry \S+ wants credentials$/, error.lines.join('\n'));
  });
}

// They wait for their own pauses more than for anything else.
t.jobs = 4;
for (const release of releases) {
  const later = release === 'newer' ? ', a later release' : '';
  const docker = whyNoDockerd(release) ?? false;
  t.test(`Docker${later}`, { skip: docker, buffered: true }, (t) =>
    weather(t, () => startDockerd(release)),
  );
  const podman = whyNoPodman(release) ?? false;
  t.test(`Podman${later}`, { skip: podman, buffered: true }, (t) =>
    weather(t, (registries) => startPodman(release, registries)),
  );
}
