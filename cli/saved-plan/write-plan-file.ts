/*
 * Writes the file of a plan beside itself and renames it, so that a crash leaves the old one or the
 * new one whole. Only its owner may read it: it tells what a host holds.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { EngineError } from '../../model/index.js';
import { reasonOf } from '../stack/read-bounded.js';

/** Writes a text under a path. @throws EngineError */
export function writePlanFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      const bytes = Buffer.from(text, 'utf8');
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    syncDirectory(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new EngineError('store', `cannot write ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** The name is on the disk once its directory is. */
function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
