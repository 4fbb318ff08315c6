/*
 * What is mounted into a container beyond the customary file systems: its volumes, paths of the
 * host, file systems in memory, the files of names, and the init. What is missing on the host is an
 * error before anything has been started.
 */
import { chmod, lstat } from 'node:fs/promises';
import type { CompletedContainer } from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import { resolveInRoot, type OciMount } from '../oci/index.js';
import { findExecutable, initParts } from '../parts/index.js';
import { ifPresent, type Store } from '../store/index.js';
import { findVolume, type Volume } from '../volumes/index.js';
import type { GivenFile } from './given-files.js';
import type { ContainerPlaces } from './places.js';

/** Where the init is in a container that has one. */
export const initTarget = '/sbin/stowage-init';

export interface MountSources {
  /** By target. */
  readonly volumes: Readonly<Record<string, Volume>>;
  /** Those without a name, by target. */
  readonly nameless: Readonly<Record<string, Volume>>;
  /** Files given by content. */
  readonly files: readonly GivenFile[];
  /** Path of the init on the host, for containers that have one. */
  readonly init?: string;
}

/**
 * Finds everything that a container mounts.
 * @throws RuntimeError `not-found`, `bind-source-missing`, `part-missing`
 */
export async function findSources(
  store: Store,
  spec: CompletedContainer,
  files: readonly GivenFile[],
): Promise<MountSources> {
  const volumes: Record<string, Volume> = {};
  for (const [target, { type, source }] of Object.entries(spec.mounts)) {
    if (type === 'volume') {
      const volume = await findVolume(store, source);
      if (volume === undefined) {
        throw new RuntimeError({ kind: 'not-found', what: 'volume', name: source });
      }
      volumes[target] = volume;
    } else if ((await ifPresent(lstat(source))) === undefined) {
      throw new RuntimeError({ kind: 'bind-source-missing', path: source, target });
    }
  }
  const sources = { volumes, nameless: {}, files };
  return spec.init ? { ...sources, init: findInit() } : sources;
}

function findInit(): string {
  for (const { executable } of initParts) {
    const path = findExecutable(executable);
    if (path !== undefined) return path;
  }
  const [first] = initParts;
  throw new RuntimeError({
    kind: 'part-missing',
    part: first?.executable ?? 'an init',
    package: first?.package ?? 'tini',
    why: 'it is the small init that `init: true` asks for',
  });
}

/**
 * The mounts in the order in which they are to be made: a path before what is below it.
 * @param places where the files of its names are
 */
export function containerMounts(
  spec: CompletedContainer,
  sources: MountSources,
  places: Pick<ContainerPlaces, 'resolvConf' | 'hosts' | 'hostname'>,
): readonly OciMount[] {
  const mounts = new Map<string, OciMount>();
  const add = (mount: OciMount): void => void mounts.set(mount.destination, mount);
  add(bind('/etc/resolv.conf', places.resolvConf, false));
  add(bind('/etc/hosts', places.hosts, false));
  add(bind('/etc/hostname', places.hostname, false));
  if (sources.init !== undefined) add(bind(initTarget, sources.init, true));
  for (const [target, { source, read_only }] of Object.entries(spec.mounts)) {
    add(bind(target, sources.volumes[target]?.path ?? source, read_only));
  }
  for (const [target, { path }] of Object.entries(sources.nameless)) add(bind(target, path, false));
  for (const { target, source } of sources.files) add(bind(target, source, true));
  for (const [target, { size, mode }] of Object.entries(spec.tmpfs)) {
    const options = ['nosuid', 'nodev', 'noexec', `mode=${mode}`];
    if (size !== null) options.push(`size=${size}`);
    add({ destination: target, type: 'tmpfs', source: 'tmpfs', options });
  }
  const depth = ({ destination }: OciMount): number =>
    destination.split('/').filter(Boolean).length;
  return [...mounts.values()].sort((a, b) => depth(a) - depth(b));
}

function bind(destination: string, source: string, readOnly: boolean): OciMount {
  const options = ['rbind', 'rprivate', readOnly ? 'ro' : 'rw'];
  return { destination, type: 'bind', source, options };
}

/**
 * Gives the directories under file systems in memory the permissions that those are to have: runc
 * 1.1 takes the directory's own instead of the option's.
 */
export async function prepareTmpfs(spec: CompletedContainer, rootfs: string): Promise<void> {
  for (const [target, { mode }] of Object.entries(spec.tmpfs)) {
    const path = await resolveInRoot(rootfs, target);
    if ((await ifPresent(lstat(path)))?.isDirectory() === true) {
      await chmod(path, parseInt(mode, 8));
    }
  }
}
