/*
 * The numbers of users and groups that an ordinary user may give to others in a user namespace of his, as an
 * administrator has written them down. Inside, he himself is 0, and these are 1 and up.
 * https://man7.org/linux/man-pages/man5/subuid.5.html
 */
import { readFileSync } from 'node:fs';
import { errorCode } from '../store/index.js';

export interface IdRange {
  readonly start: number;
  readonly count: number;
}

export type IdKind = 'uid' | 'gid';

export const idFiles: Readonly<Record<IdKind, string>> = {
  uid: '/etc/subuid',
  gid: '/etc/subgid',
};

/** The ranges of a user, who stands in the file by name or number. */
export function parseRanges(text: string, user: string, uid: number): readonly IdRange[] {
  return text.split('\n').flatMap((line) => {
    const [owner, start, count] = line.trim().split(':');
    if (owner !== user && owner !== String(uid)) return [];
    const range = { start: Number(start), count: Number(count) };
    const isRange = Number.isSafeInteger(range.start) && Number.isSafeInteger(range.count);
    return isRange && range.count > 0 ? [range] : [];
  });
}

/** The ranges that this host has for a user; none where there is no such file. */
export function readRanges(kind: IdKind, user: string, uid: number): readonly IdRange[] {
  try {
    return parseRanges(readFileSync(idFiles[kind], 'utf8'), user, uid);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** What newuidmap and newgidmap are given: numbers inside, on the host, and how many, for each range. */
export function idMap(own: number, ranges: readonly IdRange[]): readonly string[] {
  let next = 1;
  const mapped = ranges.flatMap(({ start, count }) => {
    const entry = [next, start, count];
    next += count;
    return entry;
  });
  return [0, own, 1, ...mapped].map(String);
}

/** How many numbers images may be taken to need: every one that 16 bits can say. */
export const usualCount = 65_536;

export function countOf(ranges: readonly IdRange[]): number {
  return ranges.reduce((sum, { count }) => sum + count, 0);
}
