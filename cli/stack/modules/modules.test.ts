/*
 * Modules, from `use` to the lock: local directories, and repositories of the real git that are
 * pinned, fetched, moved, copied, tampered with and taken away.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import {
  makeRepository,
  scratchDirectory,
  serveRepositories,
  type Repository,
} from '../testing/repositories.js';
import { runCommand, type InProcess } from '../testing/run-command.js';
import { writeFiles } from '../testing/write-files.js';
import { readLock } from '../lock-file.js';
import { contentHash } from './content-hash.js';

const module = (output: string): string => `output value = "${output}"\n`;
const stack = (...uses: readonly string[]): string =>
  [
    'stack shop',
    ...uses.map((source, index) => `use ${JSON.stringify(source)} as m${index}`),
    ...uses.map((_, index) => `output o${index} = m${index}.value`),
    '',
  ].join('\n');

/** A stack in a directory of its own, with a cache of its own. */
interface Bench {
  readonly directory: string;
  readonly cache: string;
  readonly modules: string;
  readonly repository: Repository;
  readonly run: (...args: readonly string[]) => Promise<InProcess>;
  /** What the stack's only output shows. */
  readonly value: () => Promise<string>;
}

function bench(t: { teardown(end: () => void): void }, environment = {}): Bench {
  const scratch = scratchDirectory(t);
  const directory = join(scratch, 'stack');
  const cache = join(scratch, 'cache');
  mkdirSync(directory);
  const repository = makeRepository(join(scratch, 'served/modules'));
  const run = (...args: readonly string[]): Promise<InProcess> =>
    runCommand(args, {
      directory,
      environment: { STOWAGE_CACHE: cache, HOME: scratch, ...environment },
    });
  return {
    directory,
    cache,
    modules: join(cache, 'modules'),
    repository,
    run,
    value: async () => {
      const { stdout, stderr } = await run('output');
      return `${stdout}${stderr.replace(/^fetching .*\n/gm, '')}`.trim();
    },
  };
}

t.test('local modules: beside, above, through links, in one another', async (t) => {
  const { directory, run } = bench(t);
  writeFiles(directory, {
    'main.stow': stack('./a', '../shared/b', './link', './a/../a'),
    'a/main.stow': 'use "./inner" as inner\noutput value = inner.value\n',
    'a/inner/one.stow': module('inner'),
    'a/inner/one.test.stow': 'this is not read',
    'a/inner/prod.params.stow': 'nor is this',
    'a/inner/.#one.stow': 'nor this',
    '../shared/b/main.stow': module('shared'),
  });
  symlinkSync('../shared/b', join(directory, 'link'));
  const { code, stdout, stderr } = await run('output');
  t.equal(code, 0, stderr);
  t.equal(stdout, 'o0 = inner\no1 = shared\no2 = shared\no3 = inner\n');
});

t.test('a local module that is not there is said where the `use` stands', async (t) => {
  const { directory, run } = bench(t);
  const cases: readonly (readonly [string, RegExp])[] = [
    ['./gone', /there is no directory "\.\/gone"/],
    ['./file', /there is no directory "\.\/file"/],
    ['./empty', /there is no \.stow file in "\.\/empty"/],
    ['./broken', /broken\/main\.stow is not UTF-8 text: byte 8, in line 2/],
    ['postgres', /"postgres" is no source of a module/],
    ['/etc', /"\/etc" is no source of a module/],
    ['https://example.org/m', /is no source of a module/],
    ['git::ext::sh -c true', /modules are not fetched by the remote helper ext/],
  ];
  writeFiles(directory, {
    file: '',
    'empty/readme': '',
    'broken/main.stow': Buffer.from([...Buffer.from('let a =\n'), 0xff, 0x0a]),
  });
  for (const [source, message] of cases) {
    writeFiles(directory, { 'main.stow': `stack shop\nuse "${source}" as m0\n` });
    const { code, stderr } = await run('check');
    t.equal(code, 1, source);
    t.match(stderr, message);
    t.match(stderr, 'main.stow:2:5');
    t.equal(stderr.match(/^error/gm)?.length, 1, stderr);
  }
});

t.test('modules in a circle are reported, and end', async (t) => {
  const { directory, run } = bench(t);
  writeFiles(directory, {
    'main.stow': stack('./a'),
    'a/main.stow': 'use "../b" as b\noutput value = b.value\n',
    'b/main.stow': 'use "../a" as a\noutput value = a.value\n',
  });
  const { code, stderr } = await run('check');
  t.equal(code, 1);
  t.match(stderr, /a -> b -> a is a circle of modules/);
});

