/*
 * What is asked of a repository: which commit a ref names, a commit with its files, and whether one
 * commit comes after another. Everything lands in a bare repository of its own that is thrown away.
 */
import { mkdirSync } from 'node:fs';
import { ModuleProblem } from './module-problem.js';
import { gitIn, reasonOf, runGit, type Git, type GitWorld } from './run.js';
import { isCommit, type GitSource } from './source.js';

/** A commit, and the full name of the ref that leads to it, absent where the commit itself is written. */
export interface Resolved {
  readonly commit: string;
  readonly name: string | undefined;
}

/** Makes a bare repository, without anything from a template. @throws ModuleProblem */
export async function openRepository(
  directory: string,
  { url }: GitSource,
  world: GitWorld,
  objectFormat: 'sha1' | 'sha256' = 'sha1',
): Promise<Git> {
  mkdirSync(directory, { recursive: true });
  const git = gitIn(directory, world);
  const init = ['init', '--quiet', '--bare', '--template=', `--object-format=${objectFormat}`];
  await must(git, init, 'cannot make a repository to fetch into');
  await must(git, ['config', 'remote.origin.url', url], 'cannot note the address');
  return git;
}

async function must(git: Git, args: readonly string[], summary: string): Promise<Buffer> {
  const { code, stdout, stderr } = await runGit(git, args);
  if (code !== 0) throw new ModuleProblem(summary, reasonOf(stderr));
  return stdout;
}

/** The commit that a source's ref names now. @throws ModuleProblem */
export async function resolveRef(git: Git, source: GitSource): Promise<Resolved> {
  const { url, ref } = source;
  if (ref !== undefined && isCommit(ref)) return { commit: ref, name: undefined };
  const names = candidateNames(ref);
  const patterns = names.flatMap((name) => [name, `${name}^{}`]);
  const ran = await runGit(git, ['ls-remote', '--quiet', 'origin', ...patterns]);
  if (ran.code !== 0) throw new ModuleProblem(`cannot reach ${url}`, reasonOf(ran.stderr));
  const commits = readRefs(ran.stdout.toString('utf8'));
  for (const name of names) {
    const commit = commits.get(`${name}^{}`) ?? commits.get(name);
    if (commit !== undefined) return { commit, name };
  }
  throw new ModuleProblem(
    ref === undefined ? `${url} has no commit` : `${url} has no branch and no tag ${ref}`,
    ref === undefined ? undefined : 'A commit is written with all of its hexadecimal digits.',
  );
}

/** A tag goes before a branch of its name, as in git. */
function candidateNames(ref: string | undefined): readonly string[] {
  if (ref === undefined) return ['HEAD'];
  if (ref === 'HEAD' || ref.startsWith('refs/')) return [ref];
  return [`refs/tags/${ref}`, `refs/heads/${ref}`];
}

function readRefs(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').map((line) => line.split('\t'));
  return new Map(
    lines.flatMap(([commit = '', name]): (readonly [string, string])[] =>
      name !== undefined && isCommit(commit) ? [[name, commit]] : [],
    ),
  );
}

const fetchFlags = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
];

/** Fetches a commit with its files: alone where the server gives it alone. @throws ModuleProblem */
export async function fetchCommit(
  git: Git,
  { url }: GitSource,
  { commit, name }: Resolved,
): Promise<void> {
  const wanted = name ?? commit;
  const alone = await runGit(git, [
    ...fetchFlags,
    '--depth=1',
    'origin',
    `+${wanted}:refs/stowage/wanted`,
  ]);
  if (alone.code === 0 && (await hasCommit(git, commit))) return;
  const everything = ['+refs/heads/*:refs/stowage/heads/*', '+refs/tags/*:refs/stowage/tags/*'];
  const whole = await runGit(git, [...fetchFlags, '--unshallow', 'origin', ...everything]);
  const complete =
    whole.code === 0 ? whole : await runGit(git, [...fetchFlags, 'origin', ...everything]);
  if (complete.code !== 0) {
    throw new ModuleProblem(`cannot fetch ${url}`, reasonOf(complete.stderr));
  }
  if (await hasCommit(git, commit)) return;
  throw new ModuleProblem(
    `${url} has no commit ${commit}`,
    'No branch and no tag leads to it any more. If that is as it should be, `stowage update` moves the pin.',
  );
}

async function hasCommit(git: Git, commit: string): Promise<boolean> {
  return (await runGit(git, ['cat-file', '-e', `${commit}^{commit}`])).code === 0;
}

/**
 * Whether a commit was made on top of another; that the other is gone counts as no.
 * Brings the commits without their files where the server can do that.
 * @throws ModuleProblem
 */
export async function comesAfter(
  git: Git,
  { url }: GitSource,
  { commit, name }: Resolved,
  earlier: string,
): Promise<boolean> {
  const spec = `+${name ?? commit}:refs/stowage/history`;
  const { code, stderr } = await runGit(git, [...fetchFlags, '--filter=tree:0', 'origin', spec]);
  if (code !== 0) throw new ModuleProblem(`cannot fetch ${url}`, reasonOf(stderr));
  // Not asked with `earlier` itself: of a repository of part of its objects, git would fetch it.
  const history = await runGit(git, ['rev-list', 'refs/stowage/history']);
  return history.stdout.toString('latin1').split('\n').includes(earlier);
}
