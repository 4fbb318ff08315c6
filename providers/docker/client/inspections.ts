/*
 * What the engine tells of images, networks and volumes, and of containers in a list, as far as it
 * is used.
 */
import type { Beyond, Platform } from '../../../model/index.js';
import type { DockerSettings } from '../../../runtime/oci-image/index.js';
import { networkBeyond } from './beyond-named.js';
import type { Fields } from './fields.js';

export interface ContainerEntry {
  readonly id: string;
  readonly names: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly imageId: string;
  /** Names of the volumes that it mounts. */
  readonly volumes: readonly string[];
  /** Ids of its networks by their names; empty where it was never started. */
  readonly networks: Readonly<Record<string, string>>;
  /** Ports that are published on IPv4 now: `0.0.0.0:8080/tcp`. */
  readonly ports: readonly string[];
  /** IPv4 addresses by network; empty unless running. */
  readonly addresses: Readonly<Record<string, string>>;
}

export function parseContainerEntry(fields: Fields): ContainerEntry {
  return {
    id: fields.text('Id'),
    // A name with a second slash is a link of another container, as Docker once had them.
    names: fields
      .texts('Names')
      .map((name) => name.replace(/^\//, ''))
      .filter((name) => !name.includes('/')),
    labels: fields.textMap('Labels'),
    imageId: fields.textOr('ImageID', ''),
    volumes: fields
      .objects('Mounts')
      .map((mount) => mount.textOr('Name', ''))
      .filter((name) => name !== ''),
    networks:
      fields
        .objectOr('NetworkSettings')
        ?.objectMap('Networks', (endpoint) => endpoint.textOr('NetworkID', '')) ?? {},
    ports: fields.objects('Ports').flatMap((port) => {
      const [ip, number] = [port.textOr('IP', ''), port.numberOr('PublicPort', 0)];
      return number === 0 || ip.includes(':')
        ? []
        : [`${ip === '' ? '0.0.0.0' : ip}:${number}/${port.textOr('Type', 'tcp')}`];
    }),
    addresses:
      fields
        .objectOr('NetworkSettings')
        ?.objectMap('Networks', (endpoint) => endpoint.textOr('IPAddress', '')) ?? {},
  };
}

export interface ImageEntry {
  readonly id: string;
  /** Names with tags. */
  readonly references: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Bytes of its layers. */
  readonly size: number;
}

/** Untagged images are listed as `<none>:<none>` by older engines. */
function references(fields: Fields): readonly string[] {
  return fields.texts('RepoTags').filter((reference) => reference !== '<none>:<none>');
}

export function parseImageEntry(fields: Fields): ImageEntry {
  return {
    id: fields.text('Id'),
    references: references(fields),
    labels: fields.textMap('Labels'),
    size: fields.numberOr('Size', 0),
  };
}

export interface ImageInspection extends ImageEntry {
  /** Repositories with the digest under which they have it: `nginx@sha256:…`. */
  readonly digests: readonly string[];
  /** What it is made for; empty where nothing is told. Podman tells no variants. */
  readonly platform: Platform;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly user: string;
  readonly workdir: string;
  readonly exposedPorts: readonly string[];
  readonly stopSignal: string;
  readonly volumes: readonly string[];
  readonly beside: DockerSettings;
  /** Whether its shell, and what it keeps for images on it, would be among these. */
  readonly tellsShells: boolean;
}

export function parseImage(fields: Fields): ImageInspection {
  const config = fields.objectOr('Config');
  return {
    id: fields.text('Id'),
    references: references(fields),
    digests: fields.texts('RepoDigests'),
    platform: parseImagePlatform(fields),
    size: fields.numberOr('Size', 0),
    labels: config?.textMap('Labels') ?? {},
    env: config?.texts('Env') ?? [],
    entrypoint: config?.texts('Entrypoint') ?? [],
    command: config?.texts('Cmd') ?? [],
    user: config?.textOr('User', '') ?? '',
    workdir: config?.textOr('WorkingDir', '') ?? '',
    exposedPorts: config?.namesOf('ExposedPorts') ?? [],
    stopSignal: config?.textOr('StopSignal', '') ?? '',
    volumes: config?.namesOf('Volumes') ?? [],
    beside: parseBeside(config),
    tellsShells: true,
  };
}

function parseImagePlatform(fields: Fields): Platform {
  const variant = fields.textOr('Variant', '');
  return {
    os: fields.textOr('Os', 'linux'),
    architecture: fields.textOr('Architecture', ''),
    ...(variant !== '' && { variant }),
  };
}

/** The health check of an image; also of a report that has it beside the settings. */
export function parseImageHealth(fields: Fields): DockerSettings['Healthcheck'] {
  const check = fields.objectOr('Healthcheck');
  return (
    check && {
      Test: check.texts('Test'),
      Interval: check.numberOr('Interval', 0),
      Timeout: check.numberOr('Timeout', 0),
      StartPeriod: check.numberOr('StartPeriod', 0),
      StartInterval: check.numberOr('StartInterval', 0),
      Retries: check.numberOr('Retries', 0),
    }
  );
}

function parseBeside(config: Fields | undefined): DockerSettings {
  return {
    Healthcheck: config && parseImageHealth(config),
    Shell: config?.texts('Shell') ?? [],
    OnBuild: config?.texts('OnBuild') ?? [],
  };
}

export interface Ipam {
  readonly subnet: string;
  readonly gateway: string;
  /** The part of the subnet from which addresses are given out; empty for all of it. */
  readonly range: string;
  /** Addresses that are given to nobody, by name. */
  readonly reserved: Readonly<Record<string, string>>;
}

export interface NetworkInspection {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly internal: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly ipam: readonly Ipam[];
  readonly ipv6: boolean;
  /** Options of its driver. */
  readonly options: Readonly<Record<string, string>>;
  /** The name of its bridge, where that was chosen. */
  readonly bridge?: string;
  /** What it has and no spec can say. */
  readonly beyond: readonly Beyond[];
}

/** What newer engines say among the options that they have an attribute for. */
const saidElsewhere = /^com\.docker\.network\.enable_ipv[46]$/;

/** The option that chooses the name of a bridge. */
export const bridgeOption = 'com.docker.network.bridge.name';

export function parseNetwork(fields: Fields): NetworkInspection {
  const options = Object.entries(fields.textMap('Options'));
  const bridge = fields.textMap('Options')[bridgeOption];
  return {
    id: fields.text('Id'),
    name: fields.text('Name'),
    driver: fields.textOr('Driver', ''),
    internal: fields.flag('Internal'),
    labels: fields.textMap('Labels'),
    ipam: (fields.objectOr('IPAM')?.objects('Config') ?? []).map((entry) => ({
      subnet: entry.textOr('Subnet', ''),
      gateway: entry.textOr('Gateway', ''),
      range: entry.textOr('IPRange', ''),
      reserved: entry.textMap('AuxiliaryAddresses'),
    })),
    ipv6: fields.flag('EnableIPv6'),
    options: Object.fromEntries(options.filter(([name]) => !saidElsewhere.test(name))),
    ...(bridge === undefined ? {} : { bridge }),
    beyond: networkBeyond(fields),
  };
}

export interface VolumeInspection {
  readonly name: string;
  readonly driver: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
  /** Where its files are on the engine's host; empty where that is not told. */
  readonly place: string;
}

export function parseVolume(fields: Fields): VolumeInspection {
  return {
    name: fields.text('Name'),
    driver: fields.text('Driver'),
    labels: fields.textMap('Labels'),
    options: fields.textMap('Options'),
    place: fields.textOr('Mountpoint', ''),
  };
}

/** Where a daemon is and where it keeps things. */
export interface DaemonInfo {
  readonly hostName: string;
  /** Directory of images and containers. */
  readonly rootDirectory: string;
}

export function parseInfo(fields: Fields): DaemonInfo {
  return { hostName: fields.textOr('Name', ''), rootDirectory: fields.textOr('DockerRootDir', '') };
}