t.test('a repository is pinned by update, and by nothing else', async (t) => {
  const { directory, run, repository, modules } = bench(t);
  repository.commit({ 'm/main.stow': module('one') });
  const source = `git::${repository.url}//m?ref=main`;
  writeFiles(directory, { 'main.stow': stack(source) });
  const before = await run('check');
  t.equal(before.code, 1);
  t.match(before.stderr, /is not pinned yet/);
  t.match(before.stderr, /`stowage update`/);
  t.notOk(existsSync(join(directory, 'stowage.lock')), 'check writes nothing');
  const dry = await run('update', '--check');
  t.equal(dry.code, 2, 'update --check says that there is something to do');
  t.notOk(existsSync(join(directory, 'stowage.lock')));

  const update = await run('update');
  t.equal(update.code, 0, update.stderr);
  const commit = repository.git('rev-parse', 'HEAD');
  t.equal(update.stdout, `pinned git::${repository.url}?ref=main at ${commit.slice(0, 12)}\n`);
  const lock = readLock(directory);
  const pin = lock?.pins.get(`git::${repository.url}?ref=main`);
  t.equal(pin?.commit, commit);
  t.equal(pin?.hash, contentHash(join(modules, pin?.hash.slice(7) ?? '')));
  t.match(lock?.id, /^[0-9a-f-]{36}$/);
  const text = readFileSync(join(directory, 'stowage.lock'), 'utf8');
  const { code, stdout } = await run('output');
  t.equal(code, 0);
  t.equal(stdout, 'o0 = one\n');
  t.equal(
    (await run('update')).stdout,
    `kept git::${repository.url}?ref=main at ${commit.slice(0, 12)}\n`,
  );
  t.equal((await run('update', '--check')).code, 0);
  t.equal(readFileSync(join(directory, 'stowage.lock'), 'utf8'), text, 'the same bytes again');
});

t.test('with everything pinned and cached, the repository is not asked', async (t) => {
  const { directory, run, repository, value, cache } = bench(t);
  repository.commit({ 'main.stow': module('one') });
  writeFiles(directory, { 'main.stow': stack(`git::${repository.url}`) });
  await run('update');
  renameSync(repository.directory, `${repository.directory}-away`);
  t.equal(await value(), 'o0 = one');
  rmSync(cache, { recursive: true });
  t.match(await value(), /cannot fetch file:/, 'without the cache it has to be');
  renameSync(`${repository.directory}-away`, repository.directory);
  repository.commit({ 'main.stow': module('two') });
  t.equal(await value(), 'o0 = one', 'what is fetched is the pinned commit, not the newest');
});

t.test('update moves pins, and says from where to where', async (t) => {
  const { directory, run, repository, value } = bench(t);
  const first = repository.commit({ 'main.stow': module('one') });
  repository.git('tag', 'v1');
  const key = `git::${repository.url}?ref=main`;
  writeFiles(directory, { 'main.stow': stack(key, `git::${repository.url}?ref=v1`) });
  await run('update');
  const second = repository.commit({ 'main.stow': module('two') });
  t.match(await value(), /o0 = one/, 'nothing moves by itself');
  t.equal((await run('update', '--check')).code, 2);
  const moved = await run('update', 'm0');
  t.equal(
    moved.stdout,
    `moved ${key} from ${first.slice(0, 12)} to ${second.slice(0, 12)}\n`,
    'only what is named',
  );
  const output = await run('output');
  t.equal(output.stdout, 'o0 = two\no1 = one\n');
  t.match(output.stderr, /is used in 2 versions/, 'two refs of one repository are a warning');
  const wrong = await run('update', 'm7');
  t.equal(wrong.code, 64);
  t.match(wrong.stderr, /did you mean m[01]\?/);
  writeFiles(directory, { 'main.stow': stack(key) });
  const { stdout } = await run('update');
  t.match(stdout, `dropped git::${repository.url}?ref=v1`);
  t.same([...(readLock(directory)?.pins.keys() ?? [])], [key]);
});

