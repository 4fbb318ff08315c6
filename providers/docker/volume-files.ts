/*
 * The files of a volume that a container has which is made for that and never started: out as an archive,
 * and in.
 */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { decompress, TarInvalid, type TarEntry } from '../../runtime/layers/index.js';
import { rewriteArchive } from './archive/index.js';
import type { DockerClient } from './client/index.js';
import { volumeDirectory, volumePlace } from './volume-access.js';

/** All files of the volume, with names that begin with `./`. */
export const volumeArchive = (client: DockerClient, helper: string): Promise<IncomingMessage> =>
  client.readArchive(helper, `${volumePlace}/.`);

/** They are the user's own files. */
const unlimited = { ratio: Infinity, ratioFrom: Infinity };

/**
 * Unpacks an archive into the volume. From the root, where that reaches it: Docker looks there for what a hard
 * link leads to, and without it forgets bits of permissions that the change of owner has cleared.
 * @param archive with names that are relative to the volume
 * @param volume its name, for messages
 * @throws EngineError `invalid` for an archive that is broken, or leads out of the volume
 */
export function unpackIntoVolume(
  client: DockerClient,
  helper: string,
  archive: AsyncIterable<Uint8Array>,
  volume: string,
): Promise<void> {
  const [directory, top] = client.dialect.files.reachesVolumes
    ? (['/', volumeDirectory] as const)
    : ([volumePlace, '.'] as const);
  const moved = rewriteArchive(decompress(archive, unlimited), `volume "${volume}"`, (entry) =>
    below(top, entry),
  );
  const files = Readable.from(moved, { objectMode: false });
  return client.mergeArchive(helper, directory, files);
}

function below(top: string, entry: TarEntry): TarEntry {
  const name = pathBelow(top, entry.name);
  return entry.kind === 'hardlink'
    ? { ...entry, name, link: pathBelow(top, entry.link) }
    : { ...entry, name };
}

/** @throws TarInvalid for a name that leads out of the volume */
function pathBelow(top: string, name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || parts.includes('..')) {
    throw new TarInvalid('its name leads out of the volume', name);
  }
  return [top, ...parts].join('/');
}
