/*
 * The name server of a store's networks, aardvark-dns. netavark starts it with the first container
 * and tells it of others; where it was killed, or looks alive because nobody has reaped it, netavark
 * has to be helped.
 */
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readIfThere } from '../oci/index.js';
import { partPath, partsSearchPath } from '../parts/index.js';
import { errorCode, type Store } from '../store/index.js';
import { takeGlobalLock } from './global-lock.js';
import { bridgeHome } from './home.js';

const directoryOf = (store: Store): string => join(store.paths.run.network, 'aardvark-dns');
const pidFileOf = (store: Store): string => join(directoryOf(store), 'aardvark.pid');

/** The number in the server's pid file; `undefined` when there is none. */
function recordedPid(store: Store): number | undefined {
  const text = readIfThere(pidFileOf(store));
  return text === undefined || text.trim() === '' ? undefined : Number(text);
}

/** Whether the store's name server runs. */
export function nameServerRuns(store: Store): boolean {
  const pid = recordedPid(store);
  if (pid === undefined) return false;
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return false;
  const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  return state !== 'Z' && stat.includes('(aardvark-dns)');
}

/** Removes the pid file of a server that is dead, which netavark would otherwise believe in. */
export function clearDeadNameServer(store: Store): void {
  if (recordedPid(store) !== undefined && !nameServerRuns(store)) {
    rmSync(pidFileOf(store), { force: true });
  }
}

const isMissing = (store: Store): boolean =>
  servedNetworks(store).length > 0 && !nameServerRuns(store);

/**
 * Starts the name server again if there are networks to be served and it does not run.
 * @returns whether it was started
 */
export async function reviveNameServer(store: Store): Promise<boolean> {
  if (!isMissing(store)) return false;
  // netavark starts one, too, and so may another command.
  const lock = await takeGlobalLock();
  try {
    if (!isMissing(store)) return false;
    clearDeadNameServer(store);
    const { prefix } = await bridgeHome(store);
    const [program, ...words] = [...prefix, partPath('aardvark-dns')];
    const child = spawn(program, [...words, '--config', directoryOf(store), '-p', '53', 'run'], {
      stdio: 'ignore',
      detached: true,
      env: { PATH: partsSearchPath() },
    });
    await once(child, 'spawn');
    child.unref();
    await untilNameServer(store);
    return true;
  } finally {
    lock.release();
  }
}

/** Milliseconds that a name server may take until it has said who it is; it takes a few. */
const longestStart = 2_000;

/**
 * Waits until a name server that is being started has written down its number: whoever looked before that
 * would start a second one. The lock of netavark must be held.
 */
export async function untilNameServer(store: Store): Promise<void> {
  const deadline = performance.now() + longestStart;
  while (isMissing(store) && performance.now() < deadline) await delay(2);
}

/** Networks for which the server has a file. */
function servedNetworks(store: Store): readonly string[] {
  try {
    return readdirSync(directoryOf(store)).filter((name) => name !== 'aardvark.pid');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Names that a container is to answer to, by those that it answers to. */
export type NameChange = (names: readonly string[]) => readonly string[];

/** Lets a container answer to other names, on all of its networks. */
export async function changeNames(store: Store, id: string, change: NameChange): Promise<void> {
  // netavark writes the same files.
  const lock = await takeGlobalLock();
  try {
    const changed = servedNetworks(store).filter((network) =>
      changeLine(join(directoryOf(store), network), id, change),
    );
    if (changed.length > 0) tellNameServer(store);
  } finally {
    lock.release();
  }
}

/** Who answers on a network, by ids. */
export function namesServed(store: Store, network: string): readonly string[] {
  const text = readIfThere(join(directoryOf(store), network)) ?? '';
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split(' ', 1)[0] || []);
}

/** A container that is to answer on a network. */
export interface ServedName {
  readonly network: string;
  readonly id: string;
  readonly address: string;
  readonly names: readonly string[];
  readonly nameServers: readonly string[];
}

/** Lets containers answer, on networks that are served. The lock of netavark must be held. */
export function addNames(store: Store, added: readonly ServedName[]): void {
  for (const { network, id, address, names, nameServers } of added) {
    const servers = nameServers.length > 0 ? ` ${nameServers.join(',')}` : '';
    const line = `${id} ${address}  ${names.join(',')}${servers}\n`;
    appendFileSync(join(directoryOf(store), network), line);
  }
  if (added.length > 0) tellNameServer(store);
}

/** Lets containers answer no longer, on networks on which others do. The lock of netavark must be held. */
export function dropNames(
  store: Store,
  dropped: readonly Pick<ServedName, 'network' | 'id'>[],
): void {
  for (const network of new Set(dropped.map((one) => one.network))) {
    const ids = new Set(dropped.filter((one) => one.network === network).map(({ id }) => id));
    const path = join(directoryOf(store), network);
    const lines = readFileSync(path, 'utf8').split('\n');
    const kept = lines.filter((line) => !ids.has(line.split(' ', 1)[0] ?? ''));
    writeFileSync(path, kept.join('\n'));
  }
  if (dropped.length > 0) tellNameServer(store);
}

/** Has the server read its files again. */
function tellNameServer(store: Store): void {
  const pid = recordedPid(store);
  if (pid !== undefined && nameServerRuns(store)) process.kill(pid, 'SIGHUP');
}

/** A line is `id ipv4 ipv6 name,alias,alias`, with name servers after that in later versions. */
function changeLine(path: string, id: string, change: NameChange): boolean {
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n').map((line) => {
    const [member, ipv4, ipv6, names = '', ...rest] = line.split(' ');
    if (member !== id) return line;
    const changed = [...new Set(change(names.split(',')))];
    return [member, ipv4, ipv6, changed.join(','), ...rest].join(' ');
  });
  const changed = lines.join('\n');
  if (changed !== text) writeFileSync(path, changed);
  return changed !== text;
}

/**
 * Takes a container out of the server's files, as after a reboot: netavark cannot be asked, for the
 * networks are gone. The lock of claims must be held.
 */
export function forgetNames(store: Store, id: string): void {
  for (const network of servedNetworks(store)) {
    const path = join(directoryOf(store), network);
    const [gateway = '', ...members] = readFileSync(path, 'utf8').trimEnd().split('\n');
    const others = members.filter((line) => !line.startsWith(`${id} `));
    if (others.length === members.length) continue;
    if (others.length === 0) rmSync(path);
    else writeFileSync(path, [gateway, ...others, ''].join('\n'));
  }
}
