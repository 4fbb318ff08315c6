/* The store on disk: its version, its files, and locks between real processes. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import {
  FileDamaged,
  findStore,
  isMarkAlive,
  locateStore,
  LockTimeout,
  NotAStore,
  openStore,
  ownMark,
  readJson,
  removeStaleTemporaries,
  shape,
  StoreTooNew,
  writeJson,
} from './index.js';

const base = mkdtempSync(join(tmpdir(), 'stowage-store-'));
t.teardown(() => rmSync(base, { recursive: true, force: true }));
let count = 0;
const location = () => {
  count += 1;
  return { root: join(base, `root${count}`), runRoot: join(base, `run${count}`) };
};

t.test('a store', async (t) => {
  t.test('is made for its owner alone, and opened again', async (t) => {
    const where = location();
    const { root } = await openStore(where);
    t.equal(statSync(root).mode & 0o777, 0o700);
    t.equal(readFileSync(join(root, 'version'), 'utf8'), '1\n');
    const key = readFileSync(join(root, 'lock-key'), 'utf8');
    await openStore(where);
    t.equal(readFileSync(join(root, 'lock-key'), 'utf8'), key);
  });

  t.test('is made once by many at the same time', async (t) => {
    const where = location();
    const stores = await Promise.all(Array.from({ length: 8 }, () => openStore(where)));
    const held = await stores[0]?.lock('x');
    for (const store of stores.slice(1)) {
      await t.rejects(store.lock('x', { timeout: 0 }), LockTimeout);
    }
    await held?.release();
    t.notOk(
      readdirSync(where.root).some((name) => name.startsWith('.')),
      'nothing half-made',
    );
  });

  t.test('of a later version is refused', async (t) => {
    const where = location();
    await openStore(where);
    writeFileSync(join(where.root, 'version'), '2\n');
    await t.rejects(openStore(where), StoreTooNew);
    await t.rejects(findStore(where), /layout version 2; this Stowage knows version 1/);
    writeFileSync(join(where.root, 'version'), '');
    await t.rejects(openStore(where), FileDamaged);
  });

  t.test('is not made among the files of others', async (t) => {
    const root = mkdtempSync(join(base, 'home-'));
    writeFileSync(join(root, 'thesis.txt'), 'precious');
    await t.rejects(openStore({ root, runRoot: join(base, 'run-home') }), NotAStore);
    t.same(readdirSync(root), ['thesis.txt']);
  });

  t.test('that is not there is found missing without a trace', async (t) => {
    const where = location();
    t.equal(await findStore(where), undefined);
    t.notOk(existsSync(where.root));
    await openStore(where);
    t.equal((await findStore(where))?.root, where.root);
  });

  t.test('has a run root of its own for every root but the default one', (t) => {
    t.equal(locateStore({ root: '/var/lib/stowage' }).runRoot, '/run/stowage');
    t.match(locateStore({ root: '/srv/a' }).runRoot, /^\/run\/stowage-[0-9a-f]{12}$/);
    t.not(locateStore({ root: '/srv/a' }).runRoot, locateStore({ root: '/srv/b' }).runRoot);
    t.end();
  });
});

t.test('a JSON file', async (t) => {
  const path = join(base, 'file.json');
  const person = shape.record({ name: shape.string, age: shape.optional(shape.integer) });

  t.test('is written and read as a typed value', async (t) => {
    await writeJson(path, { name: 'Ada', later: true });
    t.same(await readJson(path, person), { name: 'Ada', age: undefined });
    t.equal(await readJson(join(base, 'absent.json'), person), undefined);
    t.equal(statSync(path).mode & 0o777, 0o600);
  });

  t.test('torn at any byte is an error that names it', async (t) => {
    const whole = JSON.stringify({ name: 'Ada', age: 36 });
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(path, whole.slice(0, length));
      await t.rejects(readJson(path, person), { name: 'FileDamaged', path });
    }
  });

  t.test('of another shape is an error that names the member', async (t) => {
    writeFileSync(path, '{"name":"Ada","age":"36"}');
    await t.rejects(readJson(path, person), { message: /file\.json.*: age is not an integer/ });
    writeFileSync(path, '[]');
    await t.rejects(readJson(path, person), { message: /the document is not an object/ });
  });

  t.test('keeps keys such as __proto__ as data', async (t) => {
    writeFileSync(path, '{"__proto__":{"x":"1"},"constructor":{"x":"2"}}');
    const read = await readJson(path, shape.mapOf(shape.record({ x: shape.string })));
    t.same(Object.keys(read ?? {}), ['__proto__', 'constructor']);
  });

  t.test('keeps its old content when the new one cannot be written', async (t) => {
    await writeJson(path, { name: 'Ada' });
    await t.rejects(writeJson(join(path, 'below.json'), {}));
    t.match(await readJson(path, person), { name: 'Ada' });
    t.same(
      readdirSync(base).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  t.test('loses what a dead writer left beside it', async (t) => {
    const dead = join(base, '.file.json.4194399-0123456789ab.tmp');
    const living = join(base, `.file.json.${process.pid}-0123456789ab.tmp`);
    writeFileSync(dead, '{');
    writeFileSync(living, '{');
    await removeStaleTemporaries(base);
    t.notOk(existsSync(dead));
    t.ok(existsSync(living));
    rmSync(living);
  });
});

t.test('a mark tells a living process from a dead one and from a later one', (t) => {
  t.ok(isMarkAlive(ownMark()));
  t.ok(isMarkAlive(`${ownMark()}-17`));
  const [pid = '', start = '', boot = ''] = ownMark().split('-');
  t.notOk(isMarkAlive(`${pid}-${Number(start) + 1}-${boot}`), 'the id was given again');
  t.notOk(isMarkAlive(`${pid}-${start}-00000000`), 'the host was started again');
  t.notOk(isMarkAlive('something'));
  t.end();
});

const contender = join(fileURLToPath(new URL('.', import.meta.url)), 'contender-fixture.js');

interface Contender {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
}
function contend(where: { root: string; runRoot: string }, mode: string): Contender {
  const child = fork(contender, [where.root, where.runRoot, mode], { stdio: 'inherit' });
  return { child, ended: once(child, 'exit') };
}

t.test('a lock', async (t) => {
  t.test('lets one process and one task at a time count', async (t) => {
    const where = location();
    const store = await openStore(where);
    const counter = join(where.root, 'tmp', 'counter');
    writeFileSync(counter, '0');
    const children = Array.from({ length: 4 }, () => contend(where, 'count'));
    await Promise.all(
      Array.from({ length: 25 }, () =>
        store.withLock('counter', async () => {
          const value = Number(readFileSync(counter, 'utf8'));
          await new Promise((resolve) => setImmediate(resolve));
          writeFileSync(counter, String(value + 1));
        }),
      ),
    );
    await Promise.all(children.map(({ ended }) => ended));
    t.equal(readFileSync(counter, 'utf8'), '125');
  });

  t.test('is free when its holder is killed', async (t) => {
    const where = location();
    const store = await openStore(where);
    const { child, ended } = contend(where, 'hold');
    await once(child, 'message');
    const blocked = store.lock('counter', { timeout: 0 });
    await t.rejects(blocked, { name: 'LockTimeout', holder: { pid: child.pid } });
    t.match(await store.lockHolder('counter'), { pid: child.pid, command: 'holding' });
    const waiting = store.lock('counter', { timeout: 20_000 });
    child.kill('SIGKILL');
    const held = await waiting;
    await ended;
    t.match(await store.lockHolder('counter'), { pid: process.pid });
    await held.release();
    await held.release();
    t.equal(await store.lockHolder('counter'), undefined);
  });

  t.test('gives up in time and says who has it', async (t) => {
    const where = location();
    const store = await openStore(where);
    const held = await store.lock('counter', { command: 'stowage apply' });
    await t.rejects(store.lock('counter', { timeout: 30 }), {
      message: /"counter" is held by process \d+ \(stowage apply, since \d{4}-/,
    });
    const other = await store.lock('another');
    await other.release();
    await held.release();
  });

  t.test('is waited for no longer than anybody wants it', async (t) => {
    const store = await openStore(location());
    const held = await store.lock('counter');
    const wish = new AbortController();
    const waiting = store.lock('counter', { signal: wish.signal });
    // Nobody sees who waits for a lock.
    setTimeout(() => wish.abort(new Error('never mind')), 100);
    await t.rejects(waiting, { message: 'never mind' });
    await t.rejects(store.lock('counter', { signal: wish.signal }), { message: 'never mind' });
    await held.release();
    await (await store.lock('counter')).release();
  });

  t.test('may be asked about while it is let go', async (t) => {
    const store = await openStore(location());
    const asked: Promise<unknown>[] = [];
    for (let round = 0; round < 100; round++) {
      const held = await store.lock('x');
      const released = new AbortController();
      const release = held.release().then(() => released.abort());
      while (!released.signal.aborted) {
        asked.push(store.lockHolder('x'));
        await new Promise(setImmediate);
      }
      await release;
    }
    const answers = await Promise.allSettled(asked);
    t.ok(answers.length >= 100);
    t.same(
      answers.filter(({ status }) => status === 'rejected'),
      [],
    );
    t.equal(await store.lockHolder('x'), undefined);
  });

  t.test('is released when its action throws', async (t) => {
    const store = await openStore(location());
    await t.rejects(
      store.withLock('x', async () => {
        throw new Error('inside');
      }),
      { message: 'inside' },
    );
    await (await store.lock('x', { timeout: 0 })).release();
    t.pass('it is free again');
  });

  t.test(
    'is the same through another path of the root, and another one for another root',
    async (t) => {
      const where = location();
      const store = await openStore(where);
      const link = join(base, 'link');
      symlinkSync(where.root, link);
      const same = await openStore({ root: link, runRoot: where.runRoot });
      const other = await openStore(location());
      const held = await store.lock('x');
      await t.rejects(same.lock('x', { timeout: 0 }), LockTimeout);
      await (await other.lock('x', { timeout: 0 })).release();
      await held.release();
    },
  );
});
