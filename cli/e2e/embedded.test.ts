/* The scenarios on the embedded engine, with a store of its own, on the real kernel. */
import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { scenarios } from './all-scenarios.js';
import { embeddedUnderTest } from './embedded-engine.js';
import { standHello } from './scenarios.js';
import { stowage } from './stowage.js';

const run = promisify(execFile);
const engine = embeddedUnderTest(t);
const { env, root } = engine;

for (const [what, scenario] of scenarios) t.test(what, (t) => scenario(t, engine));

t.test('plan and drift write nothing', async (t) => {
  const stand = await standHello(t, engine);
  const fresh = join(root, 'never-made');
  const plan = ['plan', stand.copy.directory, ...stand.parameters, '--detailed-exitcode'];
  const traced = join(stand.copy.directory, 'trace');
  try {
    const first = await stowage(plan, { env: { ...env, STOWAGE_ROOT: fresh } });
    t.equal(first.code, 2, first.text);
    t.notOk(statSync(fresh, { throwIfNoEntry: false }), 'not even the store is made');
    await stand.apply();
    const { stdout } = await run(
      'strace',
      [
        '-f',
        '-qq',
        '-o',
        traced,
        '-e',
        'trace=open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,mount,umount2,kill,symlink,symlinkat,link,linkat,chmod,fchmodat,truncate',
        process.execPath,
        'dist/stowage.js',
        ...plan,
      ],
      { env: { PATH: process.env['PATH'], ...env } },
    );
    t.match(stdout, /^No differences\./m);
    const calls = readFileSync(traced, 'utf8').split('\n');
    t.ok(calls.length > 100, `${calls.length} calls were seen`);
    const writes = calls.filter(
      (call) =>
        (/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(call) || !/open/.test(call)) &&
        !/"\/dev\/(null|tty)"|ENOENT|\+\+\+|---/.test(call) &&
        call !== '',
    );
    t.same(writes, [], 'no call writes, makes, removes, mounts or kills anything');
    await stand.destroy(['visits']);
  } finally {
    stand.copy.remove();
  }
});
