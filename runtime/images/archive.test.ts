/* Archives of images that are not what they should be. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { openStore } from '../store/index.js';
import { cannotRunContainers } from '../testing/index.js';
import { readImageArchive } from './index.js';

const skip = cannotRunContainers() ?? false;

t.test('an archive that is none, lies, or leads elsewhere is refused', { skip }, async (t) => {
  const base = mkdtempSync(join(tmpdir(), 'stowage-archive-'));
  t.teardown(() => rmSync(base, { recursive: true, force: true }));
  const store = await openStore({ root: join(base, 'root'), runRoot: join(base, 'run') });
  const directory = join(base, 'files');
  const read = async (...names: readonly string[]): Promise<unknown> => {
    const archive = execFileSync('tar', ['-C', directory, '-cP', ...names]);
    const pieces = (async function* () {
      yield archive;
    })();
    return readImageArchive(store, pieces, (name) => name);
  };
  mkdirSync(directory);
  const write = (name: string, value: unknown): void =>
    writeFileSync(join(directory, name), typeof value === 'string' ? value : JSON.stringify(value));
  const secret = join(base, 'layer-of-the-host');
  execFileSync('tar', ['-C', directory, '-cf', secret, '-T', '/dev/null']);
  const diff = createHash('sha256')
    .update(execFileSync('cat', [secret]))
    .digest('hex');
  const config = { os: 'linux', rootfs: { type: 'layers', diff_ids: [`sha256:${diff}`] } };

  write('other', 'x');
  await t.rejects(read('other'), /neither index.json nor manifest.json/);
  write('manifest.json', 'no JSON');
  await t.rejects(read('manifest.json'), { name: 'LayoutInvalid' });
  write('manifest.json', [{ Config: 'config.json', RepoTags: ['a:1'], Layers: ['layer'] }]);
  await t.rejects(read('manifest.json'), /config\.json is not in it/);
  write('config.json', { ...config, rootfs: { diff_ids: [] } });
  symlinkSync(secret, join(directory, 'layer'));
  await t.rejects(read('manifest.json', 'config.json', 'layer'), /layer does not exist/);
  rmSync(join(directory, 'layer'));
  execFileSync('cp', [secret, join(directory, 'layer')]);
  await t.rejects(read('manifest.json', 'config.json', 'layer'), /count different layers/);
  write('config.json', { ...config, rootfs: { diff_ids: [`sha256:${'0'.repeat(64)}`] } });
  await t.rejects(read('manifest.json', 'config.json', 'layer'), { name: 'LayerInvalid' });
  const leads = ['--transform=s,^other,../../escaped,', 'other'];
  await t.rejects(read(...leads), { name: 'PathRefused' });
  t.same(
    readdirSync(store.paths.images).filter((name) => name !== 'refs.json'),
    [],
  );
  t.same(readdirSync(store.paths.tmp), [], 'nothing is left of them');
  write('config.json', config);
  t.match(await read('manifest.json', 'config.json', 'layer'), [{ references: ['a:1'] }]);
});
