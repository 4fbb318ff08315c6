/*
 * A container that is made, never started, and removed again: through it the engine writes to a
 * directory of its own host, wherever that is. One is at work at a time; the lock of the stack is held,
 * so that one that is there already was left by a command that was killed.
 */
import { Readable } from 'node:stream';
import { EngineError } from '../../../model/index.js';
import { writeArchive, type ArchiveEntry } from '../archive/index.js';
import type { ContainerRequest, DockerClient } from '../client/index.js';
import { loadLockImage, lockCommand, lockImage } from '../lock/image.js';
import { findContainerNamed, nameInUse } from '../perform/targets.js';
import { helperLabel } from './labels.js';
import { filesRoot } from './places.js';

/** Where the directory is in the helper. */
const inside = '/files';

const nameOf = (stackId: string): string => `stowage.${stackId}.files`;

function request(stackId: string): ContainerRequest {
  return {
    Image: lockImage,
    Labels: { [helperLabel]: stackId },
    Entrypoint: [lockCommand],
    HostConfig: {
      NetworkMode: 'none',
      Binds: [`${filesRoot}:${inside}`],
      LogConfig: { Type: 'none' },
    },
  };
}

/**
 * Bytes of an empty directory in memory: 20 for each of its two entries, and for no other file system
 * that a host keeps files on (ext4 4096, XFS 6, Btrfs 0).
 */
const emptyInMemory = 40;

/** An empty directory, by which it is seen on what the files stand. */
const probe = 'probe';

let last: Promise<unknown> = Promise.resolve();

/**
 * Unpacks entries into the directory of files on the engine's host.
 * @returns whether that directory is in memory, as far as can be seen
 */
export function writeToHost(
  client: DockerClient,
  stackId: string,
  entries: readonly ArchiveEntry[],
): Promise<boolean> {
  const turn = last.then(() => writeNow(client, stackId, entries));
  last = turn.catch(() => undefined);
  return turn;
}

async function writeNow(
  client: DockerClient,
  stackId: string,
  entries: readonly ArchiveEntry[],
): Promise<boolean> {
  await removeLeftHelper(client, stackId);
  const id = await create(client, stackId);
  try {
    const all: readonly ArchiveEntry[] = [
      { kind: 'directory', name: probe, mode: 0o700 },
      ...entries,
    ];
    const archive = Readable.from(writeArchive(all), { objectMode: false });
    await client.writeArchive(id, inside, archive);
    return (await client.statPath(id, `${inside}/${probe}`))?.size === emptyInMemory;
  } finally {
    await client.removeContainer(id, true);
  }
}

async function create(client: DockerClient, stackId: string): Promise<string> {
  try {
    return (await client.createContainer(nameOf(stackId), request(stackId))).id;
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'image-not-found') throw error;
  }
  await loadLockImage(client);
  return (await client.createContainer(nameOf(stackId), request(stackId))).id;
}

/** Removes the helper that a killed command has left. @throws EngineError `name-in-use` */
export async function removeLeftHelper(client: DockerClient, stackId: string): Promise<void> {
  const left = await findContainerNamed(client, nameOf(stackId));
  if (!left) return;
  if (left.labels[helperLabel] !== stackId) throw nameInUse('container', left.name, left.id);
  await client.removeContainer(left.id, true);
}
