/* Sources, and what git is made to do: against real repositories, friendly and hostile ones. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { makeRepository, scratchDirectory, serveRepositories } from '../testing/repositories.js';
import { linkStaysInside } from './link.js';
import { ModuleProblem } from './module-problem.js';
import { comesAfter, fetchCommit, openRepository, resolveRef } from './repository.js';
import { redact, runGit, usualLimits, type Git, type GitWorld } from './run.js';
import { allowedProtocols, parseGitSource, type GitSource } from './source.js';
import { listTree, writeTree } from './tree.js';

const protocols = ['https', 'ssh', 'file', 'git'];
const parse = (source: string): GitSource => parseGitSource(source, protocols, () => undefined);

function world(home: string, more: Partial<GitWorld> = {}): GitWorld {
  return {
    environment: { PATH: process.env['PATH'], HOME: home },
    protocols,
    limits: usualLimits,
    signal: new AbortController().signal,
    ...more,
  };
}

/** Fetches a commit and writes its files, as the loader does. */
async function checkOut(
  source: GitSource,
  scratch: string,
  more: Partial<GitWorld> = {},
  commit?: string,
): Promise<{ readonly files: string; readonly git: Git; readonly commit: string }> {
  const git = await openRepository(join(scratch, 'bare'), source, world(scratch, more));
  const resolved =
    commit === undefined ? await resolveRef(git, source) : { commit, name: undefined };
  await fetchCommit(git, source, resolved);
  const files = join(scratch, 'files');
  mkdirSync(files);
  await writeTree(git, await listTree(git, resolved.commit), files);
  return { files, git, commit: resolved.commit };
}

/** Runs git in a repository with standard input. */
function execGit(directory: string, args: readonly string[], input: string | Buffer): string {
  const identity = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org' };
  const committer = { GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.org' };
  const env = { PATH: process.env['PATH'], ...identity, ...committer };
  return execFileSync('git', [...args], { cwd: directory, env, input, encoding: 'utf8' }).trim();
}

/** Writes a tree as it is given, well-formed or not. */
function tree(directory: string, entries: readonly Buffer[]): string {
  const args = ['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'];
  return execGit(directory, args, Buffer.concat(entries));
}

t.test('a source is taken apart', async (t) => {
  t.same(parse('git::https://example.org/modules.git//db/postgres?ref=v1.2.0'), {
    text: 'git::https://example.org/modules.git//db/postgres?ref=v1.2.0',
    url: 'https://example.org/modules.git',
    directory: 'db/postgres',
    ref: 'v1.2.0',
    key: 'git::https://example.org/modules.git?ref=v1.2.0',
    repository: 'example.org/modules',
  });
  t.same(parse('git::git@example.org:team/modules//x'), {
    text: 'git::git@example.org:team/modules//x',
    url: 'git@example.org:team/modules',
    directory: 'x',
    ref: undefined,
    key: 'git::git@example.org:team/modules',
    repository: 'example.org/team/modules',
  });
  t.equal(
    parse('git::ssh://git@Example.org:22/team/modules.git').repository,
    'example.org/team/modules',
  );
  t.equal(parse('git::https://h.org/m?ref=feature%2Fx').ref, 'feature/x');
  t.equal(parse('git::https://h.org/m?ref=feature/x').ref, 'feature/x');
});

t.test('what could be anything but an address, a directory and a name is refused', async (t) => {
  const refused = [
    'git::ext::sh -c touch% /tmp/x',
    'git::ext::sh',
    'git::fd::17',
    'git::::https://example.org/x',
    'git::transport::address',
    'git::--upload-pack=touch /tmp/x',
    'git::-u',
    'git::/etc',
    'git::file://relative/path',
    'git::ssh://-oProxyCommand=touch/x',
    'git::ssh://git@-oProxyCommand=touch/x',
    'git::-oProxyCommand=x@host:path',
    'git::host:-path',
    'git::https://example.org',
    'git::https://example.org/m//../x',
    'git::https://example.org/m//a/../../x',
    'git::https://example.org/m/../n',
    'git::https://example.org/m?ref=--upload-pack=touch',
    'git::https://example.org/m?ref=-x',
    'git::https://example.org/m?ref=a..b',
    'git::https://example.org/m?ref=a@{1}',
    'git::https://example.org/m?ref=a:b',
    'git::https://example.org/m?ref=%2D-x',
    'git::https://example.org/m?ref=%',
    'git::https://example.org/m?ref=a&depth=1',
    'git::https://example.org/m?token=hunter2',
    'git::https://example.org/m\n',
    'git::https://exa mple.org/m',
    'git::ftp://example.org/m',
    'git::http://example.org/m',
    'git::ssh://git@example.org/a::b',
  ];
  for (const source of refused) t.throws(() => parse(source), ModuleProblem, source);
});

t.test('a credential in an address is refused, and told so that it can be hidden', async (t) => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['git::https://ada:hunter2@example.org/m', ['hunter2', 'ada']],
    ['git::https://t0ken@example.org/m', ['t0ken']],
    ['git::ssh://git:hunter2@example.org/m', ['hunter2']],
    ['git::HTTPS://:hunter2@example.org/m', ['hunter2']],
  ];
  for (const [source, secrets] of cases) {
    const told: string[] = [];
    try {
      parseGitSource(source, protocols, (secret) => told.push(secret));
      t.fail(source);
    } catch (error) {
      if (!(error instanceof ModuleProblem)) throw error;
      const text = `${error.message} ${error.detail ?? ''}`;
      for (const secret of secrets) t.notOk(text.includes(secret), 'the message does not hold it');
    }
    t.match(
      told.filter((one) => one !== ''),
      secrets,
    );
  }
  t.equal(
    redact("fatal: unable to access 'https://ada:hunter2@example.org/m/': refused"),
    "fatal: unable to access 'https://example.org/m/': refused",
  );
});

