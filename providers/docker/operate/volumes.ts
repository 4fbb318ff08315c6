/*
 * The files of volumes on Docker: through a container that has the volume and is never started. Podman tells no owners
 * that way, so that they are read where they are.
 */
import { randomBytes } from 'node:crypto';
import { EngineError, type VolumeOperator } from '../../../model/index.js';
import { readTar } from '../../../runtime/layers/index.js';
import { CommandFailed } from '../../../runtime/process/index.js';
import { readVolumeAt } from '../../../runtime/volumes/index.js';
import { overwriteHint, stopHint } from '../../volume-hints.js';
import type { DockerClient, VolumeInspection } from '../client/index.js';
import { findDaemon } from '../survey/daemon-place.js';
import { makeCopyHelper, refuseWriters } from '../volume-access.js';
import { unpackIntoVolume, volumeArchive } from '../volume-files.js';

export function volumeOperator(client: DockerClient): VolumeOperator {
  const mustExist = async (volume: string): Promise<VolumeInspection> => {
    const found = await client.findVolume(volume);
    if (found) return found;
    throw new EngineError('not-found', `there is no volume "${volume}"`);
  };
  const helper = (volume: string): Promise<string> =>
    makeCopyHelper(client, volume, `${volume}.stowage-${randomBytes(4).toString('hex')}`);
  return {
    readVolume: async function* (volume, { live }) {
      const found = await mustExist(volume);
      const place = await placeOnHost(client, found);
      if (!live) await refuseWriters(client, volume, { action: 'exported', hint: stopHint });
      if (place !== undefined) {
        yield* readOnHost(place, live);
        return;
      }
      const id = await helper(volume);
      try {
        const body = await volumeArchive(client, id);
        try {
          for await (const chunk of body) if (chunk instanceof Uint8Array) yield chunk;
        } finally {
          body.destroy();
        }
      } finally {
        await client.removeContainer(id, true);
      }
    },
    fillVolume: async (volume, archive, { overwrite }) => {
      await mustExist(volume);
      await refuseWriters(client, volume, { action: 'filled', hint: stopHint });
      const id = await helper(volume);
      try {
        if (!overwrite && !(await isEmpty(client, id))) {
          throw new EngineError('invalid', `volume "${volume}" is not empty`, {
            hint: overwriteHint,
          });
        }
        await unpackIntoVolume(client, id, archive, volume);
      } finally {
        await client.removeContainer(id, true);
      }
    },
  };
}

/**
 * Where the files of a volume are read from this host, because the engine does not tell whom they belong to;
 * `undefined` where it does. What is mounted only when it is used has nothing there.
 * @throws EngineError `unsupported` where the archive would give all files to root
 */
async function placeOnHost(
  client: DockerClient,
  { name, place, driver, options }: VolumeInspection,
): Promise<string | undefined> {
  const { dialect, transport } = client;
  if (dialect.files.tellsOwners) return undefined;
  const { sharesFiles } = await findDaemon(transport.address, await client.info());
  const isPlain = driver === 'local' && Object.keys(options).length === 0 && place !== '';
  if (sharesFiles && isPlain && process.getuid?.() === 0) return place;
  throw new EngineError(
    'unsupported',
    `${dialect.name} does not tell over its API whom the files of volume "${name}" belong to`,
    {
      hint:
        'Root reads them on the engine’s own host, unless a driver has to mount them first. ' +
        `There, \`podman volume export ${name}\` writes them with their owners, too.`,
    },
  );
}

async function* readOnHost(place: string, live: boolean): AsyncGenerator<Uint8Array> {
  try {
    yield* readVolumeAt(place, live);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new EngineError('failed', `cannot read the files below ${place}`, {
      cause: error,
      lines: [error.message],
    });
  }
}

/** Whether there is nothing in a helper's volume but the directory itself. */
async function isEmpty(client: DockerClient, helper: string): Promise<boolean> {
  const body = await volumeArchive(client, helper);
  let entries = 0;
  try {
    for await (const { entry } of readTar(body)) {
      entries += entry.name === '.' ? 0 : 1;
      if (entries > 0) break;
    }
  } finally {
    body.destroy();
  }
  return entries === 0;
}
