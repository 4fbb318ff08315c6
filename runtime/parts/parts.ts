/*
 * The programs the engine is put together from: what each is for, which Debian package has it, and
 * where it is on this host. Finding costs a few `stat` calls and starts nothing.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeError } from '../errors.js';

interface PartFacts {
  /** Names of the executable, best first. */
  readonly executables: readonly string[];
  readonly package: string;
  /** Continues "it is needed because …", without a full stop. */
  readonly why: string;
}

export const parts = {
  crun: {
    executables: ['crun'],
    package: 'crun',
    why: 'it starts containers on hosts with one control-group tree',
  },
  runc: {
    executables: ['runc'],
    package: 'runc',
    why: 'it starts containers, and is the only one that does on hosts with mixed control groups',
  },
  conmon: {
    executables: ['conmon'],
    package: 'conmon',
    why: 'it stays with each container, keeps its output and its exit code',
  },
  netavark: {
    executables: ['netavark'],
    package: 'netavark',
    why: 'it connects containers to networks and publishes their ports',
  },
  'aardvark-dns': {
    executables: ['aardvark-dns'],
    package: 'aardvark-dns',
    why: 'it lets containers on a network find each other by name',
  },
  iptables: {
    executables: ['iptables'],
    package: 'iptables',
    why: 'netavark writes the rules of networks and published ports with it',
  },
  ip: {
    executables: ['ip'],
    package: 'iproute2',
    why: 'containers are put on bridges with it, and bridges that a crash left behind are removed',
  },
  mount: {
    executables: ['mount'],
    package: 'mount',
    why: 'the layers of an image are put together by mounting them',
  },
  umount: {
    executables: ['umount'],
    package: 'mount',
    why: 'mounted layers are taken apart again',
  },
  unshare: {
    executables: ['unshare'],
    package: 'util-linux',
    why: 'network namespaces are made with it',
  },
  nsenter: {
    executables: ['nsenter'],
    package: 'util-linux',
    why: 'an ordinary user’s commands come into the namespaces of the engine by it',
  },
  setpriv: {
    executables: ['setpriv'],
    package: 'util-linux',
    why: 'what a command of an ordinary user does in the namespaces ends with the command by it',
  },
  newuidmap: {
    executables: ['newuidmap'],
    package: 'uidmap',
    why: 'it gives the user namespace of an ordinary user more than one user',
  },
  newgidmap: {
    executables: ['newgidmap'],
    package: 'uidmap',
    why: 'it gives the user namespace of an ordinary user more than one group',
  },
  slirp4netns: {
    executables: ['slirp4netns'],
    package: 'slirp4netns',
    why: 'it connects an ordinary user’s containers to the network of the host',
  },
  cp: {
    executables: ['cp'],
    package: 'coreutils',
    why: 'what an image has at the place of a new volume is copied into it',
  },
  perl: {
    executables: ['perl'],
    package: 'perl-base',
    why: 'attaching to a container speaks to its monitor with it',
  },
  tar: {
    executables: ['tar'],
    package: 'tar',
    why: 'layers are packed and unpacked with it',
  },
} as const satisfies Readonly<Record<string, PartFacts>>;

export type Part = keyof typeof parts;

/** What can be had beyond what is always needed. */
export const initParts: readonly { readonly executable: string; readonly package: string }[] = [
  { executable: 'tini-static', package: 'tini' },
  { executable: 'docker-init', package: 'docker.io' },
  { executable: 'catatonit', package: 'catatonit' },
];

const systemDirectories: readonly string[] = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/usr/local/libexec/podman',
  '/usr/local/lib/podman',
  '/usr/libexec/podman',
  '/usr/lib/podman',
];

const found = new Map<string, string>();

/** The absolute path of an executable in $PATH, or where distributions put parts of engines. */
export function findExecutable(name: string): string | undefined {
  const known = found.get(name);
  if (known !== undefined) return known;
  const directories = [...(process.env['PATH'] ?? '').split(':'), ...systemDirectories];
  for (const directory of directories) {
    const path = join(directory, name);
    if (!directory.startsWith('/') || !isExecutable(path)) continue;
    found.set(name, path);
    return path;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Whatever the reason, it cannot be run; the search goes on.
    return false;
  }
}

/** The absolute path of a part; `undefined` when it is not installed. */
export function findPart(part: Part): string | undefined {
  for (const name of parts[part].executables) {
    const path = findExecutable(name);
    if (path !== undefined) return path;
  }
  return undefined;
}

/**
 * The absolute path of a part that is needed now.
 * @throws RuntimeError `part-missing`
 */
export function partPath(part: Part): string {
  const path = findPart(part);
  if (path !== undefined) return path;
  const { package: name, why } = parts[part];
  throw new RuntimeError({ kind: 'part-missing', part, package: name, why });
}

/** A $PATH for the parts themselves, which start others of their kind. */
export function partsSearchPath(): string {
  const own = (process.env['PATH'] ?? '').split(':').filter((path) => path.startsWith('/'));
  return [...new Set([...own, ...systemDirectories])].join(':');
}