t.test('which protocols are spoken can be said', async (t) => {
  t.same(allowedProtocols({}), ['https', 'ssh', 'file']);
  t.same(allowedProtocols({ STOWAGE_GIT_PROTOCOLS: 'https:git' }), ['https', 'git']);
  t.throws(() => allowedProtocols({ STOWAGE_GIT_PROTOCOLS: 'https:ext' }), /ext/);
});

t.test('links stay inside', async (t) => {
  const inside: readonly (readonly [string, string])[] = [
    ['a', 'b'],
    ['a/b', '../c'],
    ['a/b', './c'],
    ['a/b/c', '../../d/e'],
    ['a/b', '..'],
  ];
  const outside: readonly (readonly [string, string])[] = [
    ['a', '..'],
    ['a', '../b'],
    ['a/b', '../../c'],
    ['a', '/etc/passwd'],
    ['a', ''],
    ['a/b', 'c/../../../d'],
    ['a/b', 'link/..'],
    ['a', '..\\b'],
  ];
  for (const [path, target] of inside) t.ok(linkStaysInside(path, target), `${path} -> ${target}`);
  for (const [path, target] of outside)
    t.notOk(linkStaysInside(path, target), `${path} -> ${target}`);
});

t.test('a ref leads to a commit, and that to its files', async (t) => {
  const scratch = scratchDirectory(t);
  const repository = makeRepository(join(scratch, 'origin'));
  const first = repository.commit({ 'pg/main.stow': 'first', 'run.sh': '#!/bin/sh' });
  repository.git('tag', '--annotate', '--message', 'one', 'v1');
  repository.git('update-index', '--chmod=+x', 'run.sh');
  repository.git('commit', '--quiet', '--message', 'executable');
  repository.git('checkout', '--quiet', '--force', 'main');
  const second = repository.commit({ 'pg/main.stow': 'second' });
  repository.git('branch', 'v1', second);

  const tag = await checkOut(parse(`git::${repository.url}?ref=v1`), join(scratch, 'a'));
  t.equal(tag.commit, first, 'a tag goes before a branch, and an annotated one is followed');
  t.equal(readFileSync(join(tag.files, 'pg/main.stow'), 'utf8'), 'first');

  const head = await checkOut(parse(`git::${repository.url}`), join(scratch, 'b'));
  t.equal(head.commit, second);
  t.equal(statSync(join(head.files, 'run.sh')).mode & 0o777, 0o755);
  t.equal(statSync(join(head.files, 'pg/main.stow')).mode & 0o777, 0o644);

  const exact = await checkOut(parse(`git::${repository.url}?ref=${first}`), join(scratch, 'c'));
  t.equal(exact.commit, first, 'a commit behind the tips is found, too');

  const missing = checkOut(parse(`git::${repository.url}?ref=v9`), join(scratch, 'd'));
  await t.rejects(missing, /no branch and no tag v9/);
  const nowhere = checkOut(parse(`git::${repository.url}-gone`), join(scratch, 'e'));
  await t.rejects(nowhere, /cannot reach/);
  const gone = checkOut(parse(`git::${repository.url}?ref=${'1'.repeat(40)}`), join(scratch, 'f'));
  await t.rejects(gone, /has no commit 1111/);
});

