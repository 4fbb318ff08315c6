/*
 * Configs and secrets of a container as completed: files by target. A content of `null` is a file that
 * ought to be there and is not, as a secret after the host has been started anew.
 */
import { resolveImagePath } from './complete-image.js';
import type { CompletedFile, CompletedFiles } from './completed.js';
import type { ContainerSpec } from './schemas/index.js';

/** The numbers of a user `uid:gid`; names have none, and the absence of one is root. */
function numbersOf(user: string): { readonly uid: number; readonly gid: number } | undefined {
  const [name = '', group] = user.split(':');
  if (name === '' || name === 'root') return { uid: 0, gid: Number(group) || 0 };
  if (!/^\d+$/.test(name)) return undefined;
  return { uid: Number(name), gid: group !== undefined && /^\d+$/.test(group) ? Number(group) : 0 };
}

const byTarget = (
  files: readonly (CompletedFile & { readonly target: string })[],
): CompletedFiles =>
  Object.fromEntries(
    files
      .map(({ target, ...file }) => [resolveImagePath('/', target), file] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const octal = (mode: string): string => mode.padStart(4, '0');

/**
 * The files of a container; what there is none of is left out.
 * @param user the container's, by which secrets have their owner
 */
export function completeFiles(
  { configs = [], secrets = [] }: Pick<ContainerSpec, 'configs' | 'secrets'>,
  user: string,
): { readonly configs?: CompletedFiles; readonly secrets?: CompletedFiles } {
  const numbers = numbersOf(user);
  const plain = configs.map(({ content, target, uid = 0, gid = 0, mode = '0444' }) => ({
    target,
    content,
    uid,
    gid,
    mode: octal(mode),
  }));
  const covered = secrets.map(({ content, target, uid, gid, mode }) => ({
    target,
    content,
    uid: uid ?? numbers?.uid ?? 0,
    gid: gid ?? numbers?.gid ?? 0,
    // Who a name is only the image knows; a file of root's would be closed to it.
    mode: octal(mode ?? (numbers || uid !== undefined ? '0400' : '0444')),
  }));
  return {
    ...(plain.length > 0 && { configs: byTarget(plain) }),
    ...(covered.length > 0 && { secrets: byTarget(covered) }),
  };
}

/** The same files as they are when none of them is there. */
export function withoutContent(files: CompletedFiles): CompletedFiles {
  return Object.fromEntries(
    Object.entries(files).map(([target, file]) => [target, { ...file, content: null }]),
  );
}
