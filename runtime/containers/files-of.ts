/*
 * The files of a container as it sees them: those of one that runs through its own mounts, those of
 * one that does not by mounting its layers for as long as they are looked at, with its volumes and
 * paths of the host where they would be.
 */
import type { BigIntStats } from 'node:fs';
import {
  asBytes,
  linkOf,
  openHostDirectory,
  openPlace,
  packTree,
  PathRefused,
  unpackTree,
  withPlace,
  type Place,
  type Tree,
  type TreeMount,
} from '../archive/index.js';
import { readTar } from '../layers/index.js';
import { findVolume } from '../volumes/index.js';
import type { Context } from './context.js';
import { placesOfFiles } from './given-files.js';
import { Handover } from './handover.js';
import { findContainer, readRun } from './library.js';
import { withContainer } from './lifecycle.js';
import { standingNameless } from './nameless-volumes.js';
import { placesOf } from './places.js';
import { mountPrivately } from './private-mount.js';
import { isRunning } from './processes.js';
import type { ContainerRecord } from './record.js';
import type { Run } from './run-state.js';
import { settle } from './settle.js';

/** What stands at a path of a container. */
export interface FoundPath {
  /** Every link on the way to it resolved. */
  readonly path: string;
  readonly stats: BigIntStats;
  /** Of a link: where it leads, as it is written. */
  readonly link?: string;
}

/**
 * @param last what to do with a link at the end of the path
 * @returns `undefined` where nothing is
 * @throws RuntimeError `not-found`; PathRefused where the way leads through what is no directory
 */
export function findPath(
  context: Context,
  container: string,
  path: string,
  last: 'follow' | 'leave',
): Promise<FoundPath | undefined> {
  return withTree(context, container, (tree) => findIn(tree, path, last));
}

async function findIn(
  tree: Tree,
  path: string,
  last: 'follow' | 'leave',
): Promise<FoundPath | undefined> {
  try {
    return await withPlace(tree, asBytes(path), last, async (place) => {
      const { path: resolved, parent, name, stats } = place;
      if (stats === undefined) return undefined;
      const link = stats.isSymbolicLink() ? { link: asText(await linkOf(parent, name)) } : {};
      return { path: asText(resolved), stats, ...link };
    });
  } catch (error) {
    if (error instanceof PathRefused && error.fault.kind === 'missing') return undefined;
    throw error;
  }
}

const asText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/**
 * Packs a file or directory of a container; its topmost entry has the path's last name, `.` that of
 * the root. The container is held as it is until the archive has been read or let go.
 * @throws as `findPath`; PathRefused `missing`
 */
export async function* readArchive(
  context: Context,
  container: string,
  path: string,
): AsyncGenerator<Uint8Array> {
  const chunks = new Handover<Uint8Array>();
  const done = withTree(context, container, (tree) =>
    withPlace(tree, asBytes(path), 'leave', async (place) => {
      for await (const piece of packTree(place, { name: nameOf(place) })) {
        if (!(await chunks.give(piece))) return;
      }
    }),
  ).finally(() => chunks.end());
  // It is awaited below; until then its failure must not count as unhandled.
  done.catch(() => undefined);
  try {
    yield* chunks.taken();
  } finally {
    chunks.leave();
    await done;
  }
}

const nameOf = ({ path }: Place): string => path.slice(path.lastIndexOf('/') + 1) || '.';

/**
 * Unpacks an archive into a directory of a container.
 * @throws as `findPath`; PathRefused; TarInvalid
 */
export function writeArchive(
  context: Context,
  container: string,
  path: string,
  archive: AsyncIterable<Uint8Array>,
): Promise<void> {
  return withTree(context, container, (tree) =>
    withPlace(tree, asBytes(path), 'follow', async (place) => {
      if (place.readOnly) throw new PathRefused(asBytes(path), { kind: 'read-only' });
      const directory = await openPlace(place);
      try {
        await unpackTree(directory, readTar(archive), { owners: true });
      } finally {
        await directory.handle.close();
      }
    }),
  );
}

async function withTree<T>(
  context: Context,
  container: string,
  action: (tree: Tree) => Promise<T>,
): Promise<T> {
  const { id } = await findContainer(context.store, container);
  const living = await readRun(context.store, id);
  if (living !== undefined && isRunning(living.process)) return inLiveTree(living, action);
  return withContainer(context, id, async (record) => {
    const run = await settle(context, record, 'take over');
    if (run !== undefined) return inLiveTree(run, action);
    const mount = await mountPrivately(context.store, placesOf(context.store, id), record.layers);
    try {
      return await action(await restingTree(context, record, mount.root));
    } finally {
      await mount.release();
    }
  });
}

/** The kernel knows what is mounted in it, and what only for reading. */
async function inLiveTree<T>(run: Run, action: (tree: Tree) => Promise<T>): Promise<T> {
  const root = await openHostDirectory(`/proc/${run.process?.pid ?? 0}/root/.`);
  try {
    // Only now it is sure whose root has been opened: numbers of processes are given again.
    if (!isRunning(run.process)) throw new PathRefused('/', { kind: 'changed-meanwhile' });
    return await action({ root: root.path, readOnly: false, mounts: new Map() });
  } finally {
    await root.handle.close();
  }
}

async function restingTree(
  { store }: Context,
  record: ContainerRecord,
  root: string,
): Promise<Tree> {
  const { id, spec } = record;
  const mounts = new Map<string, TreeMount>();
  for (const [target, { type, source, read_only }] of Object.entries(spec.mounts)) {
    const path = type === 'volume' ? (await findVolume(store, source))?.path : source;
    if (path === undefined) continue;
    mounts.set(asBytes(target), { source: asBytes(path), readOnly: read_only });
  }
  for (const [target, path] of await standingNameless(record, placesOf(store, id))) {
    mounts.set(asBytes(target), { source: asBytes(path), readOnly: false });
  }
  for (const { target, source } of placesOfFiles(store, id, spec)) {
    mounts.set(asBytes(target), { source: asBytes(source), readOnly: true });
  }
  return { root: asBytes(root), readOnly: spec.read_only, mounts };
}
