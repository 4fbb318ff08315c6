/*
 * The compiled code that a command leaves for the next one. No engine is needed: whatever becomes
 * of it, the command says and does the same.
 */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import t, { type Test } from 'tap';
import { stowage } from './stowage.js';

const secret = 'correct-horse-battery-staple';
const stack = 'stack kept\nsecret word\noutput hidden = word\n';

/** A stack with a cache of its own, and `check` of it. */
function place(t: Test): {
  readonly directory: string;
  readonly cache: string;
  readonly check: (command?: string) => Promise<string>;
} {
  const directory = t.testdir({ 'main.stow': stack });
  const cache = join(directory, 'cache');
  const check = async (command?: string): Promise<string> => {
    const env = { STOWAGE_CACHE: cache, STOWAGE_SECRET_word: secret };
    const from = command === undefined ? {} : { command };
    const { code, text } = await stowage(['check', directory], { env, ...from });
    t.equal(code, 0, text);
    return text.replaceAll(directory, '');
  };
  return { directory, cache, check };
}

/** The pack of `check`. */
function packIn(cache: string): string {
  const [version = '', ...others] = readdirSync(join(cache, 'code'));
  t.same(others, []);
  return join(cache, 'code', version, 'check');
}

/** Which file it is: one that was written anew is another. */
const identityOf = (path: string): number => statSync(path).ino;

t.test('the first run leaves a pack, and the next ones find all they need in it', async (t) => {
  const { cache, check } = place(t);
  const first = await check();
  const pack = packIn(cache);
  const before = identityOf(pack);
  t.equal(await check(), first);
  t.equal(await check(), first);
  t.equal(identityOf(pack), before, 'it was not written again');
  t.notOk(readFileSync(pack).includes(secret), 'code and no data is kept');
});

t.test('a damaged, truncated or foreign pack is passed over and made anew', async (t) => {
  const { cache, check } = place(t);
  const first = await check();
  const pack = packIn(cache);
  const whole = readFileSync(pack);
  const faults: Readonly<Record<string, () => void>> = {
    'a changed byte': () => {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(damaged.readUInt8(200_000) ^ 0xff, 200_000);
      writeFileSync(pack, damaged);
    },
    'a file that ends early': () => truncateSync(pack, 100_000),
    'an empty file': () => truncateSync(pack, 0),
    'something else': () => writeFileSync(pack, 'x'.repeat(whole.length)),
  };
  for (const [what, damage] of Object.entries(faults)) {
    damage();
    const before = identityOf(pack);
    t.equal(await check(), first, what);
    t.not(identityOf(pack), before, `${what}: there is a new one`);
    const after = identityOf(pack);
    await check();
    t.equal(identityOf(pack), after, `${what}: which is good`);
  }
});

t.test('a pack of another bundle is not used', async (t) => {
  const { directory, cache, check } = place(t);
  const first = await check();
  const before = identityOf(packIn(cache));
  // The same digest, and files of another time.
  cpSync(resolve('dist'), join(directory, 'dist'), { recursive: true });
  t.equal(await check(join(directory, 'dist/stowage.js')), first);
  t.not(identityOf(packIn(cache)), before, 'the times of its files tell them apart');
});

t.test('code that V8 does not take is made anew', async (t) => {
  const { cache, check } = place(t);
  const first = await check();
  const pack = packIn(cache);
  const before = identityOf(pack);
  const other = await stowage(['check', join(cache, '..')], {
    env: { STOWAGE_CACHE: cache, STOWAGE_SECRET_word: secret },
    nodeArguments: ['--no-lazy-feedback-allocation'],
  });
  t.equal(other.code, 0, other.text);
  t.not(identityOf(pack), before);
  t.equal(await check(), first, 'and again for the flags of before');
});

t.test('commands that begin at once leave one whole pack', async (t) => {
  const { cache, check } = place(t);
  const texts = await Promise.all(Array.from({ length: 6 }, () => check()));
  t.equal(new Set(texts).size, 1);
  const pack = packIn(cache);
  t.same(readdirSync(join(pack, '..')), ['check']);
  const before = identityOf(pack);
  await check();
  t.equal(identityOf(pack), before);
});

t.test('a cache that others can write to is neither read nor written', async (t) => {
  const { cache, check } = place(t);
  const first = await check();
  const pack = packIn(cache);
  chmodSync(join(pack, '..'), 0o777);
  writeFileSync(pack, 'put here by somebody');
  t.equal(await check(), first);
  t.equal(readFileSync(pack, 'utf8'), 'put here by somebody');
});

t.test('without a home, or with one that cannot be written to, all goes on', async (t) => {
  const directory = t.testdir({ 'main.stow': stack, file: '' });
  const homes: readonly Readonly<Record<string, string | undefined>>[] = [
    { HOME: undefined },
    { HOME: join(directory, 'file') },
    { HOME: '/proc/none' },
  ];
  for (const home of homes) {
    const env = { ...home, STOWAGE_SECRET_word: secret };
    const { code, text } = await stowage(['check', directory], { env, cwd: directory });
    t.equal(code, 0, text);
  }
  t.same(readdirSync(directory).sort(), ['file', 'main.stow']);
});

t.test('a mistake in the command line leaves nothing', async (t) => {
  const cache = join(t.testdir(), 'cache');
  mkdirSync(cache, { mode: 0o700 });
  const { code } = await stowage(['chekc'], { env: { STOWAGE_CACHE: cache } });
  t.equal(code, 64);
  t.same(readdirSync(cache), []);
});