t.test('a ref that was rewritten is not followed without a word', async (t) => {
  const { directory, run, repository, value } = bench(t);
  repository.commit({ 'main.stow': module('one') });
  const second = repository.commit({ 'main.stow': module('two') });
  repository.git('tag', 'v1');
  writeFiles(directory, { 'main.stow': stack(`git::${repository.url}?ref=main`) });
  await run('update');
  repository.git('reset', '--quiet', '--hard', 'HEAD~1');
  const evil = repository.commit({ 'main.stow': module('evil') });
  const refused = await run('update');
  t.equal(refused.code, 1);
  t.match(refused.stderr, `was rewritten: it was ${second}, and is ${evil} now`);
  t.equal(await value(), 'o0 = two', 'the pin stays');
  t.equal((await run('update', '--force')).code, 0);
  t.equal(await value(), 'o0 = evil');

  writeFiles(directory, { 'main.stow': stack(`git::${repository.url}?ref=v1`) });
  await run('update');
  repository.git('tag', '--force', 'v1', evil);
  t.match((await run('update')).stderr, /was rewritten/, 'a tag that moves is one, too');
});

t.test('content that is not what the lock says', async (t) => {
  const { directory, run, repository, value, modules } = bench(t);
  repository.commit({ 'main.stow': module('one') });
  const key = `git::${repository.url}`;
  writeFiles(directory, { 'main.stow': stack(key) });
  await run('update');
  const path = join(directory, 'stowage.lock');
  const lock = readFileSync(path, 'utf8');
  const hash = readLock(directory)?.pins.get(key)?.hash ?? '';
  const other = `sha256:${'0'.repeat(64)}`;
  writeFileSync(path, lock.replace(hash, other));
  const refused = await value();
  t.match(refused, hash, 'the error names what it is');
  t.match(refused, other, 'and what it should be');
  t.match(refused, /is not what stowage.lock says/);
  writeFileSync(path, lock);
  // Somebody writes into the cache: it is fetched again.
  writeFileSync(join(modules, hash.slice(7), 'main.stow'), module('evil'));
  t.equal(await value(), 'o0 = one');
  renameSync(repository.directory, `${repository.directory}-away`);
  writeFileSync(join(modules, hash.slice(7), 'main.stow'), module('evil'));
  t.match(await value(), /cannot fetch/, 'and never used as it is');
});

