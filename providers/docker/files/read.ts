/* Reads files of containers through the engine, which gives each as an archive. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  completeFiles,
  EngineError,
  type CompletedContainer,
  type CompletedFile,
  type CompletedFiles,
  type ContainerSpec,
} from '../../../model/index.js';
import { readTar } from '../../../runtime/layers/index.js';
import { brokenOff, type DockerReader } from '../client/index.js';
import { mapParallel, readWidth } from '../parallel.js';
import { besidesAt, placeFiles } from './places.js';

/** Bytes of an archive. Longer files than the language can write are none of ours. */
const longest = 16 * 2 ** 20 + 64 * 2 ** 10;

/** The engine says in words alone that what it would mount has gone. */
const isGone = /no such file|not a directory|does not exist|could not find the file/i;

/**
 * The archive of a file, read to its end: Podman keeps what it mounted for it until then, and somebody who went
 * before that would meet its tidying up in what they ask for next.
 * @returns `undefined` where it is longer than any of ours
 */
async function wholeArchive(
  reader: DockerReader,
  container: string,
  target: string,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  const body: AsyncIterable<Buffer> = await reader.readArchive(container, target);
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > longest) return undefined;
    }
  } catch (cause) {
    throw brokenOff({ action: `read ${target} of container "${container}"`, verb: 'read' }, cause);
  }
  return Buffer.concat(chunks);
}

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
    const archive = await wholeArchive(reader, container, target);
    if (archive === undefined) return missing;
    for await (const { entry, content } of readTar(Readable.from(archive))) {
      if (entry.kind !== 'file') return missing;
      const { uid, gid } = reader.dialect.files.tellsOwners ? entry : wanted;
      return {
        content: (await buffer(content)).toString('utf8'),
        uid,
        gid,
        mode: (entry.mode & 0o777).toString(8).padStart(4, '0'),
      };
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
  const width = reader.dialect.files.readsTogether ? readWidth : 1;
  const read = async (wanted: CompletedFiles): Promise<CompletedFiles> =>
    Object.fromEntries(
      await mapParallel(Object.entries(wanted), width, async ([target, file]) => [
        target,
        await readFile(reader, container, placeOf(target), file),
      ]),
    );
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
