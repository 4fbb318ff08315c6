/*
 * What containers leave on a host when something goes wrong: mounts, interfaces, network
 * namespaces, firewall rules, control groups, processes, directories. For tests only: take a
 * snapshot before and after, and compare.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { cgroupPlaces, readIfThere } from '../oci/index.js';
import { findExecutable } from '../parts/index.js';
import { errorCode } from '../store/index.js';

/** Lines of text by what they are about; each list is sorted. */
export interface HostSnapshot {
  readonly mounts: readonly string[];
  readonly interfaces: readonly string[];
  readonly namespaces: readonly string[];
  readonly firewall: readonly string[];
  readonly controlGroups: readonly string[];
  readonly processes: readonly string[];
  readonly runDirectories: readonly string[];
}

export interface SnapshotOptions {
  /** Directories of which nothing may be left, beside /run/stowage. */
  readonly runRoots?: readonly string[];
}

/** What is there now. */
export function takeSnapshot(options: SnapshotOptions = {}): HostSnapshot {
  const runRoots = ['/run/stowage', ...(options.runRoots ?? [])];
  return {
    mounts: mounts(),
    interfaces: list('/sys/class/net'),
    namespaces: list('/run/netns'),
    firewall: firewall(),
    controlGroups: controlGroups(),
    processes: engineProcesses(),
    runDirectories: runRoots.flatMap(below),
  };
}

/** What the later snapshot has and the earlier has not, one line each; empty when nothing is left. */
export function leftovers(before: HostSnapshot, after: HostSnapshot): readonly string[] {
  const kinds = [
    'mounts',
    'interfaces',
    'namespaces',
    'firewall',
    'controlGroups',
    'processes',
    'runDirectories',
  ] as const;
  return kinds.flatMap((kind) => {
    const known = new Set(before[kind]);
    return after[kind].filter((line) => !known.has(line)).map((line) => `${kind}: ${line}`);
  });
}

/**
 * What is left compared with an earlier snapshot, once nothing changes any more: the kernel removes
 * interfaces a moment after their namespace.
 */
export async function settledLeftovers(
  before: HostSnapshot,
  options: SnapshotOptions & {
    /** Lets lines of other engines that work at the same time be passed over. */
    readonly concerns?: (line: string) => boolean;
  } = {},
): Promise<readonly string[]> {
  const { concerns = () => true } = options;
  const deadline = performance.now() + 3_000;
  for (;;) {
    const left = leftovers(before, takeSnapshot(options)).filter(concerns);
    if (left.length === 0 || performance.now() > deadline) return left;
    await delay(50);
  }
}

/** What is in a directory; nothing where it is not there, or no longer. */
function entries(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

const list = (directory: string): readonly string[] =>
  entries(directory)
    .map(({ name }) => name)
    .sort();

function below(directory: string): readonly string[] {
  return entries(directory)
    .flatMap((entry) => {
      const path = `${directory}/${entry.name}`;
      return entry.isDirectory() ? [path, ...below(path)] : [path];
    })
    .sort();
}

function mounts(): readonly string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => `${line.split(' ')[4] ?? ''} ${line.split(' - ')[1] ?? ''}`)
    .sort();
}

/** Rules, and chains that somebody made; the kernel's own chains come with their first use. */
function firewall(): readonly string[] {
  const save = findExecutable('iptables-save');
  if (save === undefined) return [];
  let table = '';
  return execFileSync(save, { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('*')) table = line;
      const own = line.startsWith('-') || /^:\S+ - /.test(line);
      return own ? [`${table} ${line.replace(/ \[\d+:\d+\]$/, '')}`] : [];
    })
    .sort();
}

function controlGroups(): readonly string[] {
  return cgroupPlaces()
    .trees.flatMap((tree) =>
      entries(tree)
        .filter((entry) => entry.isDirectory() && entry.name.startsWith('stowage'))
        .flatMap(({ name }) => [`${tree}/${name}`, ...groupsBelow(`${tree}/${name}`)]),
    )
    .sort();
}

function groupsBelow(path: string): readonly string[] {
  return entries(path)
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${path}/${entry.name}`);
}

const engineParts = ['conmon', 'runc', 'crun', 'netavark', 'aardvark-dns', 'unshare'];

/** What a command leaves behind where its containers need more than their monitors. */
const agentCommand = /stowage(?:\.js)? agent( |$)/;

/** Programs of the engine that run now; zombies are their parent's business. */
function engineProcesses(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const stat = readIfThere(`/proc/${pid}/stat`) ?? '';
      const match = /^\d+ \((.*)\) (\S)/s.exec(stat);
      const [, name = '', state = 'Z'] = match ?? [];
      if (state === 'Z') return [];
      const command = (readIfThere(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ');
      const isOurs = engineParts.includes(name) || agentCommand.test(command);
      return isOurs ? [`${pid} ${command}`] : [];
    })
    .sort();
}
