/*
 * Where an ordinary user's store is, by the XDG base directories, and what must not outlive a boot. One
 * who logs in and a job of the same user have to come to the same places, whatever is set for them.
 * https://specifications.freedesktop.org/basedir-spec/latest/
 */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** A directory that a variable names; a relative path counts for none, as the specification says. */
function directoryOf(variable: string): string | undefined {
  const path = process.env[variable];
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

export function userDataRoot(): string {
  return join(directoryOf('XDG_DATA_HOME') ?? join(homedir(), '.local/share'), 'stowage');
}

/**
 * @param suffix tells stores apart; empty for the usual one
 * @param uid the user's number
 */
export function userRunRoot(suffix: string, uid = process.getuid?.() ?? 0): string {
  const usual = `/run/user/${uid}`;
  const directory = directoryOf('XDG_RUNTIME_DIR') ?? (isOwn(usual, uid) ? usual : undefined);
  // Directly below a directory that is everybody's, nobody else can take its place.
  if (directory === undefined) return `/tmp/stowage-user-${uid}${suffix}`;
  return join(directory, `stowage${suffix}`);
}

function isOwn(path: string, uid: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === uid;
}
