/*
 * Nothing at all, for another platform: where a builder takes what is built from nothing for its own platform, it is
 * given an image without a layer to build on. One that is there already is the same image.
 */
import { Readable } from 'node:stream';
import { askedPlatform, EngineError, type Platform } from '../../../model/index.js';
import { writeArchive } from '../archive/index.js';
import { tinyImageEntries } from '../archive/tiny-image.js';
import { jsonLines, type DockerClient } from '../client/index.js';

/** What follows `FROM` for an image that starts from nothing. @throws EngineError */
export async function scratchFor(
  client: DockerClient,
  platform: string | undefined,
): Promise<string> {
  const asked = askedPlatform(platform);
  return asked && client.dialect.scratchIsOwn ? loadEmpty(client, asked) : 'scratch';
}

async function loadEmpty(
  client: DockerClient,
  { architecture, variant }: Platform,
): Promise<string> {
  const archive = writeArchive(tinyImageEntries({ labels: {}, architecture, variant }));
  const body = await client.loadImages(Readable.from(archive, { objectMode: false }));
  const attempt = { action: `make an empty image for ${architecture}`, verb: 'build' } as const;
  let id: string | undefined;
  for await (const message of jsonLines(body, attempt, client.dialect.rules)) {
    id = /sha256:[0-9a-f]{64}/.exec(message.textOr('stream', ''))?.[0] ?? id;
  }
  if (id !== undefined) return id;
  throw new EngineError('protocol', 'the engine does not tell what it loaded as an empty image');
}
