/*
 * Says whether this host can run containers, and what to do where it cannot: which programs are
 * there, what the kernel offers, what this user may. Looks only; the one thing it tries is a mount,
 * in a namespace that ends with the trial.
 */
import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { capabilitiesOfMask, cgroupLayout, readIfThere, suitableRuntimes } from '../oci/index.js';
import { findExecutable, findPart, initParts, partPath, parts, type Part } from '../parts/index.js';
import { run } from '../process/index.js';
import { errorCode, type Store } from '../store/index.js';
import { isRootless } from '../caller/index.js';
import { agentFinding } from './agent-finding.js';
import { rootlessFindings } from './rootless-findings.js';
import { aptCommand, neededParts } from './missing.js';

export type Severity =
  /** As it should be. */
  | 'fine'
  /** Something cannot be done, or not so well. */
  | 'warning'
  /** No container can be run. */
  | 'error';

/** What was found about one thing the engine rests on. */
export interface Finding {
  readonly part: string;
  readonly severity: Severity;
  /** What is there, such as a version and a path; or what is not. */
  readonly found: string;
  /** What it is needed for; a clause without a full stop. */
  readonly why: string;
  /** Debian package that has it. */
  readonly package?: string;
  /** Command that puts it right. */
  readonly fix?: string;
}

/**
 * Looks at everything, the worst first.
 * @param root directory of the store, which need not exist
 * @param store what is there
 */
export async function doctor(root: string, store?: Store): Promise<readonly Finding[]> {
  const programs = await Promise.all([...neededParts(), ...optionalRuntimes()].map(program));
  const overlay = await overlayWorks(root);
  const findings = [
    ...(isRootless() ? await rootlessFindings() : [asRoot, controlGroups()]),
    ...programs,
    await tarIsGnu(),
    initFinding(),
    await attaching(),
    overlay,
    resourceCapability(),
    await agentFinding(store),
  ];
  const rank = { error: 0, warning: 1, fine: 2 } as const;
  return findings.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

/** The other runtime, where there is one that would do. */
function optionalRuntimes(): readonly Part[] {
  const needed = neededParts();
  return suitableRuntimes(cgroupLayout()).filter(
    (name) => !needed.includes(name) && findPart(name) !== undefined,
  );
}

async function program(part: Part): Promise<Finding> {
  const { package: name, why } = parts[part];
  const path = findPart(part);
  if (path === undefined) {
    const fix = aptCommand([name]);
    return { part, severity: 'error', found: 'not installed', why, package: name, fix };
  }
  const found = `${await versionOf(path)} at ${path}`.trim();
  return { part, severity: 'fine', found, why, package: name };
}

async function versionOf(path: string): Promise<string> {
  const { stdout, stderr } = await run(path, ['--version'], { timeout: 5_000 });
  return /\d+(?:\.\d+)+\S*/.exec(`${stdout}${stderr}`)?.[0] ?? '';
}

async function tarIsGnu(): Promise<Finding> {
  const why = 'other tars lose extended attributes and do not sort';
  const path = findPart('tar');
  const said = path === undefined ? '' : (await run(path, ['--version'])).stdout;
  return said.includes('GNU tar')
    ? { part: 'GNU tar', severity: 'fine', found: 'yes', why }
    : {
        part: 'GNU tar',
        severity: 'error',
        found: 'another tar',
        why,
        package: 'tar',
        fix: aptCommand(['tar']),
      };
}

function initFinding(): Finding {
  const why = '`init: true` puts it in front of a container’s command';
  const part = initParts.find(({ executable }) => findExecutable(executable) !== undefined);
  if (part !== undefined) {
    return { part: 'init', severity: 'fine', found: findExecutable(part.executable) ?? '', why };
  }
  return {
    part: 'init',
    severity: 'warning',
    found: 'none',
    why,
    package: 'tini',
    fix: aptCommand(['tini']),
  };
}

/** Perl with sockets, which its smallest package has. */
async function attaching(): Promise<Finding> {
  const { package: name, why } = parts.perl;
  const path = findPart('perl');
  const isWhole =
    path !== undefined && (await run(path, ['-MSocket', '-MErrno', '-e', '1'])).code === 0;
  if (isWhole) return program('perl');
  const found = path === undefined ? 'not installed' : `${path} lacks Socket`;
  return { part: 'perl', severity: 'warning', found, why, package: name, fix: aptCommand([name]) };
}

const asRoot: Finding = {
  part: 'user',
  severity: 'fine',
  found: 'root',
  why: 'containers may be given every right of this host',
};

/** Mounts an overlay where the store is, or will be, in a mount namespace of its own. */
async function overlayWorks(root: string): Promise<Finding> {
  const why = 'the layers of an image are put together by it';
  const part = 'overlayfs';
  const known = readFileSync('/proc/filesystems', 'utf8').includes('\toverlay\n');
  if (findPart('mount') === undefined || findPart('unshare') === undefined) {
    const found = known ? 'the kernel has it; not tried' : 'the kernel does not have it now';
    return { part, severity: known ? 'fine' : 'warning', found, why };
  }
  const place = placeForTrial(existingParent(root));
  if (place === undefined) {
    const found = `${existingParent(root)} cannot be written`;
    return { part, severity: 'error', found, why, fix: 'STOWAGE_ROOT=… names another directory' };
  }
  const [namespaces, option] = isRootless()
    ? [['--user', '--map-root-user', '--mount'], ',userxattr']
    : [['--mount'], ''];
  try {
    const trial = [...namespaces, '/bin/sh', '-c', overlayTrial, 'sh', option];
    const result = await run(partPath('unshare'), trial, { cwd: place });
    if (result.code === 0) {
      return { part, severity: 'fine', found: `works at ${existingParent(root)}`, why };
    }
    const said = result.stderr.trim().split('\n').at(-1) ?? '';
    const fix = known ? 'put the store on ext4 or xfs: STOWAGE_ROOT=…' : 'modprobe overlay';
    return { part, severity: 'error', found: said, why, fix };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const overlayTrial = `
set -e
mkdir lower upper work merged
mount -t overlay trial -o lowerdir=lower,upperdir=upper,workdir=work$1 merged
touch merged/file
umount merged
`;

function placeForTrial(directory: string): string | undefined {
  try {
    return mkdtempSync(join(directory, '.stowage-trial-'));
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

function existingParent(path: string): string {
  try {
    statfsSync(path);
    return path;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') return tmpdir();
    return existingParent(dirname(path));
  }
}

function controlGroups(): Finding {
  const layout = cgroupLayout();
  const why = 'limits of memory, processors and processes are kept by them';
  const part = 'control groups';
  if (layout === 'none') {
    const fix = 'mount -t cgroup2 none /sys/fs/cgroup';
    return { part, severity: 'error', found: 'none are mounted', why, fix };
  }
  const words = { v1: 'version 1', v2: 'version 2', hybrid: 'version 1, with some of version 2' };
  return { part, severity: 'fine', found: words[layout], why };
}

function resourceCapability(): Finding {
  const part = 'CAP_SYS_RESOURCE';
  const why = 'without it, limits of processes cannot be raised above this one’s own';
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(readIfThere('/proc/self/status') ?? '')?.[1];
  const held = !isRootless() && capabilitiesOfMask(mask ?? '0').includes(part);
  return { part, severity: held ? 'fine' : 'warning', found: held ? 'held' : 'not held', why };
}
