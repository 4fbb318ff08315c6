/*
 * Turns what a spec says of a user (`www-data`, `1000:staff`) into numbers, by the container's own
 * /etc/passwd and /etc/group. The host's users play no part.
 */
import { RuntimeError } from '../errors.js';
import { readInRoot } from './rootfs-path.js';

export interface ResolvedUser {
  readonly uid: number;
  readonly gid: number;
  /** Further groups, sorted. */
  readonly groups: readonly number[];
  /** Home directory; `/` when the user has none. */
  readonly home: string;
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}
interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

const numeric = /^\d+$/;

/**
 * Resolves `user`, `user:group` or nothing at all (root) in the root file system at `root`.
 * A number need not have an entry; a name must. Without a group the user's own ones count.
 * @throws RuntimeError `user-unknown`
 */
export async function resolveUser(root: string, user: string): Promise<ResolvedUser> {
  const [userPart = '', groupPart] = user.split(':', 2);
  const accounts = parseAccounts((await readInRoot(root, '/etc/passwd')) ?? '');
  const groups = parseGroups((await readInRoot(root, '/etc/group')) ?? '');
  const wanted = userPart === '' ? '0' : userPart;
  const account =
    accounts.find(({ name }) => name === wanted) ??
    (numeric.test(wanted) ? accounts.find(({ uid }) => uid === Number(wanted)) : undefined);
  if (account === undefined && !numeric.test(wanted)) {
    throw new RuntimeError({ kind: 'user-unknown', user, missing: 'user', name: wanted });
  }
  const uid = account?.uid ?? Number(wanted);
  const home = account?.home ?? '/';
  if (groupPart !== undefined && groupPart !== '') {
    return { uid, gid: groupNumber(groups, user, groupPart), groups: [], home };
  }
  const further = groups
    .filter(({ members }) => account !== undefined && members.includes(account.name))
    .map(({ gid }) => gid);
  return { uid, gid: account?.gid ?? 0, groups: [...new Set(further)].sort((a, b) => a - b), home };
}

/**
 * The numbers of groups, by name or number, in the root file system at `root`.
 * @throws RuntimeError `setting-unusable`
 */
export async function resolveGroups(
  root: string,
  names: readonly string[],
): Promise<readonly number[]> {
  if (names.every((name) => numeric.test(name))) return names.map(Number);
  const groups = parseGroups((await readInRoot(root, '/etc/group')) ?? '');
  return names.map((name) => {
    const found = groups.find((group) => group.name === name)?.gid;
    if (found !== undefined) return found;
    if (numeric.test(name)) return Number(name);
    const reason = 'the image has no such group; use a number, or one that is in its /etc/group';
    throw new RuntimeError({ kind: 'setting-unusable', setting: 'group_add', value: name, reason });
  });
}

function groupNumber(groups: readonly Group[], user: string, wanted: string): number {
  const found = groups.find(({ name }) => name === wanted);
  if (found !== undefined) return found.gid;
  if (numeric.test(wanted)) return Number(wanted);
  throw new RuntimeError({ kind: 'user-unknown', user, missing: 'group', name: wanted });
}

function parseAccounts(text: string): readonly Account[] {
  return fieldsOf(text).flatMap(([name = '', , uid = '', gid = '', , home = '']) =>
    numeric.test(uid) && numeric.test(gid)
      ? [{ name, uid: Number(uid), gid: Number(gid), home: home === '' ? '/' : home }]
      : [],
  );
}

function parseGroups(text: string): readonly Group[] {
  return fieldsOf(text).flatMap(([name = '', , gid = '', members = '']) =>
    numeric.test(gid) ? [{ name, gid: Number(gid), members: members.split(',') }] : [],
  );
}

function fieldsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));
}
