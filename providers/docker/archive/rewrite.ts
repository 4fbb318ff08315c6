/*
 * An archive of files on its way to the engine, entry by entry. It ends where its end is marked: Podman stops
 * listening there, and may fail where more comes, such as what GNU tar fills its last record with.
 */
import { EngineError } from '../../../model/index.js';
import {
  encodeHeader,
  endOfArchive,
  padding,
  readTar,
  TarInvalid,
  type TarEntry,
} from '../../../runtime/layers/index.js';

/**
 * @param goal what it is for, for messages, such as `container "web"`
 * @param change what becomes of an entry; it may throw TarInvalid
 * @throws EngineError `invalid` for an archive that is broken
 */
export async function* rewriteArchive(
  archive: AsyncIterable<Uint8Array>,
  goal: string,
  change: (entry: TarEntry) => TarEntry = (entry) => entry,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const { entry, content } of readTar(archive)) {
      yield encodeHeader(change(entry));
      yield* content;
      yield padding(entry.size);
    }
  } catch (error) {
    if (!(error instanceof TarInvalid)) throw error;
    const message = `the archive for ${goal} is not taken: ${error.message}`;
    throw new EngineError('invalid', message, {
      hint: 'What came before that may be there already.',
      cause: error,
    });
  }
  yield endOfArchive;
}
