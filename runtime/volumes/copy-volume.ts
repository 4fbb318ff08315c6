/*
 * Copies a volume under another name, with owners, permissions, times, links and extended attributes.
 * The copy is compared with what it was made from, flushed, and only then gets its name, so that half
 * a copy is never taken for the user's data. The old volume is only read.
 */
import { createHash } from 'node:crypto';
import { open, lstat, mkdir, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { RuntimeError } from '../errors.js';
import { partPath } from '../parts/index.js';
import { run } from '../process/index.js';
import { syncDirectory, type Store } from '../store/index.js';
import { findVolume, makeVolume, type Volume, type VolumeRequest } from './volumes.js';

export interface CopyRequest extends VolumeRequest {
  /** Name of the volume whose content is taken. */
  readonly from: string;
}

/**
 * Makes a volume with the content of another.
 * @param refuseUsed throws while a container runs that may write to the old one; asked before and after
 * @throws RuntimeError `not-found`, `name-invalid`, `name-in-use`, `part-failed`, `copy-differs`
 */
export async function copyVolume(
  store: Store,
  { from, name, labels }: CopyRequest,
  refuseUsed: () => Promise<void>,
): Promise<Volume> {
  const source = await findVolume(store, from);
  if (!source) throw new RuntimeError({ kind: 'not-found', what: 'volume', name: from });
  await refuseUsed();
  return makeVolume(store, { name, labels }, async (data) => {
    await copyTree(source, data, name);
    await mustBeEqual(source.path, data, { from, name });
    await refuseUsed();
  });
}

async function copyTree(source: Volume, target: string, name: string): Promise<void> {
  await mkdir(target, { mode: 0o755 });
  // By themselves, extended attributes that do not come along would be no error.
  const kept = ['--archive', '--preserve=xattr'];
  const args = [...kept, '--no-target-directory', source.path, target];
  const result = await run(partPath('cp'), args);
  if (result.code === 0) return;
  const action = `copy volume ${source.name} to ${name}`;
  const reason = result.stderr.trim();
  throw new RuntimeError({ kind: 'part-failed', part: 'cp', action, reason });
}

/** Compares every path of two trees, the second of which is flushed on the way. */
async function mustBeEqual(
  original: string,
  copy: string,
  names: { readonly from: string; readonly name: string },
): Promise<void> {
  const pending = [''];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const [one, other] = [join(original, path), join(copy, path)];
    const [before, after] = await Promise.all([describe(one, false), describe(other, true)]);
    if (before.text !== after.text) {
      throw new RuntimeError({ kind: 'copy-differs', ...names, path: path === '' ? '.' : path });
    }
    pending.push(...before.children.map((child) => join(path, child)));
  }
}

interface Description {
  /** All that has to be alike. */
  readonly text: string;
  readonly children: readonly string[];
}

async function describe(path: string, flush: boolean): Promise<Description> {
  const stats = await lstat(path, { bigint: true });
  const { mode, uid, gid, rdev } = stats;
  const common = [mode, uid, gid, rdev].map(String);
  if (stats.isDirectory()) {
    const children = (await readdir(path)).sort();
    if (flush) await syncDirectory(path);
    return { text: JSON.stringify([...common, children]), children };
  }
  const own = stats.isSymbolicLink()
    ? [await readlink(path)]
    : stats.isFile()
      ? [String(stats.size), String(stats.mtimeNs), await digestOf(path, flush)]
      : [];
  return { text: JSON.stringify([...common, ...own]), children: [] };
}

async function digestOf(path: string, flush: boolean): Promise<string> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      if (chunk instanceof Uint8Array) hash.update(chunk);
    }
    if (flush) await file.sync();
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}
