/*
 * The files that a plan was made from: each with its digest, by its path from the stack's directory,
 * and which there were in each directory that the stack asks for files.
 * Fetched modules and images of registries are left to their pins, which hold for their content
 * wherever it is cached. Secrets that are read from files are no sources.
 */
import { createHash } from 'node:crypto';
import { join, relative, resolve } from 'node:path';
import { globPattern, type Listing } from '../../dsl/index.js';
import { canonicalJson, toJson, type Plan, type Resource } from '../../model/index.js';
import { pinKeyOf } from '../../providers/index.js';
import { listBelow } from '../stack/language-host.js';
import type { LoadedStack } from '../stack/load.js';
import { readLock } from '../stack/lock-file.js';
import { readBounded } from '../stack/read-bounded.js';
import { stackFileNames } from '../stack/read-sources.js';
import { foreignImages } from '../stack/update-images.js';

export interface ImagePin {
  /** As `stowage.lock` has it. */
  readonly pinned?: string;
  readonly planned?: string;
}

export interface SourceDigests {
  /** SHA-256 by path. */
  readonly files: Readonly<Record<string, string>>;
  /** SHA-256 over the pins of fetched modules. */
  readonly modules: string;
  /** Of each image that is none of the stack's, what it is pinned to, and what the plan will pin it to. */
  readonly images: Readonly<Record<string, ImagePin>>;
  /** Names of all stack files in the directory, so that a new one shows. */
  readonly listed: readonly string[];
  /** What the stack asked for by directory, by paths from its own. */
  readonly listings: readonly Listing[];
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

/**
 * What a plan takes the names of images for that are none of the stack's.
 * @param resources those whose images were looked for
 */
export function pinnedImages(
  directory: string,
  resources: readonly Resource[],
  { pins = {} }: Pick<Plan, 'pins'>,
): SourceDigests['images'] {
  const written = readLock(directory)?.images;
  const keys = foreignImages(resources, directory).flatMap((image) => pinKeyOf(image) ?? []);
  return Object.fromEntries(
    keys.map((key): readonly [string, ImagePin] => {
      const [pinned, planned] = [written?.get(key), pins[key]];
      return [
        key,
        { ...(pinned !== undefined && { pinned }), ...(planned !== undefined && { planned }) },
      ];
    }),
  );
}

/** Gives nothing for what cannot be read any more. */
function fileDigest(path: string): string | undefined {
  const read = readBounded(path, { most: mostBytes });
  return read.kind === 'read' ? sha256(read.value) : undefined;
}

/** What of a loaded stack says what it was loaded from; paths are absolute. */
type Loaded = Pick<LoadedStack, 'directory' | 'filesRead' | 'listings'>;

/**
 * The digests of the files that a stack was loaded from.
 * @param cache absolute path of the directory that holds fetched modules
 */
export function digestSources(
  { directory, filesRead, listings }: Loaded,
  cache: string,
  images: SourceDigests['images'],
): SourceDigests {
  const isOwn = (path: string): boolean => relative(cache, path).startsWith('..');
  const digests = [...filesRead]
    .filter(isOwn)
    .map((path) => [relative(directory, path), fileDigest(path) ?? ''] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const content = {
    files: Object.fromEntries(digests),
    modules: modulesDigest(directory),
    images,
    listed: stackFileNames(directory),
    listings: listings
      .filter((listing) => isOwn(listing.directory))
      .map((listing) => ({ ...listing, directory: relative(directory, listing.directory) }))
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
  };
  return { ...content, digest: sha256(canonicalJson(toJson(content))) };
}

const nameOf = ({ directory, pattern }: Listing): string => `${directory}/${pattern}`;

/** What differs from these digests now, one a line; empty when nothing does. */
export function changedSources(
  directory: string,
  { files, modules, images, listed, listings }: SourceDigests,
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
    ...changedListings(directory, listings, new Set(Object.keys(files))),
    ...(modulesDigest(directory) === modules ? [] : ['stowage.lock: its modules have moved']),
    ...changedPins(directory, images),
  ];
}

/** A pin that the plan itself has written by now is no change. */
function changedPins(directory: string, images: SourceDigests['images']): readonly string[] {
  const now = readLock(directory)?.images;
  const said = (digest: string | undefined): string => digest ?? 'not pinned';
  return Object.entries(images).flatMap(([name, { pinned, planned }]) => {
    const is = now?.get(name);
    if (is === pinned || (is !== undefined && is === planned)) return [];
    return [`stowage.lock: ${name} was ${said(pinned ?? planned)}, is ${said(is)}`];
  });
}

/** @param told paths of files of which it is said elsewhere when they are gone */
function changedListings(
  stack: string,
  listings: readonly Listing[],
  told: ReadonlySet<string>,
): readonly string[] {
  const lines = listings.flatMap(({ directory, pattern, files }) => {
    const found = listBelow(resolve(stack, directory));
    if (found.kind === 'failed') return [`${directory === '' ? '.' : directory}: ${found.reason}`];
    const now = found.value.filter(globPattern(pattern));
    const pathOf = (file: string): string => join(directory, file);
    const gone = files.filter((file) => !now.includes(file)).map(pathOf);
    return [
      ...now.filter((file) => !files.includes(file)).map((file) => `${pathOf(file)}: it is new`),
      ...gone.filter((path) => !told.has(path)).map((path) => `${path}: it is gone`),
    ];
  });
  return [...new Set(lines)];
}
