/*
 * The settings of an image in two shapes: OCI's config and the model's. Both directions, so that
 * what is written can be read back as it was.
 */
import {
  emptyImageConfig,
  isOfPlatform,
  type ImageConfig,
  type Platform,
} from '../../model/index.js';
import { dockerSettings, settingsFromDocker } from './docker-settings.js';
import type { OciConfig } from './media.js';

/** The settings that an OCI config holds. A variable without `=` counts as empty. */
export function settingsFromOci(config: OciConfig): ImageConfig {
  const settings = config.config;
  if (settings === undefined) return emptyImageConfig;
  const env = settings.Env.map((entry): [string, string] => {
    const at = entry.indexOf('=');
    return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
  });
  return {
    env: Object.fromEntries(env),
    entrypoint: settings.Entrypoint,
    command: settings.Cmd,
    user: settings.User,
    workdir: settings.WorkingDir === '' ? emptyImageConfig.workdir : settings.WorkingDir,
    expose: Object.keys(settings.ExposedPorts)
      .map((port) => (port.includes('/') ? port : `${port}/tcp`))
      .sort(),
    labels: settings.Labels,
    stop_signal: settings.StopSignal === '' ? emptyImageConfig.stop_signal : settings.StopSignal,
    volumes: Object.keys(settings.Volumes).sort(),
    ...settingsFromDocker(settings),
  };
}

export interface OciConfigInput {
  readonly settings: ImageConfig;
  readonly labels: Readonly<Record<string, string>>;
  /** Digests of the layers' uncompressed archives, lowest first. */
  readonly diffIds: readonly string[];
  /** RFC 3339; fixed, so that equal images have equal bytes. */
  readonly created: string;
  /** This host's own where it is absent. */
  readonly platform?: Platform | undefined;
}

/** Architectures as Go, and so OCI, calls them. */
const architectures: Readonly<Partial<Record<NodeJS.Architecture, string>>> = {
  x64: 'amd64',
  ia32: '386',
  ppc64: 'ppc64le',
};

/** The architecture of this host in OCI's words. */
export function hostArchitecture(): string {
  return architectures[process.arch] ?? process.arch;
}

/** The platform that containers have here. */
export const ownPlatform = { os: 'linux', architecture: hostArchitecture() } as const;

/** What an image is made for, where that is not this host. An image that does not say is for it. */
export function foreignPlatform({ os, architecture, variant }: OciConfig): Platform | undefined {
  const told = { os, architecture, ...(variant !== undefined && { variant }) };
  return architecture === '' || isOfPlatform(told, ownPlatform) ? undefined : told;
}

/** The OCI config document of an image. Members without content are left out. */
export function ociConfig({
  settings,
  labels,
  diffIds,
  created,
  platform = ownPlatform,
}: OciConfigInput): object {
  const set = (keys: readonly string[]): object => Object.fromEntries(keys.map((key) => [key, {}]));
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    created,
    architecture: platform.architecture,
    os: platform.os,
    ...(platform.variant !== undefined && { variant: platform.variant }),
    config: {
      ...(settings.user === '' ? {} : { User: settings.user }),
      ...(settings.expose.length === 0 ? {} : { ExposedPorts: set(settings.expose) }),
      Env: Object.entries(settings.env).map(([name, value]) => `${name}=${value}`),
      ...(settings.entrypoint.length === 0 ? {} : { Entrypoint: settings.entrypoint }),
      ...(settings.command.length === 0 ? {} : { Cmd: settings.command }),
      ...(settings.volumes.length === 0 ? {} : { Volumes: set(settings.volumes) }),
      WorkingDir: settings.workdir,
      ...(sorted.length === 0 ? {} : { Labels: Object.fromEntries(sorted) }),
      StopSignal: settings.stop_signal,
      ...dockerSettings(settings),
    },
    rootfs: { type: 'layers', diff_ids: diffIds },
  };
}
