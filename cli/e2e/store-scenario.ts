/* What takes room, what goes, and what stays, alike on every engine. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { writeImageArchive } from './image-archive.js';
import { elements, members, text } from './json.js';
import { stowage, type Finished } from './stowage.js';

/** `df`, `load`, `save`, `rmi` and `prune` beside a stack that runs. */
export async function storeVerbs(t: Test, engine: EngineUnderTest, prefix: string): Promise<void> {
  const { env } = engine;
  const base = mkdtempSync(join(tmpdir(), 'stowage-store-'));
  const run = (...args: readonly string[]): Promise<Finished> => stowage(args, { env, cwd: base });
  const done = async (...args: readonly string[]): Promise<string> => {
    const finished = await run(...args);
    t.equal(finished.code, 0, finished.text);
    return finished.stdout;
  };
  const held = async () => elements(members(await done('df', '--json'))['objects']);
  try {
    const nameless = writeImageArchive(join(base, 'nameless.tar'), `nameless ${prefix}`, []);
    const name = `stowage.test/${prefix}:1`;
    const named = writeImageArchive(join(base, 'named.tar'), `named ${prefix}`, [name]);
    await done('load', '--input', 'nameless.tar');
    t.match(await done('load', '-i', 'named.tar'), new RegExp(`stowage.test/${prefix}:1\n`));

    const objects = await held();
    const one = (kind: string, wanted: string): unknown =>
      objects.find((object) => object['kind'] === kind && text(object['name']).includes(wanted));
    t.match(one('volume', `${prefix}-visits`), { stack: prefix, usedBy: [`${prefix}-client`] });
    t.match(one('container', `${prefix}-web`), { isLive: true, address: 'container.web' });
    t.match(one('image', `stowage.test/${prefix}`), { id: named, usedBy: [] });
    t.match(await done('df', '-v'), /^KIND +COUNT +IN USE +SIZE\nimages +\d+ +\d+ +\S+\n/);

    // The same image in an archive again, in a file and on standard output.
    await done('save', '-o', 'saved.tar', name);
    t.ok(readFileSync(join(base, 'saved.tar')).includes(`named ${prefix}`));
    t.equal((await run('save', 'nothing-of-this-name')).code, 1);
    t.equal((await run('load', '-i', 'no-such-file')).code, 64);
    const broken = await stowage(['load'], { env, input: 'this is no archive' });
    t.equal(broken.code, 1, broken.text);
    t.notMatch(broken.stderr, /bug in Stowage/);

    const used = await run('rmi', 'image.page');
    t.equal(used.code, 1, 'an image that a container uses stays');
    t.match(used.stderr, /in use|being used|is using/);
    const preview = await done('prune', '--preview');
    const hex = nameless.slice('sha256:'.length);
    t.match(preview, new RegExp(`^- image (?:sha256:)?${hex}`, 'm'));
    t.notMatch(preview, new RegExp(prefix), 'nothing of the stack, and nothing with a name');
    t.match(await done('prune', '--preview', '--all'), new RegExp(`stowage.test/${prefix}:1`));
    t.equal((await run('prune')).code, 64, 'nobody is here to ask');
    const volume = await run('prune', '--yes', '--allow-destroy', `${prefix}-visits`);
    t.equal(volume.code, 1, 'a volume of a stack stays');
    t.match(volume.stderr, /volume\.visits of stack/);
    t.ok(
      (await held()).some(({ id }) => id === nameless),
      'nothing has been removed so far',
    );

    await done('prune', '--yes');
    t.notOk((await held()).some(({ id }) => id === nameless));
    t.ok((await held()).some(({ id }) => id === named));
    await done('rmi', name);
    await done('load', '-i', 'saved.tar');
    t.match(
      (await held()).find(({ id }) => id === named),
      { kind: 'image' },
      'it is the same again',
    );
    await done('prune', '--yes', '--all', '--networks', '--containers');
    const left = await held();
    t.notOk(left.some(({ id }) => id === named));
    t.same(
      left.filter(({ kind, stack }) => kind === 'container' && stack === prefix).length,
      2,
      'the stack is untouched',
    );
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
