/*
 * Creates a container: only what it is to be is written down, in one step. Nothing is mounted or
 * started, so there is nothing to undo when this is cut short.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CompletedContainer } from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import { layersLock } from '../layers/index.js';
import { findNetwork } from '../networks/index.js';
import { refuseWithoutGroups } from '../oci/index.js';
import { syncDirectory, writeJson } from '../store/index.js';
import type { Context } from './context.js';
import { withoutContents, writeGivenFiles } from './given-files.js';
import { readRecords } from './library.js';
import { logKeeping, refuseMissingJournal } from './log-driver.js';
import { findSources } from './mounts.js';
import { uncovered } from './nameless-volumes.js';
import { placesOf } from './places.js';
import type { ContainerRecord } from './record.js';
import { withIds } from './sharing.js';
import { signalNumber } from './signals.js';

/** Held while names are given and taken, and while it is checked who uses what. */
export const namesLock = 'containers';

export interface CreateRequest {
  /** With all labels, Stowage's own too. */
  readonly spec: CompletedContainer;
  /** Directories of the image's layers, the lowest first. */
  readonly layers: readonly string[];
  readonly imageId: string;
  /** Paths that the image declares as data of each container. */
  readonly nameless?: readonly string[];
  /** Whether its standard input ends with that of the first who is attached to it. */
  readonly inputOnce?: boolean;
  /** Whether it is removed when it has ended. */
  readonly removeAtEnd?: boolean;
  /** What it calls itself where its spec says nothing; its name when left out. */
  readonly hostname?: string;
}

/**
 * @throws RuntimeError `name-in-use`; `not-found` for a volume or network; `bind-source-missing`,
 * `part-missing` for an init, `signal-unknown`, `setting-unusable` for the keeping of its output,
 * `image-gone` where its layers have been removed
 */
export async function createContainer(
  { store }: Context,
  request: CreateRequest,
): Promise<ContainerRecord> {
  const { spec } = request;
  refuseWithoutGroups(spec);
  signalNumber(spec.stop_signal);
  refuseMissingJournal(logKeeping(spec));
  return store.withLock(namesLock, async () => {
    await refuseTakenName(store, spec.name);
    await findSources(store, spec, []);
    const kept = await withIds(store, spec);
    for (const name of Object.keys(spec.networks)) {
      if ((await findNetwork(store, name)) !== undefined) continue;
      throw new RuntimeError({ kind: 'not-found', what: 'network', name });
    }
    const record: ContainerRecord = {
      ...request,
      id: randomBytes(32).toString('hex'),
      created: new Date().toISOString(),
      nameless: uncovered(request.nameless ?? [], spec),
      spec: withoutContents(kept),
    };
    const { directory, record: file } = placesOf(store, record.id);
    const staged = await store.stage();
    try {
      await writeJson(join(staged, basename(file)), record);
      // Layers that no container had until now may be collected as garbage, before or after this.
      await store.withLock(layersLock, async () => {
        if (!request.layers.every((path) => existsSync(path))) {
          throw new RuntimeError({ kind: 'image-gone', name: spec.name, image: spec.image });
        }
        await rename(staged, directory);
      });
      await syncDirectory(store.paths.containers);
      // Whoever finds the container without them writes them.
      await writeGivenFiles(store, record.id, spec);
    } catch (error) {
      await rm(staged, { recursive: true, force: true });
      throw error;
    }
    return record;
  });
}

/** @throws RuntimeError `name-in-use` */
export async function refuseTakenName(store: Context['store'], name: string): Promise<void> {
  const holder = (await readRecords(store)).find(({ spec }) => spec.name === name)?.id;
  if (holder !== undefined) {
    throw new RuntimeError({ kind: 'name-in-use', what: 'container', name, holder });
  }
}
