/* The files of volumes on Docker: through a container that has the volume and is never started. */
import { randomBytes } from 'node:crypto';
import { EngineError, type VolumeOperator } from '../../../model/index.js';
import { readTar } from '../../../runtime/layers/index.js';
import { overwriteHint, stopHint } from '../../volume-hints.js';
import type { DockerClient } from '../client/index.js';
import { makeCopyHelper, refuseWriters } from '../volume-access.js';
import { unpackIntoVolume, volumeArchive } from '../volume-files.js';

export function volumeOperator(client: DockerClient): VolumeOperator {
  const mustExist = async (volume: string): Promise<void> => {
    if (await client.findVolume(volume)) return;
    throw new EngineError('not-found', `there is no volume "${volume}"`);
  };
  const helper = (volume: string): Promise<string> =>
    makeCopyHelper(client, volume, `${volume}.stowage-${randomBytes(4).toString('hex')}`);
  return {
    readVolume: async function* (volume, { live }) {
      await mustExist(volume);
      refuseUntold(client, volume);
      if (!live) await refuseWriters(client, volume, { action: 'exported', hint: stopHint });
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

/** @throws EngineError `unsupported` where the archive would give all files to root */
function refuseUntold({ dialect }: DockerClient, volume: string): void {
  if (dialect.files.tellsOwners) return;
  throw new EngineError(
    'unsupported',
    `${dialect.name} does not tell over its API whom the files of volume "${volume}" belong to`,
    { hint: `On its host, \`podman volume export ${volume}\` writes them with their owners.` },
  );
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
