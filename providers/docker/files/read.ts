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
import { besidesAt, placeFiles } from './places.js';

/** Longer files than the language can write are none of ours. */
const longest = 16 * 2 ** 20;

/** The engine says in words alone that what it would mount has gone. */
const isGone = /no such file|not a directory|does not exist|could not find the file/i;

/** A file in a container; its content is null where none is there. */
async function readFile(
  reader: DockerReader,
  container: string,
  target: string,
  wanted: CompletedFile,
  repeats = 3,
): Promise<CompletedFile> {
  const missing = { ...wanted, content: null };
  try {
    const archive = await reader.readArchive(container, target);
    try {
      for await (const { entry, content } of readTar(archive)) {
        if (entry.kind !== 'file' || entry.size > longest) return missing;
        const chunks: Uint8Array[] = [];
        for await (const chunk of content) chunks.push(chunk);
        const { uid, gid } = reader.dialect.files.tellsOwners ? entry : wanted;
        return {
          content: Buffer.concat(chunks).toString('utf8'),
          uid,
          gid,
          mode: (entry.mode & 0o777).toString(8).padStart(4, '0'),
        };
      }
    } finally {
      archive.destroy();
    }
    // Of what is not there the engine says so; an archive of nothing is no answer, and is asked for again.
    return repeats > 0 ? await readFile(reader, container, target, wanted, repeats - 1) : missing;
  } catch (error) {
    const isAbsent =
      error instanceof EngineError && (error.code === 'not-found' || isGone.test(error.message));
    if (!isAbsent) throw error;
    return missing;
  }
}

/** Where the files of a container can be read: those that are mounted not at their targets on every engine. */
function placesOf(reader: DockerReader, completed: CompletedContainer): (target: string) => string {
  if (reader.dialect.files.readsMounted) return (target) => target;
  const mounted = new Set(placeFiles(completed, '').bound.map(({ target }) => target));
  return (target) => (mounted.has(target) ? besidesAt(target) : target);
}

type Files = Pick<CompletedContainer, 'configs' | 'secrets'>;

/** The files of a container as they are in it now. */
export async function readFiles(
  reader: DockerReader,
  container: string,
  completed: CompletedContainer,
): Promise<Files> {
  const placeOf = placesOf(reader, completed);
  const read = async (wanted: CompletedFiles): Promise<CompletedFiles> => {
    const all = Object.entries(wanted).map(
      async ([target, file]) =>
        [target, await readFile(reader, container, placeOf(target), file)] as const,
    );
    return Object.fromEntries(await Promise.all(all));
  };
  const { configs, secrets } = completed;
  return {
    ...(configs && { configs: await read(configs) }),
    ...(secrets && { secrets: await read(secrets) }),
  };
}

/** A living container with the files that its record says it was given. */
export async function withFiles(
  reader: DockerReader,
  id: string,
  completed: CompletedContainer,
  record: ContainerSpec | null,
): Promise<CompletedContainer> {
  const recorded = { ...completed, ...completeFiles(record ?? {}, completed.user) };
  return { ...completed, ...(await readFiles(reader, id, recorded)) };
}
