/*
 * Writes what the OCI runtime is told of a container: `config.json` in its bundle. Needs the mounted
 * root file system, for users are resolved by it and fresh volumes filled from it.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { CompletedContainer } from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import {
  capabilitiesOfMask,
  cgroupPlaces,
  defaultSeccomp,
  ociLimits,
  ociProcess,
  ociSpec,
  resolveCapabilities,
  resolveUser,
  swapAccounted,
  unknownCapabilities,
  type OciProcess,
} from '../oci/index.js';
import { containerMounts, initTarget, prepareTmpfs, type MountSources } from './mounts.js';
import type { ContainerPlaces } from './places.js';

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export interface BundleOptions {
  readonly spec: CompletedContainer;
  readonly places: ContainerPlaces;
  readonly sources: MountSources;
  /** Path of its network namespace; none when it is on no network. */
  readonly namespace?: string;
}

/** @throws RuntimeError `user-unknown`, `capability-unknown` */
export async function writeBundle(options: BundleOptions): Promise<void> {
  const { spec, places, sources, namespace } = options;
  await prepareTmpfs(spec, places.merged);
  const capabilities = capabilitiesFor(spec);
  const config = ociSpec({
    process: await containerProcess(spec, places.merged),
    rootfs: places.merged,
    readOnly: spec.read_only,
    hostname: hostnameOf(spec),
    mounts: containerMounts(spec, sources, places),
    ...(namespace === undefined ? {} : { networkNamespace: namespace }),
    cgroup: places.cgroup,
    resources: ociLimits(spec, swapAccounted(cgroupPlaces())),
    ...(spec.seccomp === 'unconfined'
      ? {}
      : { seccomp: defaultSeccomp(capabilities, process.arch) }),
  });
  await writeFile(places.config, JSON.stringify(config), { mode: 0o600 });
}

/** What a container calls itself: as its spec says, else by its name, which is cut to fit. */
export function hostnameOf(spec: CompletedContainer): string {
  return spec.hostname ?? spec.name.slice(0, 63);
}

/** The container's own process, or another one in it where arguments are given. */
export async function containerProcess(
  spec: CompletedContainer,
  rootfs: string,
  other?: {
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly user?: string;
    readonly workdir?: string;
    readonly terminal: boolean;
  },
): Promise<OciProcess> {
  const user = await resolveUser(rootfs, other?.user ?? spec.user);
  const own = [...spec.entrypoint, ...spec.command];
  return ociProcess({
    args: other?.args ?? (spec.init ? [initTarget, '--', ...own] : own),
    env: {
      PATH: defaultPath,
      HOSTNAME: hostnameOf(spec),
      HOME: user.home,
      ...(other?.terminal === true ? { TERM: process.env['TERM'] ?? 'xterm' } : {}),
      ...spec.env,
      ...other?.env,
    },
    cwd: other?.workdir ?? (spec.workdir === '' ? '/' : spec.workdir),
    user,
    capabilities: capabilitiesFor(spec),
    noNewPrivileges: spec.no_new_privileges,
    terminal: other?.terminal ?? false,
  });
}

/** @throws RuntimeError `capability-unknown` */
function capabilitiesFor(spec: CompletedContainer): readonly string[] {
  const names = unknownCapabilities([...spec.cap_add, ...spec.cap_drop]);
  if (names.length > 0) throw new RuntimeError({ kind: 'capability-unknown', names });
  const mask = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return resolveCapabilities(spec.cap_add, spec.cap_drop, capabilitiesOfMask(mask ?? '0'));
}
