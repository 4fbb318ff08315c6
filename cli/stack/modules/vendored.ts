/*
 * Modules kept with the stack, in `stowage-modules/` beside the lock: what `stowage vendor` writes and
 * every command reads before the cache. A copy that is not what the lock says is an error, never
 * passed over: whoever changed it expects to see a difference.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, posix } from 'node:path';
import { ModuleProblem } from '../git/module-problem.js';
import type { GitSource } from '../git/source.js';
import type { Pin } from '../lock-file.js';
import { contentHash } from './content-hash.js';

export const vendorDirectoryName = 'stowage-modules';

/** Of what the hash covers git must change nothing when it checks the stack's repository out. */
const attributes = '# Written by `stowage vendor`.\n* -text\n';
const ownName = /^[\w.-]+-[0-9a-f]{16}$/;

/** Name of the copy: the repository's last name, and enough of the hash. */
export function vendorName({ url }: GitSource, { hash }: Pin): string {
  const name = posix.basename(url.replace(/:/g, '/')).replace(/\.git$/, '');
  const plain = name.replace(/[^\w.-]+/g, '-').replace(/^\.+/, '');
  return `${plain === '' ? 'module' : plain}-${hash.replace(/^sha256:/, '').slice(0, 16)}`;
}

/** The copy of a pinned module; `undefined` where there is none. @throws ModuleProblem when changed */
export function findVendored(stack: string, pin: Pin, source: GitSource): string | undefined {
  const directory = join(stack, vendorDirectoryName, vendorName(source, pin));
  if (!existsSync(directory)) return undefined;
  const found = contentHash(directory);
  if (found === pin.hash) return directory;
  throw new ModuleProblem(
    `${vendorDirectoryName}/${vendorName(source, pin)} is not what stowage.lock says`,
    `Its content has the hash ${found}, the lock ${pin.hash}. Somebody changed it, or not all of it is committed; \`stowage vendor\` writes it again.`,
  );
}

export interface Vendored {
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Copies modules into the stack's directory and removes copies that nothing uses any more.
 * @param wanted where the content of each module is now, by the name of its copy
 */
export function vendor(
  stack: string,
  wanted: ReadonlyMap<string, { readonly from: string; readonly hash: string }>,
): Vendored {
  const directory = join(stack, vendorDirectoryName);
  const present = existsSync(directory)
    ? readdirSync(directory).filter((name) => ownName.test(name))
    : [];
  const stale = present.filter((name) => !wanted.has(name));
  const written: string[] = [];
  const kept: string[] = [];
  for (const [name, { from, hash }] of wanted) {
    const target = join(directory, name);
    if (existsSync(target) && hashOrNone(target) === hash) {
      kept.push(name);
      continue;
    }
    mkdirSync(directory, { recursive: true });
    const aside = join(directory, `.new-${process.pid}`);
    rmSync(aside, { recursive: true, force: true });
    cpSync(from, aside, { recursive: true, verbatimSymlinks: true });
    rmSync(target, { recursive: true, force: true });
    renameSync(aside, target);
    written.push(name);
  }
  for (const name of stale) rmSync(join(directory, name), { recursive: true, force: true });
  if (wanted.size > 0) writeFileSync(join(directory, '.gitattributes'), attributes);
  else removeEmpty(directory);
  return { written, kept, removed: stale };
}

/** The hash of a copy; none where it holds what no module may. */
function hashOrNone(directory: string): string | undefined {
  try {
    return contentHash(directory);
  } catch (error) {
    if (error instanceof ModuleProblem) return undefined;
    throw error;
  }
}

/** Removes the directory where only our own file is left in it. */
function removeEmpty(directory: string): void {
  if (!existsSync(directory)) return;
  const others = readdirSync(directory).filter((name) => name !== '.gitattributes');
  if (others.length === 0) rmSync(directory, { recursive: true });
}
