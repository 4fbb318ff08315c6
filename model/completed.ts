/*
 * Completed specs: a spec with every default filled in, the image's own settings among them.
 * `complete(desired)` and what a lens reads back have these shapes, so that differences are
 * structural. Lists in which order means nothing are maps under the key that tells elements apart,
 * or sorted.
 */
import type { BuildStep, ContainerSettings, ImageSource, Mount } from './schemas/index.js';

/** The settings of an image, as OCI's image config has them. */
export interface ImageConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly user: string;
  readonly workdir: string;
  /** `80/tcp`, sorted. */
  readonly expose: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stop_signal: string;
  /** Paths that the image declares as volumes, sorted. */
  readonly volumes: readonly string[];
  /** The check of containers that declare none, as a Dockerfile's `HEALTHCHECK` says it. */
  readonly health?: ImageHealth | undefined;
  /** What runs lines of a Dockerfile that are for the shell, where that is not `/bin/sh -c`. */
  readonly shell?: readonly string[] | undefined;
  /** Instructions for images that are built on this one. */
  readonly on_build?: readonly string[] | undefined;
  /** What it is made for, of an image that is built for a platform in words; absent of all others. */
  readonly platform?: string | undefined;
}

/** Times in milliseconds; what is left to the engine is left out. */
export interface ImageHealth {
  readonly test: readonly string[];
  readonly interval?: number | undefined;
  readonly timeout?: number | undefined;
  readonly start_period?: number | undefined;
  readonly start_interval?: number | undefined;
  readonly retries?: number | undefined;
}

/** What of a Dockerfile decides an image beside the files, as a plan shows it. */
export interface CompletedDockerfile {
  /** Instructions that the target needs, in order, as they are written. */
  readonly instructions: Readonly<Record<string, string>>;
  /** Build arguments that count: the first 16 hex digits of SHA-256 of each value. */
  readonly args: Readonly<Record<string, string>>;
  /** Identities of the images that it names, by the names that are written. */
  readonly bases: Readonly<Record<string, string>>;
}

/** An image as its content decides it. Two of them are equal exactly when `key` is. */
export interface CompletedImage {
  readonly name: string;
  /** Content key: hexadecimal SHA-256 over base, steps, copied files and settings. */
  readonly key: string;
  readonly from: ImageSource;
  /** Identity of the base: content key, digest or engine id; empty for scratch. */
  readonly base: string;
  readonly steps: readonly BuildStep[];
  /** Copied files by path in the context: type, mode and the first 16 hex digits of SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  readonly config: ImageConfig;
  /** Absent for an image that is built from steps. */
  readonly dockerfile?: CompletedDockerfile;
}

/** What most volumes do without is left out where it is at its default; so it is with networks. */
export interface CompletedVolume {
  readonly name: string;
  readonly driver?: string;
  readonly driver_options?: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** What is said of a subnet. */
export interface CompletedPool {
  /** Null where it is the first address, which engines choose. */
  readonly gateway: string | null;
  readonly ip_range?: string;
  readonly aux_addresses?: Readonly<Record<string, string>>;
}

/** What stands in it of a pool is of the first subnet of IPv4. */
export interface CompletedNetwork extends CompletedPool {
  readonly name: string;
  readonly driver?: string;
  readonly driver_options?: Readonly<Record<string, string>>;
  readonly internal: boolean;
  /** Null when the engine chose it. */
  readonly subnet: string | null;
  readonly ipv6?: boolean;
  /** Further ones, by subnet. */
  readonly ipam?: Readonly<Record<string, CompletedPool>>;
  readonly mtu?: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface CompletedMount {
  readonly type: 'volume' | 'bind';
  readonly source: string;
  readonly read_only: boolean;
  /** The others are left out where they are at their defaults. */
  readonly propagation?: NonNullable<Mount['propagation']>;
  readonly create_host_path?: boolean;
  readonly recursive?: NonNullable<Mount['recursive']>;
  readonly selinux?: NonNullable<Mount['selinux']>;
  readonly no_copy?: boolean;
  readonly subpath?: string;
}
export interface CompletedTmpfs {
  readonly size: number | null;
  readonly mode: string;
  /** Sorted; left out where there are none. */
  readonly options?: readonly string[];
}
export interface CompletedEndpoint {
  /** Sorted; the container's own name and the engine's short id are not among them. */
  readonly aliases: readonly string[];
  /** Fixed address; null when the engine chooses. */
  readonly ipv4: string | null;
  /** The others are left out where the engine chooses. */
  readonly ipv6?: string;
  /** Sorted. */
  readonly link_local?: readonly string[];
  /** In lower case. */
  readonly mac?: string;
  readonly gw_priority?: number;
  readonly driver_options?: Readonly<Record<string, string>>;
}
export interface CompletedHealth {
  readonly test: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly start_period: number;
  /** Left out where it is the interval. */
  readonly start_interval?: number;
  readonly retries: number;
}

/** A file that a container is given by content. */
export interface CompletedFile {
  /** Null when it is not there. */
  readonly content: string | null;
  readonly uid: number;
  readonly gid: number;
  /** Four octal digits. */
  readonly mode: string;
}
/** Files by target path. */
export type CompletedFiles = Readonly<Record<string, CompletedFile>>;

/** What most containers do without is left out where it is at its default. */
export interface CompletedContainer extends ContainerSettings {
  readonly name: string;
  /** Name with tag as the spec has it; the engine's id of the image when that name has moved on. */
  readonly image: string;
  /** What the image is made for; absent where neither container nor image was asked to be. */
  readonly platform?: string | undefined;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly workdir: string;
  readonly hostname: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** By target path. */
  readonly mounts: Readonly<Record<string, CompletedMount>>;
  /** By target path. */
  readonly tmpfs: Readonly<Record<string, CompletedTmpfs>>;
  /** Absent where there are none, as are secrets. */
  readonly configs?: CompletedFiles | undefined;
  readonly secrets?: CompletedFiles | undefined;
  /** Container port by `host_ip:host/protocol`, such as `0.0.0.0:8080/tcp`. */
  readonly ports: Readonly<Record<string, number>>;
  /** By network name. */
  readonly networks: Readonly<Record<string, CompletedEndpoint>>;
  readonly restart: { readonly policy: string; readonly max_retries: number };
  readonly memory: number | null;
  readonly cpus: number | null;
  readonly pids: number | null;
  readonly read_only: boolean;
  /** Sorted. */
  readonly cap_add: readonly string[];
  /** Sorted. */
  readonly cap_drop: readonly string[];
  readonly no_new_privileges: boolean;
  readonly seccomp: string;
  readonly stop_signal: string;
  readonly stop_timeout: number;
  readonly init: boolean;
  readonly health: CompletedHealth | null;
}

export interface CompletedByKind {
  readonly image: CompletedImage;
  readonly volume: CompletedVolume;
  readonly network: CompletedNetwork;
  readonly container: CompletedContainer;
}

/** The name and tag of an image: its repository name, and the first 16 digits of its content key. */
export function imageReference(image: Pick<CompletedImage, 'name' | 'key'>): string {
  return `${image.name}:${image.key.slice(0, 16)}`;
}
