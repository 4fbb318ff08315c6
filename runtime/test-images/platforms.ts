/*
 * An image for several platforms in a registry, for tests: one index over images that say of themselves that they are
 * for other platforms. Their programs are this host's all the same, so that each of them can be seen to run.
 */
import { askedPlatform, parseImageName } from '../../model/index.js';
import { build, busybox, imageOf, newStore, run } from '../build/test-stack-fixture.js';
import { pushImage } from '../distribution/index.js';
import { mediaTypes } from '../oci-image/index.js';
import {
  openConnection,
  putManifest,
  readRemoteImage,
  type Environment,
} from '../registry/index.js';

/**
 * Publishes an image that says a greeting and what it is for.
 * @returns the digest of the image of each platform
 */
export async function publishPlatforms(
  reference: string,
  greeting: string,
  platforms: readonly string[],
  environment: Environment,
): Promise<ReadonlyMap<string, string>> {
  const name = parseImageName(reference);
  if (!name) throw new Error(`no name: ${reference}`);
  const connection = openConnection(name.host, { environment });
  const store = await newStore();
  const digests = new Map<string, string>();
  const manifests: object[] = [];
  for (const text of platforms) {
    const platform = askedPlatform(text);
    if (!platform) throw new Error(`no platform: ${text}`);
    const image = await build(
      store,
      imageOf([...busybox, run(`echo "${greeting} for ${text}" > /greeting`)], {
        platform: text,
        env: { PATH: '/bin' },
        command: ['/bin/sh', '-c', 'cat /greeting; exec sleep 1000'],
        stop_signal: 'SIGKILL',
      }),
    );
    const digest = await pushImage(store, image, name, { environment });
    const { manifestText } = await readRemoteImage(connection, { ...name, digest }, platform);
    const size = Buffer.byteLength(manifestText);
    manifests.push({ mediaType: mediaTypes.manifest, digest, size, platform });
    digests.set(text, digest);
  }
  const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests };
  const content = Buffer.from(JSON.stringify(index));
  const document = { mediaType: mediaTypes.index, content };
  await putManifest(connection, name.repository, name.tag ?? 'latest', document);
  return digests;
}
