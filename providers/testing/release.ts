/*
 * The releases in which engines are tried: what this machine has installed, and what a later release of
 * Debian has, unpacked into a directory whose `usr` is laid over the machine's own where the engine alone
 * sees it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Release = 'installed' | 'newer';

export const releases: readonly Release[] = ['installed', 'newer'];

/** Set by `npm test`, which gets them. */
const newerEngines = process.env['STOWAGE_NEWER_ENGINES'] ?? '';

/** Why engines of a release cannot be started here; `undefined` when they can. */
export function whyNoRelease(release: Release): string | undefined {
  if (release === 'installed' || newerEngines !== '') return undefined;
  return 'STOWAGE_NEWER_ENGINES names no newer engines; `node scripts/newer-engines.mjs` gets them';
}

/** Where a program of the later release is, by its path under `usr`; `undefined` where there is none. */
export function newerProgram(path: string): string | undefined {
  const program = join(newerEngines, 'usr', path);
  return newerEngines !== '' && existsSync(program) ? program : undefined;
}

/**
 * A command that runs with the programs and libraries of a release.
 * @param mounts further lines of a shell, for a mount namespace that goes with the command
 */
export function inPlace(
  release: Release,
  command: readonly string[],
  mounts: readonly string[] = [],
): readonly string[] {
  const overlay =
    release === 'installed' || newerEngines === ''
      ? []
      : [`mount -t overlay -o lowerdir=${newerEngines}/usr:/usr overlay /usr`];
  const lines = [...overlay, ...mounts];
  if (lines.length === 0) return command;
  const script = ['set -e', ...lines, 'exec "$@"'].join('\n');
  return [...privately, 'sh', '-c', script, 'sh', ...command];
}

const privately = ['unshare', '--mount', '--propagation', 'private'];
