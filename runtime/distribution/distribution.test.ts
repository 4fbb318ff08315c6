/* Images from our store through a real registry into another store, and what other tools make of them. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatImageName, parseImageName, type ImageName } from '../../model/index.js';
import t from 'tap';
import {
  build,
  busybox,
  closeTestStack,
  copy,
  imageOf,
  newStore,
  run,
  testBase,
  withRoot,
} from '../build/test-stack-fixture.js';
import { exportLayout, findImage, isComplete, listImages, type Image } from '../images/index.js';
import { findExecutable } from '../parts/index.js';
import { openConnection, readRemoteImage, RegistryError, remoteDigest } from '../registry/index.js';
import { publish, startLying } from '../registry/lying-registry-fixture.js';
import {
  cannotRunContainers,
  registryUser,
  startRegistry,
  whyNoRegistry,
} from '../testing/index.js';
import { ownPlatform } from '../oci-image/index.js';
import { pullImage, pushImage } from './index.js';

const tools = ['skopeo', 'zstd'].find((tool) => findExecutable(tool) === undefined);
const absent = tools === undefined ? undefined : `${tools} is not installed`;
const skip = cannotRunContainers() ?? whyNoRegistry() ?? absent ?? false;
t.teardown(closeTestStack);
const command = promisify(execFile);

const environment = { PATH: process.env['PATH'], HOME: join(testBase, 'nobody') };
const options = { environment, pause: 10 };

function nameOf(text: string): ImageName {
  const name = parseImageName(text);
  if (!name) throw new Error(`no name: ${text}`);
  return name;
}

async function pinned(text: string): Promise<ImageName & { readonly digest: string }> {
  const name = nameOf(text);
  return { ...name, digest: await remoteDigest(openConnection(name.host, options), name) };
}

async function errorOf(attempt: Promise<unknown>): Promise<RegistryError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RegistryError) return error;
  throw new Error('it did not fail as it should', { cause: error });
}

t.test('images and a real registry', { skip }, async (t) => {
  const registry = await startRegistry();
  t.teardown(() => registry.stop());
  const { host } = registry;
  const ours = await newStore();
  const image = await build(
    ours,
    imageOf([...busybox, copy('app', '/srv'), run('chmod 4755 /srv/main.txt')], {
      env: { MODE: 'test' },
      command: ['/bin/sh'],
      labels: { by: 'tests' },
    }),
  );
  const digest = await pushImage(ours, image, nameOf(`${host}/team/app:1`), options);

  t.test('what is pushed is what is pulled', async (t) => {
    const theirs = await newStore();
    const name = await pinned(`${host}/team/app:1`);
    t.equal(name.digest, digest);
    const lines: string[] = [];
    const pulled = await pullImage(theirs, name, {
      ...options,
      report: (line) => lines.push(line),
    });
    t.equal(pulled.id, image.id);
    t.same(pulled.diffIds, image.diffIds);
    t.same(pulled.config, image.config);
    t.same(pulled.references, [`${host}/team/app:1`, `${host}/team/app:1@${digest}`]);
    t.match(lines[0], /^4 layers to fetch$/);
    t.match(lines.at(-1), /^fetched ([\d.]+ MB) of \1$/);
    const main = await withRoot(theirs, pulled, (root) =>
      readFileSync(join(root, 'srv/main.txt'), 'utf8'),
    );
    t.equal(main, 'main');
  });

  t.test('what is there is not sent or fetched again', async (t) => {
    const lines: string[] = [];
    const report = (line: string): void => void lines.push(line);
    await pushImage(ours, image, nameOf(`${host}/team/app:2`), { ...options, report });
    t.equal(lines.filter((line) => line.endsWith('is there already')).length, 4, lines.join('\n'));

    const theirs = await newStore();
    const first = await pullImage(theirs, await pinned(`${host}/team/app:1`), options);
    lines.length = 0;
    await pushImage(theirs, first, nameOf(`${host}/other/copy:1`), { ...options, report });
    t.equal(lines.filter((line) => /another repository$/.test(line)).length, 4, lines.join('\n'));

    const more = await build(
      ours,
      imageOf([
        ...busybox,
        copy('app', '/srv'),
        run('chmod 4755 /srv/main.txt'),
        run('echo more > /more'),
      ]),
    );
    await pushImage(ours, more, nameOf(`${host}/team/app:more`), options);
    lines.length = 0;
    await pullImage(theirs, await pinned(`${host}/team/app:more`), { ...options, report });
    t.equal(lines[0], '1 layers to fetch, 4 are here');

    const same = await pinned(`${host}/team/app:1`);
    await pullImage(theirs, { ...same, host: '127.0.0.1:1' }, options).then(
      () => t.fail('another registry is another name'),
      (error: unknown) => t.ok(error instanceof RegistryError),
    );
    lines.length = 0;
    await pullImage(theirs, same, { ...options, report });
    t.same(lines, [], 'nothing is asked');
  });

  t.test('two processes that pull the same do it once', async (t) => {
    const theirs = await newStore();
    const name = await pinned(`${host}/team/app:more`);
    const lines: string[] = [];
    const report = (line: string): void => void lines.push(line);
    const both = await Promise.all(
      [1, 2].map(() => pullImage(theirs, name, { ...options, report })),
    );
    t.equal(both[0]?.id, both[1]?.id);
    t.equal(lines.filter((line) => line.includes('to fetch')).length, 1);
  });

  t.test('other tools read what we push, and we what they do', async (t) => {
    const { stdout } = await command('skopeo', [
      'inspect',
      '--tls-verify=false',
      `docker://${host}/team/app:1`,
    ]);
    const seen: unknown = JSON.parse(stdout);
    t.match(seen, {
      Digest: digest,
      Labels: { by: 'tests' },
      Architecture: ownPlatform.architecture,
    });

    const layout = join(testBase, 'layout');
    await exportLayout(ours, image, layout, 'x');
    const forms: readonly (readonly [string, readonly string[]])[] = [
      ['gzip', ['--dest-compress', '--dest-compress-format', 'gzip']],
      ['zstd', ['--dest-compress', '--dest-compress-format', 'zstd']],
      ['plain', ['--preserve-digests']],
      ['docker', ['--format', 'v2s2']],
    ];
    for (const [form, flags] of forms) {
      const to = `${host}/forms/${form}:1`;
      await command('skopeo', [
        'copy',
        '--insecure-policy',
        '--dest-tls-verify=false',
        ...flags,
        `oci:${layout}:x`,
        `docker://${to}`,
      ]);
      const theirs = await newStore();
      const pulled = await pullImage(theirs, await pinned(to), options);
      t.same(pulled.diffIds, image.diffIds, form);
      t.ok(await isComplete(theirs, pulled), form);
      const back = await pushImage(theirs, pulled, nameOf(`${host}/again/${form}:1`), options);
      t.match(back, /^sha256:/, `${form} can be pushed on`);
      await pullImage(await newStore(), await pinned(`${host}/again/${form}:1`), options);
    }
  });

  t.test(
    'of an index the image for this platform is taken, and the index is the pin',
    async (t) => {
      const mediaType = 'application/vnd.oci.image.manifest.v1+json';
      const answer = await fetch(`http://${host}/v2/team/app/manifests/1`, {
        headers: { accept: mediaType },
      });
      const size = (await answer.arrayBuffer()).byteLength;
      const own = { mediaType, digest, size, platform: ownPlatform };
      const put = async (tag: string, manifests: readonly object[]): Promise<void> => {
        const type = 'application/vnd.oci.image.index.v1+json';
        const body = JSON.stringify({ schemaVersion: 2, mediaType: type, manifests });
        const stored = await fetch(`http://${host}/v2/team/app/manifests/${tag}`, {
          method: 'PUT',
          headers: { 'content-type': type },
          body,
        });
        t.equal(stored.status, 201, await stored.text());
      };
      const other = { ...own, platform: { os: 'linux', architecture: 'mips' } };
      await put('many', [other, own]);
      const name = await pinned(`${host}/team/app:many`);
      t.not(name.digest, digest, 'the digest is that of the index');
      const pulled = await pullImage(await newStore(), name, options);
      t.equal(pulled.key, digest);
      t.ok(pulled.references.includes(formatImageName(name)));
      await put('foreign', [other, { ...other, platform: { os: 'linux', architecture: 'sparc' } }]);
      const connection = openConnection(host, options);
      const error = await errorOf(
        readRemoteImage(connection, nameOf(`${host}/team/app:foreign`), ownPlatform),
      );
      t.equal(error.kind, 'other-platform');
      t.match(error.hint, /linux\/mips, linux\/sparc/);
    },
  );

  t.test('a registry that wants a login', async (t) => {
    const closed = await startRegistry({ login: true });
    t.teardown(() => closed.stop());
    const target = nameOf(`${closed.host}/team/app:1`);
    const refused = await errorOf(pushImage(ours, image, target, options));
    t.equal(refused.kind, 'unauthorized');
    t.match(refused.message, /wants credentials/);
    const directory = join(testBase, 'docker');
    mkdirSync(directory);
    const auth = Buffer.from(`${registryUser.username}:${registryUser.password}`).toString(
      'base64',
    );
    writeFileSync(
      join(directory, 'config.json'),
      JSON.stringify({ auths: { [closed.host]: { auth } } }),
    );
    const known = { ...options, environment: { ...environment, DOCKER_CONFIG: directory } };
    const pushed = await pushImage(ours, image, target, known);
    const pulled = await pullImage(await newStore(), { ...target, digest: pushed }, known);
    t.equal(pulled.id, image.id);
  });
});

t.test('nothing of a lie is kept', { skip }, async (t) => {
  const store = await newStore();
  const left = async (): Promise<readonly Image[]> => listImages(store);
  const junk = publish(Buffer.alloc(100_000, 'no archive '));
  const lying = await startLying(junk);
  t.teardown(() => lying.stop());
  const name = await pinned(`${lying.host}/team/app:1`);
  await t.rejects(pullImage(store, name, options), { name: 'LayerInvalid' });
  t.same(await left(), []);
  t.same(await findImage(store, formatImageName(name)), undefined);

  const layer = Buffer.alloc(1024);
  const wrong = publish(layer, {
    rootfs: { type: 'layers', diff_ids: [`sha256:${'0'.repeat(64)}`] },
  });
  const liar = await startLying(wrong);
  t.teardown(() => liar.stop());
  await t.rejects(pullImage(store, await pinned(`${liar.host}/team/app:1`), options), {
    name: 'LayerInvalid',
    message: /uncompressed it is/,
  });
  const unlike = {
    ...(await pinned(`${liar.host}/team/app:1`)),
    digest: `sha256:${'1'.repeat(64)}`,
  };
  t.equal((await errorOf(pullImage(store, unlike, options))).kind, 'content');
  t.same(await left(), []);
});
