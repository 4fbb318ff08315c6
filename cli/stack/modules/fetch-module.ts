/*
 * Brings the content of a commit into the cache, and says what its hash is. The one place where the
 * loader touches the network.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleProblem } from '../git/module-problem.js';
import {
  comesAfter,
  fetchCommit,
  openRepository,
  resolveRef,
  type Resolved,
} from '../git/repository.js';
import type { GitWorld } from '../git/run.js';
import { isCommit, type GitSource } from '../git/source.js';
import { listTree, writeTree } from '../git/tree.js';
import type { Pin } from '../lock-file.js';
import { keep, openScratch } from './cache.js';
import { contentHash } from './content-hash.js';

export interface FetchWorld extends GitWorld {
  readonly cache: string;
  /** Told what takes time, for progress. */
  readonly report: (text: string) => void;
}

/** The commit that a source stands for now. @throws ModuleProblem */
export async function resolveSource(source: GitSource, world: FetchWorld): Promise<Resolved> {
  const { ref } = source;
  if (ref !== undefined && isCommit(ref)) return { commit: ref, name: undefined };
  return inScratch(world, async (scratch) => {
    const git = await openRepository(join(scratch, 'repository'), source, world);
    return resolveRef(git, source);
  });
}

/** Fetches a commit into the cache. @throws ModuleProblem */
export async function fetchModule(
  source: GitSource,
  resolved: Resolved,
  world: FetchWorld,
): Promise<Pin> {
  world.report(`fetching ${source.url} at ${resolved.commit.slice(0, 12)}`);
  return inScratch(world, async (scratch) => {
    const format = resolved.commit.length === 64 ? 'sha256' : 'sha1';
    const git = await openRepository(join(scratch, 'repository'), source, world, format);
    await fetchCommit(git, source, resolved);
    const files = join(scratch, 'files');
    mkdirSync(files);
    await writeTree(git, await listTree(git, resolved.commit), files);
    const hash = contentHash(files);
    keep(world.cache, files, hash);
    return { commit: resolved.commit, hash };
  });
}

/** Fetches exactly what a pin says. @throws ModuleProblem where the content is another */
export async function fetchPinned(source: GitSource, pin: Pin, world: FetchWorld): Promise<void> {
  const { hash } = await fetchModule(source, { commit: pin.commit, name: undefined }, world);
  if (hash === pin.hash) return;
  throw new ModuleProblem(
    `commit ${pin.commit} of ${source.url} is not what stowage.lock says`,
    `Its content has the hash ${hash}, the lock ${pin.hash}. A commit never changes: the lock was edited, or the repository is not the one that was pinned.`,
  );
}

/**
 * Whether the ref of a source was put back, or moved aside, instead of going on from its pin.
 * @throws ModuleProblem
 */
export async function wasRewritten(
  source: GitSource,
  resolved: Resolved,
  pin: Pin,
  world: FetchWorld,
): Promise<boolean> {
  if (resolved.name?.startsWith('refs/tags/') === true) return true; // a tag is not to move at all
  return inScratch(world, async (scratch) => {
    const format = resolved.commit.length === 64 ? 'sha256' : 'sha1';
    const git = await openRepository(join(scratch, 'repository'), source, world, format);
    return !(await comesAfter(git, source, resolved, pin.commit));
  });
}

async function inScratch<T>(world: FetchWorld, use: (scratch: string) => Promise<T>): Promise<T> {
  let scratch: string | undefined;
  try {
    scratch = openScratch(world.cache);
    return await use(scratch);
  } catch (error) {
    if (error instanceof ModuleProblem || !(error instanceof Error && 'code' in error)) throw error;
    // A full or read-only disk, or a directory of somebody else.
    throw new ModuleProblem(`cannot write to ${world.cache}`, `${error.message}.`);
  } finally {
    if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
  }
}
