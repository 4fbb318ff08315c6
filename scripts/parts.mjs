// The Debian packages that the embedded engine and the tests are made of: which there are, which
// are missing on this machine, and how to get them. The list is written once, here.
// What is missing counts by file, not by package, so that a part installed by other means is seen.

import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} Part
 * @property {string} package the Debian package
 * @property {string} purpose what it is for, to be read after a dash
 * @property {readonly string[]} files programs it brings, by name
 * @property {boolean} [static] its program has to run where there are no libraries
 */

/** @type {readonly Part[]} What the embedded engine runs on. */
export const engineParts = [
  { package: 'runc', purpose: 'runs a container', files: ['runc'] },
  {
    package: 'crun',
    purpose: 'runs a container, faster, where the host allows it',
    files: ['crun'],
  },
  { package: 'conmon', purpose: "keeps a container's log and exit code", files: ['conmon'] },
  { package: 'netavark', purpose: 'sets up networks and ports', files: ['netavark'] },
  { package: 'aardvark-dns', purpose: 'resolves container names', files: ['aardvark-dns'] },
  { package: 'iptables', purpose: 'publishes ports', files: ['iptables', 'iptables-save'] },
  { package: 'iproute2', purpose: 'makes bridges and namespaces', files: ['ip'] },
  {
    package: 'busybox-static',
    purpose: 'is the system in the examples',
    files: ['busybox'],
    static: true,
  },
  { package: 'tini', purpose: 'is process 1 where one is asked for', files: ['tini-static'] },
  { package: 'mount', purpose: 'mounts layers', files: ['mount', 'umount'] },
  { package: 'util-linux', purpose: 'enters namespaces', files: ['nsenter', 'unshare'] },
  { package: 'tar', purpose: 'packs and unpacks layers', files: ['tar'] },
  { package: 'perl-base', purpose: 'attaches to containers', files: ['perl'] },
];

/** @type {readonly Part[]} What the embedded engine needs beside, where it is not root's. */
export const ordinaryUserParts = [
  {
    package: 'uidmap',
    purpose: "maps an ordinary user's namespaces",
    files: ['newuidmap', 'newgidmap'],
  },
  {
    package: 'slirp4netns',
    purpose: "connects an ordinary user's containers",
    files: ['slirp4netns'],
  },
];

/** @type {readonly Part[]} What `npm test` needs: the engine, and the peers it is tested against. */
export const testParts = [
  ...engineParts,
  {
    package: 'docker.io',
    purpose: 'is the other engine under test',
    files: ['dockerd', 'containerd'],
  },
  ...ordinaryUserParts,
  { package: 'podman', purpose: 'is a third engine under test', files: ['podman'] },
  { package: 'git', purpose: 'fetches modules, and serves those of the tests', files: ['git'] },
  {
    package: 'docker-registry',
    purpose: 'is what images are pulled from and pushed to',
    files: ['docker-registry'],
  },
  { package: 'skopeo', purpose: 'reads the images we build', files: ['skopeo'] },
  { package: 'zstd', purpose: 'compresses the layers we read', files: ['zstd'] },
  { package: 'strace', purpose: 'shows that a plan writes nothing', files: ['strace'] },
  {
    package: 'openssh-server',
    purpose: 'is what engines of other hosts are reached through',
    files: ['sshd', 'ssh', 'ssh-keygen'],
  },
  { package: 'openssl', purpose: 'makes the certificates of the tests', files: ['openssl'] },
];

/** Packages whose installation would start a service of the system. */
export const servicePackages = ['docker.io', 'docker-registry', 'openssh-server', 'podman'];

/** Beside PATH: an ordinary user's often lacks the first ones; netavark is in none. */
const directories = [
  ...(process.env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== ''),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/lib/podman',
  '/usr/libexec/podman',
];

/**
 * The parts of which at least one program is not on this machine.
 * @param {readonly Part[]} parts
 * @returns {readonly Part[]}
 */
export function missingParts(parts) {
  return parts.filter((part) => part.files.some((file) => !isThere(file, part.static === true)));
}

/**
 * The command that installs parts, for an administrator to read or for us to run.
 * @param {readonly Part[]} parts
 * @returns {readonly [string, ...string[]]} program and arguments
 */
export function installCommand(parts) {
  return ['apt-get', 'install', '-y', '--no-install-recommends', ...parts.map((p) => p.package)];
}

/**
 * One line a part, for a list of what is missing.
 * @param {readonly Part[]} parts
 * @returns {string[]}
 */
export function describeParts(parts) {
  const width = Math.max(...parts.map((part) => part.package.length));
  return parts.map((part) => `  ${part.package.padEnd(width)}  ${part.purpose}`);
}

/** @param {string} file @param {boolean} needsStatic */
function isThere(file, needsStatic) {
  return directories.some((directory) => {
    const path = join(directory, file);
    return isExecutable(path) && (!needsStatic || isStatic(path));
  });
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us: either way it cannot be used
  }
}

/**
 * Whether an ELF program asks for no interpreter (no PT_INTERP among its program headers).
 * @param {string} path
 */
export function isStatic(path) {
  const head = Buffer.alloc(4096);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  if (head.readUInt32BE(0) !== 0x7f454c46) return false;
  const is64 = head[4] === 2;
  const offset = is64 ? Number(head.readBigUInt64LE(32)) : head.readUInt32LE(28);
  const size = head.readUInt16LE(is64 ? 54 : 42);
  const count = head.readUInt16LE(is64 ? 56 : 44);
  for (let index = 0; index < count; index++) {
    const at = offset + index * size;
    if (at + 4 <= head.length && head.readUInt32LE(at) === 3) return false;
  }
  return true;
}
