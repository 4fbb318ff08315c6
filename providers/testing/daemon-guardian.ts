/*
 * The end of a daemon for tests, run as a program of its own: it waits until the test lets go of its
 * input, or dies, however it dies. Then it ends the daemon and all that it ran, and removes mounts,
 * control groups, network namespace and directory.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pidName, socketName } from './daemon.js';
import { negotiate, openClient } from '../docker/client/index.js';
import { targetAt } from '../docker/reach/index.js';

const run = promisify(execFile);

/** Ends the daemon in a directory; `name` is that of its control groups. */
async function endDaemon(name: string, directory: string): Promise<void> {
  await removeContainers(join(directory, socketName));
  await endProcess(Number(readIfThere(join(directory, pidName))));
  await endProcessesOf(directory);
  const groups = controlGroups(name, directory);
  await endMembers(groups);
  await unmountUnder(directory);
  for (const group of groups) await removeControlGroup(group);
  await rm(directory, { recursive: true, force: true });
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Removes what runs before the daemon ends, because it would wait for each to end by itself. */
async function removeContainers(socketPath: string): Promise<void> {
  try {
    const { transport } = await negotiate(targetAt(`unix://${socketPath}`));
    const client = openClient(transport);
    const containers = await client.listContainers();
    await Promise.allSettled(containers.map(({ id }) => client.removeContainer(id, true)));
    transport.close();
  } catch {
    // A daemon that does not answer is ended with its processes all the same.
  }
}

/** Asks a process to end, and makes it when it does not within fifteen seconds. */
async function endProcess(pid: number): Promise<void> {
  if (!Number.isInteger(pid) || pid <= 0) return;
  signal(pid, 'SIGTERM');
  for (let round = 0; round < 300 && existsSync(`/proc/${pid}`); round += 1) await delay(50);
  signal(pid, 'SIGKILL');
}

/** Kills what still runs from a directory: containerd and shims that outlived their daemon. */
async function endProcessesOf(directory: string): Promise<void> {
  for (let round = 0; round < 50; round += 1) {
    const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
    const ours = pids.filter((pid) => Number(pid) !== process.pid && mentions(pid, directory));
    if (ours.length === 0) return;
    for (const pid of ours) signal(Number(pid), 'SIGKILL');
    await delay(100);
  }
}

function mentions(pid: string, directory: string): boolean {
  try {
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return (
      /(?:dockerd|containerd|containerd-shim[\w-]*|docker-proxy|runc|nsenter|podman|conmon|aardvark-dns)$/.test(
        program,
      ) && args.some((argument) => argument.includes(directory))
    );
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}

async function unmountUnder(directory: string): Promise<void> {
  const targets = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((target) => target.startsWith(`${directory}/`))
    .reverse();
  for (const target of targets) await run('umount', ['--lazy', target]);
}

/** The daemon's group in each hierarchy, and those of its containers that stand beside it. */
function controlGroups(name: string, directory: string): readonly string[] {
  const root = '/sys/fs/cgroup';
  const containers = directoriesIn(join(directory, 'root', 'overlay-containers'));
  const names = [
    name,
    ...containers.flatMap((path) =>
      ['', 'conmon-'].map((part) => `libpod_parent/libpod-${part}${basename(path)}`),
    ),
  ];
  return [root, ...directoriesIn(root)]
    .flatMap((hierarchy) => names.map((group) => join(hierarchy, group)))
    .filter(existsSync);
}

function directoriesIn(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(directory, entry.name));
}

/** Kills processes of containers whose shims are gone. */
async function endMembers(groups: readonly string[]): Promise<void> {
  const members = groups
    .flatMap((group) => [group, ...directoriesIn(group)])
    .flatMap((group) => readIfThere(join(group, 'cgroup.procs')).split('\n'))
    .filter((pid) => pid !== '');
  for (const pid of new Set(members)) signal(Number(pid), 'SIGKILL');
  if (members.length > 0) await delay(200);
}

/** Removes a control group, deepest first; the kernel lets only empty ones go. */
async function removeControlGroup(group: string): Promise<void> {
  for (const inner of directoriesIn(group)) await removeControlGroup(inner);
  for (let round = 0; round < 20 && existsSync(group); round += 1) {
    await rmdir(group).catch(() => delay(50));
  }
}

const [name, directory] = process.argv.slice(2);
if (name === undefined || directory === undefined) {
  throw new Error('the guardian of a daemon needs a name and a directory');
}
process.stdin.resume();
process.stdin.once('close', () => void endDaemon(name, directory));
