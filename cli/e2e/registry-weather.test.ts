/*
 * A registry that answers a plan as it should, and lies to the engine that pulls: nothing that runs is touched for
 * what cannot be had, and where the registry is well again the next apply does the rest. What is said of each way
 * to fail stands in the provider's test.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import {
  startDockerd,
  startPodman,
  whyNoDockerd,
  whyNoPodman,
  type Daemon,
} from '../../providers/testing/index.js';
import { publish, startLying, type Published } from '../../runtime/testing/index.js';
import { stowage, writeStack, type Finished } from './stowage.js';

const directory = mkdtempSync(join(tmpdir(), 'stowage-pulls-'));
t.teardown(() => rmSync(directory, { recursive: true, force: true }));

/** An image of busybox that sleeps; another name is another layer. */
function makeImage(name: string): Published {
  const root = join(directory, name, 'bin');
  mkdirSync(root, { recursive: true });
  execFileSync('cp', ['/bin/busybox', root]);
  writeFileSync(join(directory, name, 'name'), name);
  const tar = ['--create', '--format=ustar', '-C', join(directory, name), 'bin', 'name'];
  const layer = execFileSync('tar', tar, { maxBuffer: 1 << 25 });
  const config = { Cmd: ['/bin/busybox', 'sleep', '10000'], Env: [`NAME=${name}`] };
  return publish(layer, { config });
}

/** The id of what runs. */
const running = (daemon: Daemon): Promise<string> =>
  daemon.command('ps', '--quiet', '--no-trunc', '--filter', 'name=pulls-web');

async function lies(t: Test, start: (registry: string) => Promise<Daemon>): Promise<void> {
  const images = new Map(['one', 'two'].map((name) => [name, makeImage(name)]));
  const blobs = new Map([...images.values()].flatMap((image) => [...image.blobs]));
  let isWell = true;
  const registry = await startLying({ blobs, manifest: Buffer.alloc(0) }, (request, response) => {
    const { url = '' } = request;
    const image = images.get(/^\/v2\/(\w+)\//.exec(url)?.[1] ?? '');
    if (!isWell && image && url.endsWith(image.layer.digest)) {
      response.end(Buffer.alloc(image.layer.size, 'x'));
      return true;
    }
    if (!image || !url.includes('/manifests/')) return false;
    response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
    response.end(image.manifest);
    return true;
  });
  const { host } = registry;
  const daemon = await start(host);
  const stack = writeStack(
    `stack pulls\ncontainer web {\n  image: "${host}/one:1"\n  stop_timeout: 0s\n}\n`,
  );
  const env = { STOWAGE_ENGINE: daemon.address, DOCKER_CONFIG: directory };
  const run = (verb: string, ...words: readonly string[]): Promise<Finished> =>
    stowage([verb, stack.directory, ...words], { env });
  try {
    await daemon.bringIn(registry.port);
    const first = await run('apply', '--yes');
    t.equal(first.code, 0, first.text);
    const before = await running(daemon);

    stack.edit('main.stow', `${host}/one:1`, `${host}/two:1`);
    isWell = false;
    const failed = await run('apply', '--yes');
    t.equal(failed.code, 1, failed.text);
    const told = `cannot pull ${host}/two:1@`;
    t.ok(failed.stderr.includes(`failed: image.registry["${host}/two:1"]: ${told}`), failed.text);
    t.match(failed.stderr, new RegExp(`the registry ${host}, or somebody on the way, sent`));
    t.match(failed.stderr, /never tried: container\.web/);
    t.equal(await running(daemon), before, 'what runs is left alone');

    isWell = true;
    const applied = await run('apply', '--yes');
    t.equal(applied.code, 0, applied.text);
    t.not(await running(daemon), before);
    const plan = await run('plan', '--detailed-exitcode');
    t.equal(plan.code, 0, plan.text);
    const gone = await run('destroy', '--yes');
    t.equal(gone.code, 0, gone.text);
  } finally {
    stack.remove();
    await daemon.stop();
    await registry.stop();
  }
}

t.test('Docker', { skip: whyNoDockerd() ?? false }, (t) => lies(t, () => startDockerd()));
t.test('Podman', { skip: whyNoPodman() ?? false }, (t) =>
  lies(t, (registry) => startPodman('installed', [registry])),
);
