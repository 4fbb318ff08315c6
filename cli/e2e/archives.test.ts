/* Archives of images between the engines, as they are and as other tools have them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { whyNoDockerd, whyNoPodman } from '../../providers/testing/index.js';
import { findExecutable } from '../../runtime/parts/index.js';
import { dockerUnderTest, podmanUnderTest } from './command-line-engine.js';
import { embeddedUnderTest } from './embedded-engine.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { writeImageArchive } from './image-archive.js';
import { stowage } from './stowage.js';

const hindrance = whyNoDockerd() ?? whyNoPodman();

if (hindrance !== undefined) {
  t.test('archives', { skip: hindrance }, () => undefined);
} else {
  const base = mkdtempSync(join(tmpdir(), 'stowage-archives-'));
  t.teardown(() => rmSync(base, { recursive: true, force: true }));
  const embedded = embeddedUnderTest(t);
  const docker = await dockerUnderTest(t);
  const podman = await podmanUnderTest(t);
  const engines = [embedded, docker, podman];
  const original = join(base, 'original.tar');
  const name = 'stowage.test/archive:1';
  const id = writeImageArchive(original, 'in every archive', [name]);
  const ids = async (env: EngineUnderTest['env']): Promise<string> =>
    (await stowage(['images', '--json'], { env })).stdout;

  for (const from of engines) {
    await t.test(`what ${from.name} saves`, async (t) => {
      const file = join(base, `${from.name}.tar`);
      const loaded = await stowage(['load', '-i', original], { env: from.env });
      t.equal(loaded.code, 0, loaded.text);
      const saved = await stowage(['save', '-o', file, name], { env: from.env });
      t.equal(saved.code, 0, saved.text);
      for (const to of engines) {
        await stowage(['rmi', name], { env: to.env });
        t.notMatch(await ids(to.env), id, `${to.name} has it no more`);
        const taken = await stowage(['load', '-i', file], { env: to.env });
        t.equal(taken.code, 0, `${to.name} takes it\n${taken.text}`);
        t.match(await ids(to.env), id, `it is the same on ${to.name}`);
        t.match(await ids(to.env), name);
      }
    });
  }

  await t.test('the commands of other engines read what the embedded engine saves', async (t) => {
    const file = join(base, 'embedded.tar');
    for (const { command } of [docker, podman]) {
      await command('image', 'rm', name);
      t.match(await command('load', '--input', file), name);
    }
  });

  const skip = findExecutable('skopeo') === undefined ? 'skopeo is not installed' : false;
  await t.test('skopeo reads what the embedded engine saves', { skip }, async (t) => {
    const file = join(base, 'embedded.tar');
    for (const transport of ['docker-archive', 'oci-archive']) {
      const config = execFileSync('skopeo', [
        'inspect',
        '--config',
        '--raw',
        `${transport}:${file}`,
      ]);
      t.match(config.toString(), /"Env":\["A=b"\]/, transport);
    }
    const copied = join(base, 'copied.tar');
    execFileSync('skopeo', [
      'copy',
      '--quiet',
      `oci-archive:${file}`,
      `oci-archive:${copied}:${name}`,
    ]);
    await stowage(['rmi', name], { env: embedded.env });
    const back = await stowage(['load', '-i', copied], { env: embedded.env });
    t.equal(back.code, 0, back.text);
    t.match(await ids(embedded.env), id);
  });
}
