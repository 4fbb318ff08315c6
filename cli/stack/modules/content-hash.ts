/*
 * The hash of a module's content: SHA-256 over the sorted paths of its files, each with its mode and
 * the hash of its bytes. It is the same whether git, another program or a person wrote the files; what
 * is not in it (times, owners, empty directories, names that begin with `.git`) is no part of a module.
 */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { linkStaysInside } from '../git/link.js';
import { ModuleProblem } from '../git/module-problem.js';

/**
 * Hashes all files below a directory.
 * @returns `sha256:` and 64 hexadecimal digits
 * @throws ModuleProblem for what cannot be part of a module: a device, a link that leads outside
 */
export function contentHash(directory: string): string {
  const lines: string[] = [];
  collect(directory, '', lines);
  lines.sort();
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line);
  return `sha256:${hash.digest('hex')}`;
}

function collect(root: string, below: string, lines: string[]): void {
  for (const name of readdirSync(join(root, below))) {
    if (name.toLowerCase().startsWith('.git')) continue;
    const path = below === '' ? name : `${below}/${name}`;
    const stats = lstatSync(join(root, path));
    if (stats.isDirectory()) collect(root, path, lines);
    else if (stats.isSymbolicLink()) {
      const target = readlinkSync(join(root, path));
      if (!linkStaysInside(path, target)) {
        throw new ModuleProblem(`the link ${JSON.stringify(path)} leads out of the module`);
      }
      lines.push(line(path, '120000', Buffer.from(target)));
    } else if (stats.isFile()) {
      const mode = (stats.mode & 0o100) === 0 ? '100644' : '100755';
      lines.push(line(path, mode, readFileSync(join(root, path))));
    } else throw new ModuleProblem(`${JSON.stringify(path)} is neither a file nor a directory`);
  }
}

/** Begins with the path, so that the lines sort by it. */
function line(path: string, mode: string, bytes: Buffer): string {
  return `${path}\0${mode} ${createHash('sha256').update(bytes).digest('hex')}\n`;
}
