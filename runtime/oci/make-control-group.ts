/*
 * Makes control groups where others take away the empty ones above them: another store's engine, or the end of a
 * build, which leave the host as they found it. A group that is there keeps its parents.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { errorCode } from '../store/index.js';
import { cgroupPlaces } from './cgroups.js';

/** More often than anybody could come in between. */
const attempts = 100;

/** What a user who may make none gets, and a tree that nobody may change: the OCI runtime says so, or needs none. */
const unable: readonly (string | undefined)[] = ['EACCES', 'EPERM', 'EROFS'];

/** Makes a group in every tree, before the OCI runtime would make it step by step. */
export function makeControlGroup(group: string): void {
  for (const tree of cgroupPlaces().trees) inGroup(`${tree}${group}`, () => undefined);
}

/** Moves a process into a group of one tree, which is made where it is not there. */
export function enterControlGroup(directory: string, pid: number): void {
  inGroup(directory, () => writeFileSync(`${directory}/cgroup.procs`, String(pid)));
}

function inGroup(directory: string, use: () => void): void {
  for (let left = attempts; ; left -= 1) {
    try {
      mkdirSync(directory, { recursive: true });
      use();
      return;
    } catch (error) {
      const code = errorCode(error);
      if (unable.includes(code)) return;
      if (code !== 'ENOENT' || left === 0) throw error;
    }
  }
}
