/*
 * Writes the files of a container and reads them back. What is as it is wanted is left alone, so that
 * doing it twice is doing it once.
 */
import { EngineError, equalJson, toJson, type CompletedContainer } from '../../../model/index.js';
import { Readable } from 'node:stream';
import { contentOf, writeArchive, type ArchiveEntry } from '../archive/index.js';
import type { DockerClient } from '../client/index.js';
import { writeToHost } from './write-to-host.js';
import { filesRoot, placeFiles, type BoundFile, type PlacedFile } from './places.js';
import { readFiles } from './read.js';

const entryAt = (name: string, { content, uid, gid, mode }: PlacedFile['file']): ArchiveEntry => ({
  kind: 'file',
  name,
  mode: parseInt(mode, 8),
  uid,
  gid,
  content: contentOf(content ?? ''),
});

export interface Receiver {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  /** On the engine's host, for files that are mounted. */
  readonly directory: string;
}

/**
 * Writes the files that a container is going to mount: the engine makes none whose mounts lead
 * nowhere, and looks into none.
 * @returns what there is to say of where they stand
 */
export async function writeMountedFiles(
  client: DockerClient,
  stackId: string,
  directory: string,
  completed: CompletedContainer,
): Promise<readonly string[]> {
  const { bound } = placeFiles(completed, directory);
  const isInMemory = await writeBound(client, stackId, directory, bound);
  if (isInMemory || !completed.secrets) return [];
  return [
    `the secrets of ${completed.name} stand on a disk: /run of the engine’s host is not in memory`,
  ];
}

async function writeBound(
  client: DockerClient,
  stackId: string,
  directory: string,
  files: readonly BoundFile[],
): Promise<boolean> {
  if (files.length === 0) return true;
  const [stack = '', place = ''] = directory.slice(filesRoot.length + 1).split('/');
  return writeToHost(client, stackId, [
    { kind: 'directory', name: stack, mode: 0o700 },
    { kind: 'directory', name: `${stack}/${place}`, mode: 0o700 },
    ...files.map(({ source, file }) => entryAt(source.slice(filesRoot.length + 1), file)),
  ]);
}

/** Podman says that an archive was written also where its copying process failed; the same is written again then. */
const mostWrites = 3;

/** @throws EngineError `not-applied` for a file that is not as it was written */
export async function writeContainerFiles(
  client: DockerClient,
  { id, name, stackId, directory }: Receiver,
  completed: CompletedContainer,
): Promise<void> {
  const wanted = { ...completed.configs, ...completed.secrets };
  if (Object.keys(wanted).length === 0) return;
  const differing = async (): Promise<readonly string[]> => {
    const { configs, secrets } = await readFiles(client, id, completed);
    const there = { ...configs, ...secrets };
    return Object.keys(wanted).filter(
      (target) => !equalJson(toJson(there[target]), toJson(wanted[target])),
    );
  };
  const { own, bound } = placeFiles(completed, directory);
  const write = async (outdated: readonly string[]): Promise<void> => {
    const isOutdated = ({ target }: PlacedFile): boolean => outdated.includes(target);
    const inside = own.filter(isOutdated);
    await writeBound(client, stackId, directory, bound.filter(isOutdated));
    if (inside.length === 0) return;
    const entries = inside.map(({ target, file }) => entryAt(target.slice(1), file));
    const archive = Readable.from(writeArchive(entries), { objectMode: false });
    await client.writeArchive(id, '/', archive);
  };
  for (let attempts = mostWrites; ; attempts -= 1) {
    const outdated = await differing();
    const [first] = outdated;
    if (first === undefined) return;
    if (attempts === 0) {
      const text = `${first} of container "${name}" is not what was written`;
      throw new EngineError('not-applied', text);
    }
    await write(outdated);
  }
}

/** Puts an empty file in the place of a directory of files: the engine can write there, and not delete. */
export async function clearFromHost(
  client: DockerClient,
  stackId: string,
  directory: string,
): Promise<void> {
  const name = directory.slice(filesRoot.length + 1);
  await writeToHost(client, stackId, [{ kind: 'file', name, mode: 0o600 }]);
}
