/*
 * The documents of an OCI image as types, and the shapes that read them.
 * Spec: https://github.com/opencontainers/image-spec (manifest.md, config.md, image-layout.md).
 * Docker's schema 2 media types are taken as the same documents, which they are.
 */
import { shape } from '../store/index.js';

export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  layerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  layerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
} as const;

export const refNameAnnotation = 'org.opencontainers.image.ref.name';

const { integer, list, mapOf, matching, optional, record, string, withDefault } = shape;

/** `sha256:` and 64 hexadecimal digits. Other algorithms are not read. */
export const digestShape = matching(/^sha256:[0-9a-f]{64}$/, 'a SHA-256 digest');

const platformShape = record({
  os: withDefault(string, ''),
  architecture: withDefault(string, ''),
  variant: optional(string),
});

export const descriptorShape = record({
  mediaType: string,
  digest: digestShape,
  size: integer,
  annotations: withDefault(mapOf(string), {}),
  platform: optional(platformShape),
});
export type Descriptor = ReturnType<typeof descriptorShape>;

export const indexShape = record({ manifests: list(descriptorShape) });

export const manifestShape = record({
  mediaType: optional(string),
  config: descriptorShape,
  layers: list(descriptorShape),
});
export type Manifest = ReturnType<typeof manifestShape>;

const settingsShape = record({
  Env: withDefault(list(string), []),
  Entrypoint: withDefault(list(string), []),
  Cmd: withDefault(list(string), []),
  User: withDefault(string, ''),
  WorkingDir: withDefault(string, ''),
  ExposedPorts: withDefault(
    mapOf((value) => value),
    {},
  ),
  Labels: withDefault(mapOf(string), {}),
  StopSignal: withDefault(string, ''),
  Volumes: withDefault(
    mapOf((value) => value),
    {},
  ),
  // Not of OCI: members that Docker's configs have beside those.
  Healthcheck: optional(
    record({
      Test: withDefault(list(string), []),
      Interval: withDefault(integer, 0),
      Timeout: withDefault(integer, 0),
      StartPeriod: withDefault(integer, 0),
      StartInterval: withDefault(integer, 0),
      Retries: withDefault(integer, 0),
    }),
  ),
  Shell: withDefault(list(string), []),
  OnBuild: withDefault(list(string), []),
});
export type OciSettings = ReturnType<typeof settingsShape>;

export const configShape = record({
  os: withDefault(string, 'linux'),
  architecture: withDefault(string, ''),
  variant: optional(string),
  config: optional(settingsShape),
  rootfs: record({ diff_ids: list(digestShape) }),
});
export type OciConfig = ReturnType<typeof configShape>;
