/*
 * A commit's files, written to a directory without a checkout: no hook, filter, attribute or submodule
 * has a part in it. Links are written last, so that nothing is ever written through one, and only
 * those that stay inside. Names that begin with `.git` are no part of a module.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { linkStaysInside } from './link.js';
import { ModuleProblem } from './module-problem.js';
import { runGit, startGit, supervise, type Git } from './run.js';

export interface TreeEntry {
  readonly mode: '100644' | '100755' | '120000';
  readonly object: string;
  readonly size: number;
  readonly path: string;
}

const isModuleMode = (mode: string): mode is TreeEntry['mode'] =>
  mode === '100644' || mode === '100755' || mode === '120000';

/** Lists the files of a commit. @throws ModuleProblem for what may not be written */
export async function listTree(git: Git, commit: string): Promise<readonly TreeEntry[]> {
  const args = ['ls-tree', '-r', '-l', '-z', '--full-tree', commit];
  const { code, stdout } = await runGit(git, args);
  if (code !== 0) throw new ModuleProblem(`cannot list the files of commit ${commit}`);
  const entries: TreeEntry[] = [];
  let bytes = 0;
  for (const line of splitZero(stdout)) {
    const [, mode = '', object = '', size = '0', path = ''] =
      /^(\d{6}) \w+ ([0-9a-f]+) +(\d+|-)\t([\s\S]+)$/.exec(line) ?? [];
    if (mode === '160000' || isLeftOut(path)) continue; // a submodule, or git's own
    if (!isModuleMode(mode)) throw new ModuleProblem(`a file of the repository has mode ${mode}`);
    refuseName(path);
    entries.push({ mode, object, size: Number(size), path });
    bytes += Number(size);
    if (bytes > git.limits.bytes || entries.length > git.limits.files) {
      throw new ModuleProblem(
        `the files of the repository are more than ${git.limits.files}, or larger than ${Math.floor(git.limits.bytes / (1024 * 1024))} MiB`,
        'Put modules into a repository of their own.',
      );
    }
  }
  return entries;
}

/** Text between zero bytes; what is not UTF-8 cannot be the name of a file of a module. */
function splitZero(bytes: Buffer): readonly string[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.split('\0').filter((line) => line !== '');
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ModuleProblem('the repository has a file whose name is not UTF-8');
  }
}

/** Whether a path has a part that is git's own: `.git`, `.gitignore`, `.github`, … */
export function isLeftOut(path: string): boolean {
  return path.split('/').some((part) => part.toLowerCase().startsWith('.git'));
}

function refuseName(path: string): void {
  const parts = path.split('/');
  const odd = parts.some((part) => part === '' || part === '.' || part === '..');
  if (odd || parts.length > 64 || path.length > 1024 || /[\0-\x1f\x7f\\]/.test(path)) {
    throw new ModuleProblem(`the repository has a file with the name ${JSON.stringify(path)}`);
  }
}

/** Writes the files of a commit below a directory. @throws ModuleProblem */
export async function writeTree(
  git: Git,
  entries: readonly TreeEntry[],
  directory: string,
): Promise<void> {
  const child = startGit(git, ['cat-file', '--batch', '--buffer']);
  const end = supervise(git, child);
  if (!child.stdin || !child.stdout) throw new Error('the streams of git are pipes');
  child.stdin.on('error', () => undefined); // git ended first: what it did not print is missed below
  child.stdin.end(entries.map(({ object }) => `${object}\n`).join(''));
  const links: { readonly path: string; readonly target: string }[] = [];
  const objects = readObjects(child.stdout);
  try {
    for (const { mode, path, object } of entries) {
      const { value: content } = await objects.next();
      if (!content || content.object !== object) throw incomplete();
      if (mode === '120000') links.push({ path, target: content.bytes.toString('utf8') });
      else
        place(path, () => {
          const target = join(directory, path);
          mkdirSync(dirname(target), { recursive: true });
          const permissions = mode === '100755' ? 0o755 : 0o644;
          writeFileSync(target, content.bytes, { flag: 'wx', mode: permissions });
        });
    }
  } finally {
    child.stdout.resume();
    await end;
  }
  for (const { path, target } of links) {
    if (!linkStaysInside(path, target)) throw escaping(path, target);
    place(path, () => {
      mkdirSync(join(directory, dirname(path)), { recursive: true });
      symlinkSync(target, join(directory, path));
    });
  }
}

/** Two files of one path, which git itself would not make, or this file system does not tell apart. */
function place(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EEXIST' && code !== 'ENOTDIR' && code !== 'EISDIR') throw error;
    throw new ModuleProblem(
      `the repository has more than one file at ${JSON.stringify(path)}, as this host tells names apart`,
    );
  }
}

const incomplete = (): ModuleProblem =>
  new ModuleProblem('the repository did not give all files of the commit');

const escaping = (path: string, target: string): ModuleProblem =>
  new ModuleProblem(
    `the link ${JSON.stringify(path)} of the repository leads out of it, to ${JSON.stringify(target)}`,
    'A module is what its commit holds; a link to something else of this host is refused.',
  );

interface GitObject {
  readonly object: string;
  readonly bytes: Buffer;
}

/** Reads what `cat-file --batch` prints: a line with id, type and size, the content, a line feed. */
async function* readObjects(stream: Readable): AsyncGenerator<GitObject, undefined> {
  const source: AsyncIterator<unknown, undefined> = stream[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let length = 0;
  /** Waits for so many bytes and joins them; `undefined` when the stream ends before. */
  const gather = async (wanted: number): Promise<Buffer | undefined> => {
    while (length < wanted) {
      const { value, done } = await source.next();
      if (done === true || !Buffer.isBuffer(value)) return undefined;
      held.push(value);
      length += value.length;
    }
    const [only] = held;
    const joined = only && held.length === 1 ? only : Buffer.concat(held);
    held = [joined];
    return joined;
  };
  for (;;) {
    let head = await gather(1);
    while (head && !head.includes(0x0a)) head = await gather(head.length + 1);
    const line = head?.subarray(0, head.indexOf(0x0a)).toString('latin1') ?? '';
    const [, object, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
    if (object === undefined || size === undefined) return undefined;
    const start = line.length + 1;
    const end = start + Number(size);
    const all = await gather(end + 1);
    if (!all) return undefined;
    yield { object, bytes: all.subarray(start, end) };
    held = [all.subarray(end + 1)];
    length = all.length - end - 1;
  }
}