t.test('by the daemon of git, as over a network', async (t) => {
  const scratch = scratchDirectory(t);
  const repository = makeRepository(join(scratch, 'served/modules'));
  const first = repository.commit({ 'main.stow': 'first' });
  const second = repository.commit({ 'main.stow': 'second' });
  const server = await serveRepositories(join(scratch, 'served'));
  t.teardown(() => server.stop());
  const source = parse(`git::${server.url}/modules?ref=main`);
  const tip = await checkOut(source, join(scratch, 'tip'));
  t.equal(tip.commit, second);
  const behind = await checkOut(source, join(scratch, 'behind'), {}, first);
  t.equal(readFileSync(join(behind.files, 'main.stow'), 'utf8'), 'first');

  const git = await openRepository(join(scratch, 'history'), source, world(scratch));
  const now = { commit: second, name: 'refs/heads/main' };
  t.ok(await comesAfter(git, source, now, first), 'a branch that went on');
  t.notOk(await comesAfter(git, source, now, '1'.repeat(40)), 'a branch that was put back');

  const refused = checkOut(source, join(scratch, 'refused'), { protocols: ['https'] });
  await t.rejects(refused, /cannot reach/, 'git itself keeps to the protocols, too');
});

t.test('nothing that a repository or a configuration holds is run', async (t) => {
  const scratch = scratchDirectory(t);
  const mark = join(scratch, 'was-run');
  const repository = makeRepository(join(scratch, 'origin'));
  repository.commit({
    'main.stow': 'text',
    'crlf.txt': 'a\nb\n',
    '.gitattributes': '*.stow filter=evil\n*.txt text eol=crlf\n',
    '.gitmodules': `[submodule "sub"]\n\tpath = sub\n\turl = ext::touch ${mark}\n`,
    '.github/workflow.yml': 'x',
  });
  repository.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
  repository.git('commit', '--quiet', '--message', 'submodule');
  // A home whose configuration would run something at every step that git knows.
  const home = join(scratch, 'home');
  const hooks = join(home, 'hooks');
  const template = join(home, 'template/hooks');
  for (const directory of [hooks, template]) {
    mkdirSync(directory, { recursive: true });
    for (const hook of [
      'post-checkout',
      'reference-transaction',
      'post-merge',
      'fsmonitor-watchman',
    ]) {
      writeFileSync(join(directory, hook), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    }
  }
  writeFileSync(
    join(home, '.gitconfig'),
    [
      `[core]\n\thooksPath = ${hooks}\n\tfsmonitor = touch ${mark}\n\tpager = touch ${mark}`,
      `[init]\n\ttemplateDir = ${join(home, 'template')}`,
      `[filter "evil"]\n\tsmudge = touch ${mark}\n\tprocess = touch ${mark}\n\trequired = true`,
      `[protocol "ext"]\n\tallow = always`,
      `[fetch]\n\trecurseSubmodules = yes`,
      `[submodule]\n\trecurse = true`,
      `[remote "origin"]\n\tuploadpack = touch ${mark}`,
      `[url "ext::touch ${mark} "]\n\tinsteadOf = https://rewritten.example.org/`,
    ].join('\n'),
  );
  const environment = {
    PATH: process.env['PATH'],
    HOME: home,
    GIT_EXTERNAL_DIFF: `touch ${mark}`,
    GIT_PROXY_COMMAND: `touch ${mark}`,
    GIT_TEMPLATE_DIR: join(home, 'template'),
    GIT_DIR: scratch,
    GIT_EXEC_PATH: hooks,
  };
  const { files, git } = await checkOut(parse(`git::${repository.url}`), join(scratch, 'a'), {
    environment,
  });
  t.notOk(existsSync(mark), 'nothing was run');
  t.equal(readFileSync(join(files, 'crlf.txt'), 'utf8'), 'a\nb\n', 'no attribute changed a file');
  t.notOk(existsSync(join(files, 'sub')), 'the submodule is not there');
  t.notOk(existsSync(join(files, '.github')), 'what is git’s own is left out');
  t.notOk(existsSync(join(git.directory, 'hooks')), 'no template was copied');
  const rewritten = checkOut(parse('git::https://rewritten.example.org/m'), join(scratch, 'b'), {
    environment,
  });
  await t.rejects(rewritten, /cannot reach/);
  t.notOk(existsSync(mark), 'a rewritten address does not lead to a program');
  const { stdout } = await runGit(git, ['config', '--list', '--show-scope']);
  t.notMatch(stdout.toString(), /hookspath=.*home|smudge|templatedir/i);
});

t.test('links of a repository: inside they are kept, outside they are refused', async (t) => {
  const scratch = scratchDirectory(t);
  const repository = makeRepository(join(scratch, 'origin'));
  const link = (path: string, target: string): void => {
    const object = execGit(repository.directory, ['hash-object', '-w', '--stdin'], target);
    repository.git('update-index', '--add', '--cacheinfo', `120000,${object},${path}`);
    repository.git('commit', '--quiet', '--message', path);
  };
  repository.commit({ 'a/main.stow': 'text' });
  link('b', 'a');
  const kept = await checkOut(parse(`git::${repository.url}`), join(scratch, 'kept'));
  t.equal(readlinkSync(join(kept.files, 'b')), 'a');
  link('a/out', '../../../../../etc/passwd');
  const outside = checkOut(parse(`git::${repository.url}`), join(scratch, 'outside'));
  await t.rejects(outside, /leads out of it, to "\.\.\/\.\.\/\.\.\/\.\.\/\.\.\/etc\/passwd"/);
  repository.git('update-index', '--force-remove', 'a/out');
  link('abs', '/etc/passwd');
  const absolute = checkOut(parse(`git::${repository.url}`), join(scratch, 'absolute'));
  await t.rejects(absolute, /leads out of it/);
});

t.test('a tree that git would not make is refused', async (t) => {
  const scratch = scratchDirectory(t);
  const repository = makeRepository(join(scratch, 'origin'));
  repository.commit({ 'main.stow': 'text' });
  const blob = execGit(repository.directory, ['hash-object', '-w', '--stdin'], 'text');
  const entry = (mode: string, name: string, object: string): Buffer =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(object, 'hex')]);
  const target = execGit(repository.directory, ['hash-object', '-w', '--stdin'], '/tmp');
  const inner = tree(repository.directory, [entry('100644', 'main.stow', blob)]);
  const trees: readonly (readonly Buffer[])[] = [
    [entry('40000', '..', inner)],
    [entry('40000', '.git', inner)],
    [entry('100644', '../main.stow', blob)],
    // A link, and a directory of its name, through which a file would be written.
    [entry('120000', 'a', target), entry('40000', 'a', inner)],
  ];
  for (const [index, entries] of trees.entries()) {
    const object = tree(repository.directory, entries);
    const commit = execGit(repository.directory, ['commit-tree', object, '-m', 'evil'], '');
    repository.git('update-ref', `refs/heads/evil${index}`, commit);
    const fetched = checkOut(
      parse(`git::${repository.url}?ref=evil${index}`),
      join(scratch, `e${index}`),
    );
    await t.rejects(fetched, ModuleProblem, `tree ${index}`);
    t.notOk(existsSync(join(scratch, `e${index}`, 'main.stow')), 'nothing was written beside it');
  }
  t.notOk(existsSync('/tmp/main.stow'), 'nor where the link leads');
});

