/* Which stack a command means that needs no files, and the generations of one. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Generation, StackSummary } from '../../model/index.js';
import { findGeneration } from './find-generation.js';
import { findStack, wantedStack } from './identify.js';
import { scratchDirectory } from './testing/repositories.js';
import { writeFiles } from './testing/write-files.js';

const reader = (...all: readonly StackSummary[]) => ({ stacks: async () => all });
const [one, two] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const known = reader(
  { id: one, name: 'shop', generation: 3, objects: 7 },
  { id: two, name: 'shop', objects: 1 },
  { id: '3', name: 'blog', generation: 1, objects: 0 },
);

t.test('a name means the one stack that has it; several are told apart by id', async (t) => {
  t.same(await findStack(known, { name: 'blog' }), { name: 'blog', id: '3' });
  t.same(await findStack(known, { name: 'shop', id: two }), { name: 'shop', id: two });
  t.same(await findStack(known, { id: one }), { name: 'shop', id: one });
  await t.rejects(findStack(known, { name: 'shop' }), {
    message: '2 stacks on the engine are called shop',
    lines: [`shop ${one}: generation 3, 7 objects`, `shop ${two}: no ledger, 1 object`],
    hint: /--stack-id/,
  });
  await t.rejects(findStack(known, { name: 'gone' }), {
    code: 'not-found',
    message: 'the engine has no record of a stack gone',
  });
  await t.rejects(findStack(reader(), { id: one }), {
    message: /no record/,
    hint: 'It has none of any stack.',
  });
});

t.test('a stack renamed in its files is found by its id', async (t) => {
  t.same(await findStack(known, { name: 'store', id: one }), { name: 'store', id: one });
});

t.test('a directory says name, engine and id, or nothing at all', async (t) => {
  const directory = scratchDirectory(t);
  const read = (given: string | undefined, values: Readonly<Record<string, readonly string[]>>) =>
    wantedStack(given, { arguments: [], switches: new Set(), values }, { directory });
  await t.rejects(read(undefined, {}), /there is no stack in/);
  writeFiles(directory, { 'main.stow': 'stack shop\nengine "docker"\n' });
  await t.rejects(read(undefined, {}), /stack shop has no stowage\.lock/);
  writeFiles(directory, { 'stowage.lock': `{"version": 1, "id": "${one}"}\n` });
  t.same(await read(undefined, {}), { id: one, directory, name: 'shop', engine: 'docker' });
  mkdirSync(join(directory, 'empty'));
  t.same(await read(undefined, { stack: ['blog'] }), { name: 'blog' }, 'no file is looked at');
  await t.rejects(read('empty', { stack: ['blog'] }), /cannot be meant as well/);
});

t.test('a generation that is not there is answered with those that are', (t) => {
  const history = [4, 3].map((number): Generation => ({
    number,
    time: '',
    author: '',
    resources: {},
  }));
  t.equal(findGeneration(history, undefined, { name: 'shop' }).number, 4);
  t.equal(findGeneration(history, 3, { name: 'shop' }).number, 3);
  t.throws(() => findGeneration(history, 9, { name: 'shop' }), {
    message: /no generation 9/,
    hint: /It keeps 4, 3\./,
  });
  t.throws(() => findGeneration([], undefined, { name: 'shop' }), { message: /ledger .* is lost/ });
  t.end();
});
