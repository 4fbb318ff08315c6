/*
 * Which programs of the engine are missing on this host, and the one command that installs them.
 * Cheap enough to be asked before each apply: it looks at files and starts nothing.
 */
import { isRootless } from '../caller/index.js';
import { suitableRuntimes, cgroupLayout } from '../oci/index.js';
import { findPart, parts, type Part } from '../parts/index.js';

export interface MissingParts {
  readonly parts: readonly {
    readonly part: Part;
    readonly package: string;
    readonly why: string;
  }[];
  /** Installs all of them on Debian and its kin. */
  readonly fix: string;
  /** All of it in a few lines, for people. */
  readonly message: string;
}

/** What no container can be run without. Of the runtimes, the one there is, else the best. */
export function neededParts(): readonly Part[] {
  const runtimes = suitableRuntimes(cgroupLayout());
  const runtime = runtimes.find((name) => findPart(name) !== undefined) ?? runtimes[0] ?? 'runc';
  return [
    runtime,
    'conmon',
    'netavark',
    'aardvark-dns',
    'iptables',
    'ip',
    'mount',
    'umount',
    'unshare',
    'cp',
    'tar',
    ...(isRootless() ? rootlessParts : []),
  ];
}

const rootlessParts = ['nsenter', 'setpriv', 'newuidmap', 'newgidmap', 'slirp4netns'] as const;

/** What is missing; `undefined` when nothing is. */
export function missingParts(): MissingParts | undefined {
  const missing = neededParts()
    .filter((part) => findPart(part) === undefined)
    .map((part) => ({ part, package: parts[part].package, why: parts[part].why }));
  if (missing.length === 0) return undefined;
  const fix = aptCommand(missing.map((part) => part.package));
  const lines = missing.map(({ part, why }) => `  ${part}: ${why}`);
  const message = [
    `the embedded engine lacks ${missing.length === 1 ? 'a part' : `${missing.length} parts`}:`,
    ...lines,
    `Install ${missing.length === 1 ? 'it' : 'them'} with: ${fix}`,
  ].join('\n');
  return { parts: missing, fix, message };
}

/** The command that installs Debian packages, each named once. */
export function aptCommand(packages: readonly string[]): string {
  return `apt-get install --yes --no-install-recommends ${[...new Set(packages)].sort().join(' ')}`;
}
