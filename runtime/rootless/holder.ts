/*
 * The process that keeps an ordinary user's namespaces while no command of his runs: it sleeps in a user
 * namespace, in which he is root and has the numbers of /etc/subuid, and in a mount namespace of that. What is
 * mounted there nobody else sees. Containers' monitors live in both, too, and keep them where it was killed.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { callerName } from '../caller/index.js';
import { RuntimeError } from '../errors.js';
import { partPath, partsSearchPath, pipeFrom, pipeTo } from '../parts/index.js';
import { run } from '../process/index.js';
import {
  bootId,
  errorCode,
  ifPresent,
  readJson,
  shape,
  startOf,
  writeJson,
  type Store,
} from '../store/index.js';
import { idFiles, idMap, readRanges, type IdKind } from './subordinate-ids.js';

const holderShape = shape.record({
  pid: shape.integer,
  /** Ticks since boot at its start: tells it from a later process of the same number. */
  started: shape.string,
  boot: shape.string,
});

export type Keeper = shape.RecordOf<typeof holderShape>;

/** Where it is written down which process it is. */
export const holderFile = (store: Pick<Store, 'runRoot'>): string =>
  join(store.runRoot, 'namespace.json');

/** The process that a file names, if it is still that one. */
export async function keeperIn(file: string): Promise<Keeper | undefined> {
  const keeper = await ifPresent(readJson(file, holderShape));
  const isAlive = keeper?.boot === bootId() && startOf(keeper.pid) === keeper.started;
  return isAlive ? keeper : undefined;
}

/** Writes down which process keeps something. */
export async function writeKeeper(file: string, pid: number): Promise<void> {
  await writeJson(file, { pid, started: startOf(pid) ?? '', boot: bootId() });
}

export async function holderOf(store: Pick<Store, 'runRoot'>): Promise<number | undefined> {
  return (await keeperIn(holderFile(store)))?.pid;
}

/** The namespace of users that a process is in; `undefined` where there is no telling. */
export function userNamespaceOf(pid: number | 'self'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/user`);
  } catch (error) {
    // It has ended, is about to become another program, or is somebody else's.
    const code = errorCode(error) ?? '';
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(code)) return undefined;
    throw error;
  }
}

/**
 * Made before numbers are mapped; becomes root by beginning another program after that.
 * OCI runtimes look at control groups, none of which an ordinary user may change: they are hidden.
 */
const script = `
echo made
read -r _ || exit
exec /bin/sh -c '
mount --make-rshared / || exit
if [ -d /sys/fs/cgroup ]; then
  mount -t tmpfs -o ro,nosuid,nodev,noexec,size=4k none /sys/fs/cgroup || exit
fi
echo ready
exec sleep infinity </dev/null >/dev/null 2>&1'
`;

/**
 * Makes the namespaces. The lock of the namespace must be held.
 * @throws RuntimeError `no-user-namespace`, `part-missing`
 */
export async function makeHolder(store: Store): Promise<number> {
  const options = ['--user', '--mount', '--propagation', 'slave'];
  const child = spawn(partPath('unshare'), [...options, '/bin/sh', '-c', script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    cwd: '/',
    env: { PATH: partsSearchPath() },
  });
  await once(child, 'spawn');
  try {
    return await settle(store, child, conversation(child));
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

async function settle(store: Store, child: ChildProcess, said: Conversation): Promise<number> {
  const pid = child.pid ?? 0;
  await said.until('made');
  await map(pid, 'uid', process.getuid?.() ?? 0);
  await map(pid, 'gid', process.getgid?.() ?? 0);
  pipeTo(child, 0).end('\n');
  await said.until('ready');
  await writeKeeper(holderFile(store), pid);
  child.unref();
  return pid;
}

/** Lets the engine's namespaces be kept by a process again, where they are those of another one. */
export async function replaceHolder(store: Store, survivor: number): Promise<number> {
  const into = ['--target', String(survivor), '--user', '--mount', '--preserve-credentials'];
  const child = spawn(partPath('nsenter'), [...into, '--', 'sleep', 'infinity'], {
    stdio: 'ignore',
    detached: true,
    cwd: '/',
    env: { PATH: partsSearchPath() },
  });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  await writeKeeper(holderFile(store), pid);
  child.unref();
  return pid;
}

async function map(pid: number, kind: IdKind, own: number): Promise<void> {
  const user = callerName();
  const ranges = readRanges(kind, user, process.getuid?.() ?? 0);
  if (ranges.length === 0) {
    const option = kind === 'uid' ? '--add-subuids' : '--add-subgids';
    const reason = `${idFiles[kind]} has no numbers for ${user}. Root gives some: usermod ${option} 100000-165535 ${user}`;
    throw new RuntimeError({ kind: 'no-user-namespace', reason });
  }
  const program = partPath(kind === 'uid' ? 'newuidmap' : 'newgidmap');
  const result = await run(program, [String(pid), ...idMap(own, ranges)]);
  if (result.code === 0) return;
  throw new RuntimeError({ kind: 'no-user-namespace', reason: result.stderr.trim() });
}

interface Conversation {
  /** Waits for a line. @throws RuntimeError where it ends instead */
  until(line: string): Promise<void>;
}

function conversation(child: ChildProcess): Conversation {
  let heard = '';
  let complaint = '';
  let ended = false;
  let wake = (): void => undefined;
  pipeFrom(child, 1)
    .setEncoding('utf8')
    .on('data', (text: string) => {
      heard += text;
      wake();
    });
  pipeFrom(child, 2)
    .setEncoding('utf8')
    .on('data', (text: string) => (complaint += text));
  child.once('close', () => {
    ended = true;
    wake();
  });
  return {
    until: async (line) => {
      while (!heard.includes(`${line}\n`)) {
        if (ended) {
          const reason = complaint.trim() || 'the process that was to keep it has ended';
          throw new RuntimeError({ kind: 'no-user-namespace', reason });
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/** Forgets who kept it. */
export const forgetHolder = (store: Pick<Store, 'runRoot'>): Promise<void> =>
  rm(holderFile(store), { force: true });
