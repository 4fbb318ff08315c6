/*
 * The way to the files of a volume: containers that are never started, belong to no stack, and count as users
 * of a volume nowhere. One that a killed command has left goes with the next step that needs the volume.
 */
import { EngineError } from '../../model/index.js';
import type { ContainerRequest, DockerClient, DockerReader } from './client/index.js';
import { lockCommand, lockImage, loadLockImage } from './lock/image.js';

/** Marks such a container, with the name of the volume that it has. */
export const copyLabel = 'stowage.copy';

/** Where they have the volume, as a name in their root. */
export const volumeDirectory = 'volume';
export const volumePlace = `/${volumeDirectory}`;

/** Removes those that have a volume. */
export async function removeCopyHelpers(client: DockerClient, volume: string): Promise<void> {
  for (const { id, labels } of await client.listContainers()) {
    if (labels[copyLabel] === volume) await client.removeContainer(id, true);
  }
}

const request = (volume: string): ContainerRequest => ({
  Image: lockImage,
  Labels: { [copyLabel]: volume },
  Entrypoint: [lockCommand],
  HostConfig: {
    NetworkMode: 'none',
    Mounts: [{ Type: 'volume', Source: volume, Target: volumePlace, ReadOnly: false }],
  },
});

/** Makes one, and gives its id. Its image need hold nothing of use. */
export async function makeCopyHelper(
  client: DockerClient,
  volume: string,
  name = `${volume}.stowage-copy`,
): Promise<string> {
  if (!(await client.findImage(lockImage))) await loadLockImage(client);
  const { id } = await client.createContainer(name, request(volume));
  return id;
}

/**
 * @param action what is not done, such as `copied`
 * @throws EngineError `in-use` while a container that mounts a volume may write to it
 */
export async function refuseWriters(
  reader: DockerReader,
  volume: string,
  { action, hint }: { readonly action: string; readonly hint: string },
): Promise<void> {
  const users = (await reader.listContainers()).filter(({ volumes }) => volumes.includes(volume));
  for (const { id } of users) {
    const container = await reader.findContainer(id);
    const { status } = container?.state ?? { status: 'gone' };
    if (!['running', 'paused', 'restarting'].includes(status)) continue;
    throw new EngineError(
      'in-use',
      `volume "${volume}" cannot be ${action} while container "${container?.name ?? id}" runs`,
      { hint },
    );
  }
}
