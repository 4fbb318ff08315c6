/*
 * Devices of the host that a container is to have: nodes in its own /dev, and rules by which the
 * kernel lets its processes use them. A directory stands for every device in it.
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { CompletedContainer } from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import { ifPresent } from '../store/index.js';
import type { OciMount } from './customary.js';
import type { DeviceRule } from './resources.js';

/** https://github.com/opencontainers/runtime-spec/blob/v1.0.2/config-linux.md#devices */
export interface OciDevice {
  readonly path: string;
  readonly type: 'b' | 'c' | 'p';
  readonly major: number;
  readonly minor: number;
  readonly fileMode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface GivenDevices {
  readonly nodes: readonly OciDevice[];
  readonly rules: readonly DeviceRule[];
  /** Where each node is on the host, by its path in the container. */
  readonly sources: Readonly<Record<string, string>>;
}

/** The nodes of the host themselves, for users who may make none. */
export function deviceMounts({ nodes, sources }: GivenDevices): readonly OciMount[] {
  return nodes.map(({ path }) => ({
    destination: path,
    type: 'bind',
    source: sources[path] ?? path,
    options: ['bind', 'rprivate', 'nosuid', 'noexec'],
  }));
}

export interface DeviceNumbers {
  readonly type: 'b' | 'c';
  readonly major: number;
  readonly minor: number;
}

/** The numbers in what the kernel calls `st_rdev`. */
export function numbersOf(rdev: number): { readonly major: number; readonly minor: number } {
  const number = BigInt(rdev);
  const major = ((number >> 8n) & 0xfffn) | ((number >> 32n) & ~0xfffn);
  const minor = (number & 0xffn) | ((number >> 12n) & 0xffffff00n);
  return { major: Number(major), minor: Number(minor) };
}

function nodeOf(path: string, stats: Stats): OciDevice | undefined {
  const type = stats.isBlockDevice() ? 'b' : stats.isCharacterDevice() ? 'c' : undefined;
  if (type === undefined) return undefined;
  const { mode, uid, gid, rdev } = stats;
  return { path, type, ...numbersOf(rdev), fileMode: mode & 0o7777, uid, gid };
}

const unusable = (path: string, reason: string): RuntimeError =>
  new RuntimeError({ kind: 'setting-unusable', setting: 'devices', value: path, reason });

/**
 * A device of the host, links followed.
 * @throws RuntimeError `setting-unusable`
 */
export async function hostDevice(path: string, at: string = path): Promise<OciDevice> {
  const stats = await ifPresent(stat(path));
  if (stats === undefined) throw unusable(path, 'there is no such device on this host');
  const node = nodeOf(at, stats);
  if (node === undefined) throw unusable(path, 'it is no device');
  return node;
}

/** @throws RuntimeError `setting-unusable` for a block device that is not there, or is none */
export async function blockDevice(path: string): Promise<DeviceNumbers> {
  const { type, major, minor } = await hostDevice(path);
  if (type !== 'b') throw unusable(path, 'it is no block device');
  return { type, major, minor };
}

/**
 * The devices that a spec names, and the rules for those that it does not.
 * @throws RuntimeError `setting-unusable`
 */
export async function givenDevices(
  spec: Pick<CompletedContainer, 'devices' | 'device_cgroup_rules'>,
): Promise<GivenDevices> {
  const found = await Promise.all(
    (spec.devices ?? []).map(async ({ host, container = host, permissions = 'rwm' }) => {
      const stats = await ifPresent(stat(host));
      const devices = stats?.isDirectory()
        ? await devicesBelow(await realpath(host), container)
        : [{ node: await hostDevice(host, container), source: host }];
      return devices.map((device) => ({ ...device, rule: ruleFor(device.node, permissions) }));
    }),
  );
  const devices = found.flat();
  return {
    nodes: devices.map(({ node }) => node),
    sources: Object.fromEntries(devices.map(({ node, source }) => [node.path, source])),
    rules: [...devices.map(({ rule }) => rule), ...(spec.device_cgroup_rules ?? []).map(parseRule)],
  };
}

export function ruleFor({ type, major, minor }: OciDevice, access: string): DeviceRule {
  return { allow: true, type, major, minor, access };
}

/** `c 10:229 rw`, where `a` is every kind and `*` every number. */
export function parseRule(text: string): DeviceRule {
  const [type = 'a', numbers = '*:*', access = 'rwm'] = text.split(' ');
  const [major = '*', minor = '*'] = numbers.split(':');
  return {
    allow: true,
    type,
    ...(major !== '*' && { major: Number(major) }),
    ...(minor !== '*' && { minor: Number(minor) }),
    access,
  };
}

/** Every device of the host but terminals and what containers have of their own. */
export async function allHostDevices(): Promise<readonly OciDevice[]> {
  return (await devicesBelow('/dev', '/dev', ownDirectories)).map(({ node }) => node);
}

const ownDirectories: readonly string[] = [
  '/dev/pts',
  '/dev/shm',
  '/dev/fd',
  '/dev/mqueue',
  '/dev/.lxc',
  '/dev/.lxd-mounts',
  '/dev/.udev',
];

interface FoundDevice {
  readonly node: OciDevice;
  /** Its path on the host. */
  readonly source: string;
}

async function devicesBelow(
  directory: string,
  at: string,
  without: readonly string[] = [],
): Promise<readonly FoundDevice[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly FoundDevice[]> => {
      const path = join(directory, entry.name);
      const target = join(at, entry.name);
      if (without.includes(path) || path === '/dev/console') return [];
      if (entry.isDirectory()) return devicesBelow(path, target, without);
      if (!entry.isBlockDevice() && !entry.isCharacterDevice()) return [];
      const stats = await ifPresent(stat(path));
      const node = stats && nodeOf(target, stats);
      return node ? [{ node, source: path }] : [];
    }),
  );
  return found.flat();
}
