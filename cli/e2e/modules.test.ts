/*
 * Modules from end to end, with the built command and repositories behind git's own daemon: from `use`
 * to a plan, by several commands at once, and when the user has had enough of waiting.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import {
  makeRepository,
  scratchDirectory,
  serveRepositories,
} from '../stack/testing/repositories.js';
import { writeFiles } from '../stack/testing/write-files.js';
import { stowage } from './stowage.js';

t.test('a module of a repository, from its first use to a plan', async (t) => {
  const scratch = scratchDirectory(t);
  const repository = makeRepository(join(scratch, 'served/modules'));
  repository.commit({
    'page/main.stow': [
      'param text: string',
      'image page { from: "scratch", context: "./files", steps: [copy("index.html", "/www/index.html")] }',
      'output image = page.name',
      'output text = "${text} ${trim(file("files/name.txt"))}"',
      '',
    ].join('\n'),
    'page/files/index.html': '<h1>page</h1>\n',
    'page/files/name.txt': 'module\n',
  });
  repository.git('tag', 'v1');
  const server = await serveRepositories(join(scratch, 'served'));
  t.teardown(() => server.stop());
  const directory = join(scratch, 'stack');
  const source = `git::${server.url}/modules//page?ref=v1`;
  writeFiles(directory, {
    'main.stow': `stack paged\nuse "${source}" as page { text: "a" }\noutput text = page.text\n`,
  });
  const env = {
    STOWAGE_ENGINE: 'embedded',
    STOWAGE_ROOT: join(scratch, 'root'),
    STOWAGE_CACHE: join(scratch, 'cache'),
    STOWAGE_GIT_PROTOCOLS: 'git',
    HOME: scratch,
  };
  const run = (...args: readonly string[]) => stowage(args, { env, cwd: directory });
  const first = await run('plan');
  t.equal(first.code, 1);
  t.match(first.stderr, /main\.stow:2:5[\s\S]*`stowage update`/);
  t.notOk(readdirSync(directory).includes('stowage.lock'), 'a plan writes nothing');
  t.equal((await run('update')).code, 0);
  const lock = readFileSync(join(directory, 'stowage.lock'), 'utf8');
  const plan = await run('plan');
  t.equal(plan.code, 0, plan.text);
  t.match(plan.stdout, /build page\.image\.page \(paged\/page-page:/);
  t.match(plan.stdout, /^text = a module$/m);

  rmSync(join(scratch, 'cache'), { recursive: true });
  const all = await Promise.all(Array.from({ length: 4 }, () => run('output')));
  for (const { stdout, text } of all) t.equal(stdout, 'text = a module\n', text);
  t.equal((await run('vendor')).code, 0);
  await server.stop();
  rmSync(join(scratch, 'cache'), { recursive: true });
  const alone = await run('plan');
  t.match(alone.stdout, /build page\.image\.page/, alone.text);
  t.equal(readFileSync(join(directory, 'stowage.lock'), 'utf8'), lock, 'and the lock is as it was');
});

/** Whether a process has ended; its parent may not have looked yet. */
function isGone(pid: number): boolean {
  try {
    return /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
}

t.test('a fetch that hangs ends with the command', async (t) => {
  const scratch = scratchDirectory(t);
  const directory = join(scratch, 'stack');
  const begun = join(scratch, 'begun');
  writeFiles(directory, {
    'main.stow': 'stack hung\nuse "git::ssh://git@example.org/modules.git" as m\n',
  });
  mkdirSync(begun);
  const ssh = join(scratch, 'ssh');
  writeFileSync(
    ssh,
    `#!/bin/sh\necho $$ > ${begun}/pid.new && mv ${begun}/pid.new ${begun}/pid\nexec sleep 300\n`,
    {
      mode: 0o755,
    },
  );
  const child = spawn(process.execPath, [resolve('dist/stowage.js'), 'update'], {
    cwd: directory,
    env: { PATH: process.env['PATH'], HOME: scratch, GIT_SSH: ssh },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  while (!readdirSync(begun).includes('pid')) await new Promise((done) => setImmediate(done));
  const pid = Number(readFileSync(join(begun, 'pid'), 'utf8'));
  const ended = once(child, 'close');
  child.kill('SIGINT');
  await ended;
  t.not(child.exitCode, 0);
  t.match(stderr, /interrupted while fetching a module/);
  t.ok(isGone(pid), 'git and its transport have ended, too');
  t.notOk(readdirSync(directory).includes('stowage.lock'));
  t.same(readdirSync(join(scratch, '.cache/stowage/modules')), [], 'and nothing is left behind');
});