t.test('fetched modules: their neighbours, and no way out', async (t) => {
  const { directory, run, repository } = bench(t, { SOME: 'x' });
  const other = makeRepository(join(directory, '../served/other'));
  other.commit({ 'main.stow': module('other') });
  writeFiles(directory, { 'secret.txt': 'mine', 'local/main.stow': module('mine') });
  const cases: readonly (readonly [string, RegExp])[] = [
    ['use "../b" as b\noutput value = b.value', /o0 = neighbour/],
    ['use "../../../../stack/local" as b\noutput value = b.value', /leads out of the repository/],
    [
      `use "git::${other.url}" as b\noutput value = b.value`,
      /cannot use a repository of this host/,
    ],
    ['output value = file("data.txt")', /o0 = theirs/],
    ['output value = file("../../../../stack/secret.txt")', /outside of the repository/],
    ['output value = file("/etc/hostname")', /outside of the stack/],
    ['output value = join(dir("../../../../stack"), " ")', /outside of the repository/],
    ['output value = env("SOME")', /error\[/],
    ['secret s { file: "/etc/hostname" }\noutput value = "x"', /misplaced-declaration/],
  ];
  for (const [text, expected] of cases) {
    repository.commit({
      'a/main.stow': `${text}\n`,
      'a/data.txt': 'theirs',
      'b/main.stow': module('neighbour'),
    });
    writeFiles(directory, { 'main.stow': stack(`git::${repository.url}//a`) });
    const { stderr } = await run('update', '--force');
    const shown = await run('output');
    t.match(`${stderr}${shown.stdout}${shown.stderr}`, expected, text);
    t.notMatch(shown.stdout, /mine/);
  }
});

t.test('repositories that use repositories, over the network', async (t) => {
  const served = bench(t, { STOWAGE_GIT_PROTOCOLS: 'git' });
  const { directory, run, repository, value } = served;
  const server = await serveRepositories(join(directory, '../served'));
  t.teardown(() => server.stop());
  const base = makeRepository(join(directory, '../served/base'));
  base.commit({ 'main.stow': module('base 1') });
  const inner = `git::${server.url}/base?ref=main`;
  repository.commit({ 'main.stow': `use "${inner}" as base\noutput value = base.value\n` });
  const outer = `git::${server.url}/modules?ref=main`;
  writeFiles(directory, { 'main.stow': stack(outer) });
  const update = await run('update');
  t.equal(update.code, 0, update.stderr);
  t.equal(update.stdout.match(/^pinned/gm)?.length, 2);
  t.equal(await value(), 'o0 = base 1');
  // The module begins to use another one: only the search after its move can find that.
  const third = makeRepository(join(directory, '../served/third'));
  third.commit({ 'main.stow': module('third') });
  repository.commit({
    'main.stow': `use "git::${server.url}/third" as third\noutput value = third.value\n`,
  });
  const moved = await run('update');
  t.match(moved.stdout, /^moved git:.*modules/m);
  t.match(moved.stdout, /^pinned git:.*third/m);
  t.match(moved.stdout, /^dropped git:.*base/m);
  t.equal(await value(), 'o0 = third');
  const old = readLock(directory)?.pins.get(outer)?.commit ?? '';
  repository.commit({
    'main.stow': `use "${inner}" as base\noutput value = base.value\n`,
    'stowage.lock': `${JSON.stringify({
      version: 1,
      id: '00000000-0000-4000-8000-000000000000',
      modules: { [inner]: { commit: '1'.repeat(40), hash: `sha256:${'0'.repeat(64)}` } },
    })}\n`,
  });
  t.match((await run('update')).stdout, old.slice(0, 12));
  const clash = await run('check');
  t.equal(clash.code, 0, clash.stderr);
  t.match(clash.stderr, /the module pins git:.*base.* to another commit than this stack/);
});

t.test('two spellings of one repository at two commits are a warning', async (t) => {
  const { directory, run, repository } = bench(t);
  repository.commit({ 'main.stow': module('one') });
  const spelt = `git::${repository.url}/.git`;
  writeFiles(directory, { 'main.stow': stack(`git::${repository.url}`, spelt) });
  await run('update');
  const same = await run('check');
  t.notMatch(same.stderr, /versions/, 'at one commit they are not');
  repository.commit({ 'main.stow': module('two') });
  await run('update', spelt);
  const { stderr } = await run('check');
  t.match(stderr, /is used in 2 versions/);
});

t.test('vendored modules', async (t) => {
  const { directory, run, repository, value, cache } = bench(t);
  repository.commit({
    'm/main.stow': module('one'),
    'm/run.sh': '#!/bin/sh\n',
    '.gitattributes': '* text\n',
    '.gitignore': 'run.sh\n',
  });
  const key = `git::${repository.url}//m?ref=main`;
  writeFiles(directory, { 'main.stow': stack(key) });
  t.equal((await run('vendor')).code, 1, 'what is not pinned cannot be copied');
  await run('update');
  const vendored = await run('vendor');
  t.equal(vendored.code, 0, vendored.stderr);
  const [name = ''] = readdirSync(join(directory, 'stowage-modules')).filter(
    (one) => !one.startsWith('.'),
  );
  t.match(name, /^modules-[0-9a-f]{16}$/);
  t.equal(vendored.stdout, `wrote stowage-modules/${name}\n`);
  t.notOk(existsSync(join(directory, 'stowage-modules', name, '.gitignore')));
  rmSync(cache, { recursive: true });
  renameSync(repository.directory, `${repository.directory}-away`);
  t.equal(await value(), 'o0 = one', 'neither cache nor repository is needed');
  t.notOk(existsSync(cache), 'nor made');

  // The stack's own repository gives the copy back as it was, whatever the settings.
  const own = makeRepository(directory);
  own.commit({});
  const clone = join(directory, '../clone');
  own.git('-c', 'core.autocrlf=true', 'clone', '--quiet', directory, clone);
  const pin = readLock(directory)?.pins.get(`git::${repository.url}?ref=main`);
  t.equal(contentHash(join(clone, 'stowage-modules', name)), pin?.hash);
  cpSync(clone, join(directory, '../copy'), { recursive: true });

  writeFileSync(join(directory, 'stowage-modules', name, 'm/main.stow'), module('changed'));
  const changed = await value();
  t.match(changed, new RegExp(`stowage-modules/${name} is not what stowage.lock says`));
  t.match(changed, pin?.hash ?? 'a hash');
  renameSync(`${repository.directory}-away`, repository.directory);
  t.equal((await run('vendor')).stdout, `wrote stowage-modules/${name}\n`);
  t.equal(await value(), 'o0 = one');
  t.equal((await run('vendor')).stdout, `kept stowage-modules/${name}\n`);

  repository.commit({ 'm/main.stow': module('two') });
  await run('update');
  t.equal(await value(), 'o0 = two', 'after an update the old copy is passed over');
  t.match((await run('vendor')).stdout, `removed stowage-modules/${name}\n`);
  writeFiles(directory, { 'main.stow': 'stack shop\n' });
  await run('vendor');
  t.notOk(existsSync(join(directory, 'stowage-modules')), 'where nothing is used, nothing is left');
});

t.test('copies are not pruned by mistake', async (t) => {
  const { directory, run, repository } = bench(t);
  repository.commit({ 'main.stow': module('one') });
  writeFiles(directory, { 'main.stow': stack(`git::${repository.url}`) });
  await run('update');
  await run('vendor');
  const copies = readdirSync(join(directory, 'stowage-modules'));
  writeFiles(directory, { 'main.stow': 'stack shop\nuse "./gone" as gone\n' });
  t.equal((await run('vendor')).code, 1);
  writeFiles(directory, { 'main.stow': 'stack shop\nuse "\n' });
  t.equal((await run('vendor')).code, 1);
  writeFiles(directory, {
    'stowage-modules/own-notes/readme': 'mine',
    'main.stow': 'stack shop\n',
  });
  t.same(readdirSync(join(directory, 'stowage-modules')), [...copies, 'own-notes'].sort());
  await run('vendor');
  t.ok(existsSync(join(directory, 'stowage-modules/own-notes')), 'what we have not written stays');
});

t.test('many at once, and one that was killed', async (t) => {
  const { directory, run, repository, modules } = bench(t);
  repository.commit({ 'main.stow': module('one') });
  writeFiles(directory, { 'main.stow': stack(`git::${repository.url}`) });
  await run('update');
  rmSync(modules, { recursive: true });
  mkdirSync(join(modules, '.new-1-abandoned'), { recursive: true });
  const all = await Promise.all(Array.from({ length: 6 }, () => run('output')));
  for (const { stdout, stderr } of all) t.equal(stdout, 'o0 = one\n', stderr);
  t.equal(readdirSync(modules).filter((name) => !name.startsWith('.')).length, 1);
  t.same(
    readdirSync(modules).filter((name) => name.startsWith('.')),
    ['.new-1-abandoned'],
    'the work of others that is under way is left alone',
  );
});

t.test('the lock', async (t) => {
  const { directory, run, repository } = bench(t);
  const commit = repository.commit({ 'main.stow': module('one') });
  const id = '6f1f7f1e-0000-4000-8000-000000000000';
  writeFiles(directory, {
    'main.stow': stack(`git::${repository.url}`),
    'stowage.lock': `{"id":"${id}","version":1}`,
  });
  await run('update');
  const text = readFileSync(join(directory, 'stowage.lock'), 'utf8');
  const hash = readLock(directory)?.pins.get(`git::${repository.url}`)?.hash ?? '';
  t.equal(
    text,
    `{
  "version": 1,
  "id": "${id}",
  "modules": {
    "git::${repository.url}": {
      "commit": "${commit}",
      "hash": "${hash}"
    }
  }
}
`,
    'the id is kept, and the form is the canonical one',
  );
  const damaged: readonly (readonly [string, RegExp])[] = [
    ['{"version":2,"id":"x"}', /was written by a later version/],
    ['{"version":1}', /holds no stack id/],
    ['not json', /holds no stack id/],
    [`<<<<<<< ours\n${text}=======\n${text}>>>>>>> theirs\n`, /marks of a merge/],
    [text.replace(commit, '--upload-pack=x'), /has no commit and hash for git::/],
    [text.replace(hash, 'sha256:../../etc'), /has no commit and hash for git::/],
    [`{"version":1,"id":"${id}","modules":[]}`, /has no commit and hash/],
  ];
  for (const [content, message] of damaged) {
    writeFiles(directory, { 'stowage.lock': content });
    const { code, stderr } = await run('check');
    t.equal(code, 1);
    t.match(stderr, message);
  }
});

t.test('a credential in a source is never shown', async (t) => {
  const { directory, run } = bench(t);
  writeFiles(directory, {
    'main.stow': stack('git::https://ada:s3cretT0ken@example.org/m.git//x'),
  });
  for (const command of ['check', 'update', 'vendor']) {
    const { stdout, stderr } = await run(command);
    t.match(stderr, /there is a credential in the address/);
    t.notMatch(
      `${stdout}${stderr}`,
      /s3cret/,
      'not in the line of the source that is shown either',
    );
  }
});
