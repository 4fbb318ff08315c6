/*
 * The lens of images. The engine knows an image's settings; how it was made stands in its record
 * alone.
 */
import {
  type CompletedImage,
  emptyImageConfig,
  type ImageConfig,
  parseImageName,
  toldPlatform,
  withoutOwnLabels,
} from '../../../model/index.js';
import type { ImageInspection } from '../client/index.js';
import { settingsFromDocker, signalName } from '../../../runtime/oci-image/index.js';
import { parseEnvironment, withoutDefaultPath } from './environment.js';
import { imageRecord } from './record.js';

/** The settings of an image, without what Docker's builder adds to an image that we built. */
export function imageConfigFromEngine(image: ImageInspection): ImageConfig {
  const record = imageRecord(image.labels);
  const env = parseEnvironment(image.env);
  const addedPath = record !== null && !('PATH' in record.config.env);
  return {
    env: addedPath ? withoutDefaultPath(env) : env,
    entrypoint: image.entrypoint,
    command: image.command,
    user: image.user,
    workdir: image.workdir === '' ? emptyImageConfig.workdir : image.workdir,
    expose: image.exposedPorts.map((port) => (port.includes('/') ? port : `${port}/tcp`)).sort(),
    labels: withoutOwnLabels(image.labels),
    stop_signal: signalName(image.stopSignal),
    volumes: [...image.volumes].sort(),
    ...settingsFromDocker(image.beside),
    ...(!image.tellsShells && shellsOf(record)),
    ...platformOf(image, record),
  };
}

/** What an image is for that was built for a platform in words. */
function platformOf(
  { platform: told }: ImageInspection,
  record: CompletedImage | null,
): Pick<ImageConfig, 'platform'> {
  const asked = record?.config.platform;
  return asked === undefined ? {} : { platform: toldPlatform(told, asked) };
}

/** What no report tells of an image, by its record. */
function shellsOf(record: CompletedImage | null): Pick<ImageConfig, 'shell' | 'on_build'> {
  const { shell, on_build: onBuild } = record?.config ?? {};
  return { ...(shell && { shell }), ...(onBuild && { on_build: onBuild }) };
}

/** @param reference a name with tag under which the engine knows it, for an image without record */
export function imageFromEngine(image: ImageInspection, reference: string): CompletedImage {
  const record = imageRecord(image.labels);
  const config = imageConfigFromEngine(image);
  if (record) return { ...record, config };
  const [, name = reference, tag = ''] = /^(.*):([^/:]*)$/.exec(reference) ?? [];
  return { name, key: tag, from: { kind: 'scratch' }, base: '', steps: [], files: {}, config };
}

/**
 * The digest under which a registry has an image by a name. Engines with another kind of store give local images
 * one too, which is then the id; of those it cannot be told whether any registry has them.
 */
export function registryDigest(
  { id, digests }: ImageInspection,
  asked: string,
): string | undefined {
  const name = parseImageName(asked);
  const found = digests
    .map(parseImageName)
    .find((one) => one?.host === name?.host && one?.repository === name?.repository);
  return found?.digest === id ? undefined : found?.digest;
}
