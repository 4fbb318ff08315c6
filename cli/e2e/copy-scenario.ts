/* Copying to and from containers, by docker's rules, alike on every engine. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFile, execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { stowage, type Finished } from './stowage.js';

const execute = promisify(execFile);

/** `stowage cp` on a container by its address, running and stopped. */
export async function copyVerb(t: Test, engine: EngineUnderTest): Promise<void> {
  const { env } = engine;
  const base = mkdtempSync(join(tmpdir(), 'stowage-cp-'));
  const container = 'container.client';
  const run = (...args: readonly string[]): Promise<Finished> => stowage(args, { env, cwd: base });
  const copy = async (...args: readonly string[]): Promise<void> => {
    const { code, text } = await run('cp', ...args);
    t.equal(code, 0, text);
  };
  const refused = async (expected: RegExp, ...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await run('cp', ...args);
    t.equal(code, 1, `cp ${args.join(' ')} is refused`);
    t.match(stderr, expected);
    t.notMatch(stderr, /bug in Stowage/);
  };
  /** Copies bytes. Others go on meanwhile: a line to the engine may lead through this very process. */
  const pipe = async (args: readonly string[], input: Uint8Array = Buffer.alloc(0)) => {
    const running = execute(process.execPath, [resolve('dist/stowage.js'), 'cp', ...args], {
      env: { ...process.env, ...env },
      maxBuffer: 1 << 26,
      encoding: 'buffer',
    });
    running.child.stdin?.end(input);
    return (await running).stdout;
  };
  const inside = async (script: string): Promise<string> =>
    (await run('exec', container, 'sh', '-c', script)).stdout.trim();
  mkdirSync(join(base, 'tree/sub'), { recursive: true });
  writeFileSync(join(base, 'tree/a'), 'one\n', { mode: 0o640 });
  writeFileSync(join(base, 'tree/sub/b'), 'two\n');
  symlinkSync('a', join(base, 'tree/link'));
  writeFileSync(join(base, 'big'), Buffer.alloc(3_000_001, 'x'));
  try {
    await inside('rm -rf /cp; mkdir /cp; echo old > /cp/file; ln -s file /cp/link; ln -s /cp /dir');
    // Into a container: to a name, over a file, into a directory, the content of one.
    await copy('tree/a', `${container}:/cp/new`);
    await copy('tree/a', `${container}:/cp/link`);
    await copy('big', `${container}:/dir/`);
    await copy('tree', `${container}:/cp`);
    await copy('tree/.', `${container}:/cp/made`);
    await copy('tree/.', `${container}:/cp`);
    await copy('-L', 'tree/link', `${container}:/cp/followed`);
    const seen = await inside(
      'cd /cp; cat new file a made/sub/b tree/sub/b followed; stat -c "%u:%g %a" new; readlink tree/link; wc -c < big',
    );
    const texts = ['one', 'one', 'one', 'two', 'two', 'one'];
    t.equal(seen, [...texts, '0:0 640', 'a', '3000001'].join('\n'));
    await refused(/\/none.* does not exist/, 'tree/a', `${container}:/none/`);
    await refused(/\/none.* does not exist/, 'tree/a', `${container}:/none/x`);
    await refused(/no directory can be copied over/, 'tree', `${container}:/cp/file`);
    await refused(/does not exist/, 'nothing', `${container}:/cp`);
    await refused(/not a directory/, 'tree/a', `${container}:/cp/file/`);
    await refused(/container nobody/, 'tree/a', 'nobody:/cp');
    t.equal((await run('cp', 'tree', 'other')).code, 64, 'one of the two is in a container');

    for (const state of ['running', 'stopped']) {
      if (state === 'stopped') {
        const stopped = await run('stop', '--time', '0s', container);
        t.equal(stopped.code, 0, stopped.text);
      }
      const to = (path: string): string => join(base, state, path);
      mkdirSync(to('there'), { recursive: true });
      await copy(`${container}:/cp/tree`, `${state}/there`);
      await copy(`${container}:/cp/tree`, `${state}/named`);
      await copy(`${container}:/cp/tree/.`, `${state}/there`);
      await copy(`${container}:/cp/link`, `${state}/linked`);
      await copy('-L', `${container}:/cp/link`, `${state}/followed`);
      await copy(`${container}:/dir/big`, state);
      t.equal(readFileSync(to('there/tree/sub/b'), 'utf8'), 'two\n');
      t.equal(readFileSync(to('there/sub/b'), 'utf8'), 'two\n');
      t.equal(readFileSync(to('named/a'), 'utf8'), 'one\n');
      t.equal(statSync(to('named/a')).mode & 0o7777, 0o640);
      // Podman packs what a link leads to.
      if (engine.name === 'podman') t.equal(readFileSync(to('linked'), 'utf8'), 'one\n');
      else t.equal(readlinkSync(to('linked')), 'a');
      t.equal(readFileSync(to('followed'), 'utf8'), 'one\n');
      t.equal(statSync(to('big')).size, 3_000_001);
      await refused(/\/cp\/none.* does not exist/, `${container}:/cp/none`, state);
      await refused(/not a directory/, `${container}:/cp/file/`, state);
      await refused(
        /the directory .*none.* does not exist/,
        `${container}:/cp/file`,
        `${state}/none/`,
      );
      // An archive out of one place, and into another.
      const archive = await pipe([`${container}:/cp/tree`, '-']);
      const names = execFileSync('tar', ['-t'], { input: archive, encoding: 'utf8' });
      t.same(names.trim().replaceAll('/\n', '\n').split('\n').sort(), [
        'tree',
        'tree/a',
        'tree/link',
        'tree/sub',
        'tree/sub/b',
      ]);
      await copy('-a', 'tree', `${container}:/cp/${state}`);
      await pipe(['-', `${container}:/cp/${state}`], archive);
      await copy(`${container}:/cp/${state}/tree/sub/b`, to('back'));
      t.equal(readFileSync(to('back'), 'utf8'), 'two\n');
    }
    // No link of the container leads to this host.
    t.equal((await run('start', container)).code, 0);
    await inside(`ln -s ${base}/tree /cp/escape; ln -s ../../../../../..${base} /cp/up`);
    await refused(/does not exist/, 'tree/a', `${container}:/cp/escape/planted`);
    await refused(/does not exist/, `${container}:/cp/up/big`, 'stolen');
    t.notOk(existsSync(join(base, 'tree/planted')));
    await inside('rm -rf /cp /dir');
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
