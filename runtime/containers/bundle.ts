/*
 * Writes what the OCI runtime is told of a container: `config.json` in its bundle. Needs the mounted
 * root file system, for users are resolved by it and fresh volumes filled from it.
 */
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { CompletedContainer } from '../../model/index.js';
import { isRootless } from '../caller/index.js';
import { findCdiEdits, type CdiEdits } from '../cdi/index.js';
import {
  cgroupLayout,
  cgroupPlaces,
  deviceMounts,
  hostLimits,
  memorySupport,
  ociBlockIo,
  ociLimits,
  ociProcess,
  ociSpec,
  ociText,
  processLimits,
  resolveGroups,
  resolveUser,
  weightSupport,
  type DeviceRule,
  type OciProcess,
  type OciResources,
} from '../oci/index.js';
import {
  apparmorFor,
  capabilitiesFor,
  devicesFor,
  seccompFor,
  surroundingsFor,
  sysctlsFor,
} from './confinement.js';
import { containerMounts, initTarget, prepareTmpfs, type MountSources } from './mounts.js';
import type { ContainerPlaces } from './places.js';
import type { Joined } from './sharing.js';

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export interface BundleOptions {
  readonly spec: CompletedContainer;
  readonly places: ContainerPlaces;
  readonly sources: MountSources;
  /** Name of the OCI runtime that is told. */
  readonly runtime: string;
  /** Path of its control group. */
  readonly cgroup: string;
  /** Path of its network namespace; none when it is on no network. */
  readonly namespace?: string;
  /** Those whose namespaces it is in. */
  readonly joined: Joined;
}

/** @throws RuntimeError `user-unknown`, `capability-unknown`, `setting-unusable` */
export async function writeBundle(options: BundleOptions): Promise<void> {
  const { spec, places, sources, namespace, joined } = options;
  await prepareTmpfs(spec, places.merged);
  const [given, cdi] = await Promise.all([devicesFor(spec), findCdiEdits(spec.gpus)]);
  const seccomp = seccompFor(spec);
  const borrowed = isRootless()
    ? { mounts: deviceMounts(given), nodes: [] }
    : { mounts: [], nodes: given.nodes };
  const config = ociSpec({
    process: withEdits(await containerProcess(spec, places.merged), cdi),
    rootfs: places.merged,
    readOnly: spec.read_only,
    hostname: hostnameOf(spec),
    mounts: [
      ...containerMounts(spec, sources, joined.names ?? places),
      ...cdi.mounts,
      ...borrowed.mounts,
    ],
    ...(namespace === undefined ? {} : { networkNamespace: namespace }),
    ...(cgroupLayout() !== 'none' && { cgroup: options.cgroup }),
    resources: await resourcesOf(spec, options.runtime, [...given.rules, ...cdi.rules]),
    ...(seccomp === undefined ? {} : { seccomp }),
    surroundings: surroundingsFor(spec, places, joined),
    ...(spec.masked_paths && { maskedPaths: spec.masked_paths }),
    ...(spec.readonly_paths && { readonlyPaths: spec.readonly_paths }),
    devices: [...borrowed.nodes, ...cdi.nodes],
    sysctl: sysctlsFor(spec),
    ...(spec.annotations && { annotations: spec.annotations }),
    hooks: cdi.hooks,
  });
  await writeFile(places.config, ociText(config), { mode: 0o600 });
}

async function resourcesOf(
  spec: CompletedContainer,
  runtime: string,
  devices: readonly DeviceRule[],
): Promise<OciResources> {
  const trees = cgroupPlaces();
  const { blkio } = spec;
  return {
    ...ociLimits(spec, memorySupport(trees)),
    ...(blkio && { blockIO: await ociBlockIo(blkio, weightSupport(trees, runtime)) }),
    devices,
  };
}

/** What the devices of vendors bring for the container's own process; its own variables win. */
function withEdits(process: OciProcess, { env, groups }: CdiEdits): OciProcess {
  const known = new Set(process.env.map((variable) => variable.split('=', 1)[0]));
  const added = Object.entries(env).filter(([name]) => !known.has(name));
  const { user } = process;
  return {
    ...process,
    env: [...process.env, ...added.map(([name, value]) => `${name}=${value}`)],
    user: { ...user, additionalGids: [...new Set([...user.additionalGids, ...groups])] },
  };
}

/**
 * What a container calls itself: as its spec says, else by its name, which is cut to fit. One that has
 * the host's names or network is called as the host is.
 */
export function hostnameOf(spec: CompletedContainer): string {
  if (spec.uts === 'host') return hostname();
  const usual = spec.network_mode === 'host' ? hostname() : spec.name;
  return spec.hostname ?? usual.slice(0, 63);
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
  const groups = await resolveGroups(rootfs, spec.group_add ?? []);
  const own = [...spec.entrypoint, ...spec.command];
  const terminal = other?.terminal ?? spec.tty ?? false;
  const { rlimits, oomScoreAdj } = processLimits(spec, hostLimits());
  const apparmorProfile = apparmorFor(spec);
  return ociProcess({
    args: other?.args ?? (spec.init ? [initTarget, '--', ...own] : own),
    env: {
      PATH: defaultPath,
      HOSTNAME: hostnameOf(spec),
      HOME: user.home,
      ...(terminal ? { TERM: (other && process.env['TERM']) ?? 'xterm' } : {}),
      ...spec.env,
      ...other?.env,
    },
    cwd: other?.workdir ?? (spec.workdir === '' ? '/' : spec.workdir),
    user: { ...user, groups: [...new Set([...user.groups, ...groups])].sort((a, b) => a - b) },
    capabilities: capabilitiesFor(spec),
    noNewPrivileges: spec.no_new_privileges,
    terminal,
    rlimits,
    ...(oomScoreAdj === undefined ? {} : { oomScoreAdj }),
    ...(apparmorProfile === undefined ? {} : { apparmorProfile }),
  });
}
