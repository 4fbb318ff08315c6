/*
 * What a container's processes may do and see, as its spec says: capabilities, the filter of system
 * calls, labels, namespaces of the host, devices, paths of the kernel.
 */
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import type { CompletedContainer } from '../../model/index.js';
import { isRootless } from '../caller/index.js';
import { RuntimeError } from '../errors.js';
import {
  allHostDevices,
  capabilitiesOfMask,
  customSeccomp,
  defaultSeccomp,
  givenDevices,
  readIfThere,
  resolveCapabilities,
  unknownCapabilities,
  usualSurroundings,
  type GivenDevices,
  type SeccompFilter,
  type SharedNamespace,
  type Surroundings,
} from '../oci/index.js';
import type { ContainerPlaces } from './places.js';
import { namespacesOf, type Joined } from './sharing.js';

/**
 * The capabilities of a container; a privileged one has all that this process may hand on.
 * @throws RuntimeError `capability-unknown`
 */
export function capabilitiesFor(spec: CompletedContainer): readonly string[] {
  const { cap_add, cap_drop, privileged } = spec;
  const names = unknownCapabilities([...cap_add, ...cap_drop]);
  if (names.length > 0) throw new RuntimeError({ kind: 'capability-unknown', names });
  const mask = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  const added = privileged === true ? ['ALL', ...cap_add] : cap_add;
  return resolveCapabilities(added, cap_drop, capabilitiesOfMask(mask ?? '0'));
}

/**
 * The filter of system calls; none for an unconfined container, nor for a privileged one that brings
 * no profile of its own.
 * @throws RuntimeError `setting-unusable` for a profile that is none
 */
export function seccompFor(spec: CompletedContainer): SeccompFilter | undefined {
  const { seccomp, privileged } = spec;
  if (seccomp === 'unconfined' || (seccomp === 'default' && privileged === true)) return undefined;
  const capabilities = capabilitiesFor(spec);
  if (seccomp === 'default') return defaultSeccomp(capabilities, process.arch);
  const world = { capabilities, architecture: process.arch, kernel: release() };
  return customSeccomp(seccomp, world);
}

/**
 * The AppArmor profile to run under, where this host has AppArmor.
 * @throws RuntimeError `setting-unusable` for a profile on a host that has none
 */
export function apparmorFor({ apparmor }: CompletedContainer): string | undefined {
  if (apparmor === undefined) return undefined;
  if (readIfThere('/sys/module/apparmor/parameters/enabled')?.trim() === 'Y') return apparmor;
  if (apparmor === 'unconfined') return undefined;
  const reason = 'this host has no AppArmor';
  throw new RuntimeError({
    kind: 'setting-unusable',
    setting: 'apparmor',
    value: apparmor,
    reason,
  });
}

/** What a container shares with the host and with others, and what it finds in its place. */
export function surroundingsFor(
  spec: CompletedContainer,
  { memory }: Pick<ContainerPlaces, 'memory'>,
  joined: Joined,
): Surroundings {
  const modes: Readonly<Record<SharedNamespace, string | undefined>> = {
    pid: spec.pid,
    ipc: spec.ipc,
    uts: spec.uts,
    cgroup: spec.cgroupns,
    network: spec.network_mode,
  };
  const shared = (['pid', 'ipc', 'uts', 'cgroup', 'network'] as const).filter(
    (name) => modes[name] === 'host',
  );
  const memoryAt = spec.ipc === 'shareable' ? memory : joined.memoryAt;
  return {
    shared,
    joined: namespacesOf(joined),
    ...(memoryAt !== undefined && { memoryAt }),
    borrowed: isRootless(),
    privileged: spec.privileged === true,
    sharedMemory: spec.ipc === 'none' ? null : (spec.shm_size ?? usualSurroundings.sharedMemory),
  };
}

/** Parameters of the kernel; the domain name is one, as runtimes have had no other word for it long. */
export function sysctlsFor(spec: CompletedContainer): Readonly<Record<string, string>> {
  const { domainname, sysctls = {}, uts } = spec;
  return domainname === undefined || uts === 'host'
    ? sysctls
    : { 'kernel.domainname': domainname, ...sysctls };
}

/**
 * The devices of the host that it has; a privileged container has all of them.
 * @throws RuntimeError `setting-unusable`
 */
export async function devicesFor(spec: CompletedContainer): Promise<GivenDevices> {
  const given = await givenDevices(spec);
  if (spec.privileged !== true) return given;
  const named = new Set(given.nodes.map(({ path }) => path));
  const others = (await allHostDevices()).filter(({ path }) => !named.has(path));
  return { ...given, nodes: [...others, ...given.nodes], rules: [] };
}
