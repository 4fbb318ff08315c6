/* Reads files of containers through the engine, which gives each as an archive. */
import {
  completeFiles,
  EngineError,
  type CompletedContainer,
  type CompletedFile,
  type CompletedFiles,
  type ContainerSpec,
} from '../../../model/index.js';
import { readTar } from '../../../runtime/layers/index.js';
import type { DockerReader } from '../client/index.js';

/** Longer files than the language can write are none of ours. */
const longest = 16 * 2 ** 20;

/** The engine says in words alone that what it would mount has gone. */
const isGone = /no such file|not a directory|does not exist|could not find the file/i;

async function readFile(
  reader: DockerReader,
  container: string,
  target: string,
  wanted: CompletedFile,
): Promise<CompletedFile> {
  const missing = { ...wanted, content: null };
  try {
    const archive = await reader.readArchive(container, target);
    try {
      for await (const { entry, content } of readTar(archive)) {
        if (entry.kind !== 'file' || entry.size > longest) return missing;
        const chunks: Uint8Array[] = [];
        for await (const chunk of content) chunks.push(chunk);
        return {
          content: Buffer.concat(chunks).toString('utf8'),
          uid: entry.uid,
          gid: entry.gid,
          mode: (entry.mode & 0o777).toString(8).padStart(4, '0'),
        };
      }
      return missing;
    } finally {
      archive.destroy();
    }
  } catch (error) {
    const isAbsent =
      error instanceof EngineError && (error.code === 'not-found' || isGone.test(error.message));
    if (!isAbsent) throw error;
    return missing;
  }
}

/** The same files as they are in a container now. */
export async function readFiles(
  reader: DockerReader,
  container: string,
  wanted: CompletedFiles,
): Promise<CompletedFiles> {
  const all = Object.entries(wanted).map(
    async ([target, file]) => [target, await readFile(reader, container, target, file)] as const,
  );
  return Object.fromEntries(await Promise.all(all));
}

/** A living container with the files that its record says it was given. */
export async function withFiles(
  reader: DockerReader,
  id: string,
  completed: CompletedContainer,
  record: ContainerSpec | null,
): Promise<CompletedContainer> {
  const { configs, secrets } = completeFiles(record ?? {}, completed.user);
  return {
    ...completed,
    ...(configs && { configs: await readFiles(reader, id, configs) }),
    ...(secrets && { secrets: await readFiles(reader, id, secrets) }),
  };
}