t.test('limits: size, number of files, packed size, time', async (t) => {
  const scratch = scratchDirectory(t);
  const repository = makeRepository(join(scratch, 'origin'));
  repository.commit({ 'main.stow': 'text', 'big.txt': 'x'.repeat(3_000_000), 'c.txt': 'c' });
  const source = parse(`git::${repository.url}`);
  const large = checkOut(source, join(scratch, 'a'), {
    limits: { ...usualLimits, bytes: 2_000_000 },
  });
  await t.rejects(large, /larger than 1 MiB/, 'what packs well is counted unpacked');
  const many = checkOut(source, join(scratch, 'b'), { limits: { ...usualLimits, files: 2 } });
  await t.rejects(many, /more than 2/);
  const packed = checkOut(source, join(scratch, 'c'), {
    limits: { ...usualLimits, packedBytes: 1000 },
  });
  await t.rejects(packed, /larger than 0 MiB/);
  const hung = join(scratch, 'hung');
  writeFileSync(hung, '#!/bin/sh\nexec sleep 300\n', { mode: 0o755 });
  const slow = checkOut(parse('git::ssh://example.org/m'), join(scratch, 'd'), {
    environment: { PATH: process.env['PATH'], GIT_SSH: hung },
    limits: { ...usualLimits, milliseconds: 300 },
  });
  await t.rejects(slow, /longer than 0.3 s/);
  const controller = new AbortController();
  controller.abort();
  const stopped = checkOut(source, join(scratch, 'e'), { signal: controller.signal });
  await t.rejects(stopped, /interrupted/);
  const without = checkOut(source, join(scratch, 'f'), { environment: { PATH: scratch } });
  await t.rejects(without, /there is no git/);
});
