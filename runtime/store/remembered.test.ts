/* Files that are read again only when they are others. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { remembering } from './index.js';

t.test('a file is read again when it has been replaced, written, or is back', async (t) => {
  const base = mkdtempSync(join(tmpdir(), 'stowage-remembered-'));
  t.teardown(() => rmSync(base, { recursive: true, force: true }));
  const path = join(base, 'file');
  let reads = 0;
  const read = remembering(async (given) => {
    reads += 1;
    return readFile(given, 'utf8');
  });
  const replace = (text: string): void => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  t.equal(await read(path), undefined, 'there is none');
  replace('one');
  t.same([await read(path), await read(path), reads], ['one', 'one', 1]);
  for (let time = 0; time < 50; time += 1) {
    replace(`n${time % 10}`);
    t.equal(await read(path), `n${time % 10}`, 'of the same size, at the same moment');
  }
  writeFileSync(path, 'in place');
  t.equal(await read(path), 'in place');
  rmSync(path);
  t.equal(await read(path), undefined);
  replace('back');
  t.equal(await read(path), 'back');
});

t.test('one that could not be read is tried again', async (t) => {
  const base = mkdtempSync(join(tmpdir(), 'stowage-remembered-'));
  t.teardown(() => rmSync(base, { recursive: true, force: true }));
  const path = join(base, 'file');
  writeFileSync(path, 'x');
  let fails = true;
  const read = remembering(async () => {
    if (fails) throw new Error('torn');
    return 'whole';
  });
  await t.rejects(read(path), { message: 'torn' });
  fails = false;
  t.equal(await read(path), 'whole');
});
