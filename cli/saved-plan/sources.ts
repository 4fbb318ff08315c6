/*
 * The files that a plan was made from: each with its digest, by its path from the stack's directory.
 * Fetched modules are left to their pins, which hold for their content wherever it is cached. Secrets
 * that are read from files are no sources.
 */
import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { canonicalJson, toJson } from '../../model/index.js';
import { readLock } from '../stack/lock-file.js';
import { readBounded } from '../stack/read-bounded.js';
import { stackFileNames } from '../stack/read-sources.js';

export interface SourceDigests {
  /** SHA-256 by path. */
  readonly files: Readonly<Record<string, string>>;
  /** SHA-256 over the pins of fetched modules. */
  readonly modules: string;
  /** Names of all stack files in the directory, so that a new one shows. */
  readonly listed: readonly string[];
  /** SHA-256 over all of it. */
  readonly digest: string;
}

const mostBytes = 16 * 1024 * 1024;

const sha256 = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

function modulesDigest(directory: string): string {
  const pins = readLock(directory)?.pins ?? new Map();
  return sha256(canonicalJson(toJson([...pins].sort(([a], [b]) => (a < b ? -1 : 1)))));
}

/** Gives nothing for what cannot be read any more. */
function fileDigest(path: string): string | undefined {
  const read = readBounded(path, { most: mostBytes });
  return read.kind === 'read' ? sha256(read.value) : undefined;
}

/**
 * The digests of the files that a stack was loaded from.
 * @param files absolute paths
 * @param cache absolute path of the directory that holds fetched modules
 */
export function digestSources(
  directory: string,
  files: Iterable<string>,
  cache: string,
): SourceDigests {
  const digests = [...files]
    .filter((path) => relative(cache, path).startsWith('..'))
    .map((path) => [relative(directory, path), fileDigest(path) ?? ''] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const content = {
    files: Object.fromEntries(digests),
    modules: modulesDigest(directory),
    listed: stackFileNames(directory),
  };
  return { ...content, digest: sha256(canonicalJson(toJson(content))) };
}

/** What differs from these digests now, one a line; empty when nothing does. */
export function changedSources(
  directory: string,
  { files, modules, listed }: SourceDigests,
): readonly string[] {
  const changed = Object.entries(files).flatMap(([path, before]) => {
    const now = fileDigest(resolve(directory, path));
    if ((now ?? '') === before) return [];
    return [now === undefined ? `${path}: it is gone` : `${path}: it has changed`];
  });
  const added = stackFileNames(directory).filter((name) => !listed.includes(name));
  return [
    ...changed,
    ...added.map((name) => `${name}: it is new`),
    ...(modulesDigest(directory) === modules ? [] : ['stowage.lock: its modules have moved']),
  ];
}
