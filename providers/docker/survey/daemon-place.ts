/*
 * Where a daemon is, as far as that can be proven: whether it sees the files of this process, and
 * which network namespace it publishes ports in. What is not proven is not looked at, because a
 * path or a port of another host would say nothing about the plan.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { EngineAddress } from '../../../model/index.js';
import type { DaemonInfo } from '../client/index.js';

export interface DaemonPlace {
  /** Whether the daemon and this process see the same files. */
  readonly sharesFiles: boolean;
  /** Where the kernel tells of its network namespace, such as `/proc/net`; absent where unknown. */
  readonly net?: string;
}

/** Finds where a daemon is. One that is reached over a network may be on any host, whatever it is called. */
export async function findDaemon(address: EngineAddress, info: DaemonInfo): Promise<DaemonPlace> {
  if (address.kind !== 'unix') return { sharesFiles: false };
  // A container that is given the host's socket has neither its name nor its directories.
  if (info.hostName !== hostname() || !existsSync(info.rootDirectory)) {
    return { sharesFiles: false };
  }
  const net = await namespaceOf(await spellings(address.socketPath));
  return { sharesFiles: true, ...(net === undefined ? {} : { net }) };
}

async function spellings(path: string): Promise<ReadonlySet<string>> {
  const real = await realpath(path).catch(() => path);
  return new Set([path, real, real.replace(/^\/run\//, '/var/run/')]);
}

/** The namespace in which a socket was made, this process's own first. */
async function namespaceOf(paths: ReadonlySet<string>): Promise<string | undefined> {
  if (await listsSocket('/proc/net', paths)) return '/proc/net';
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const seen = new Set<string>();
  for (const pid of pids) {
    const namespace = await readlink(`/proc/${pid}/ns/net`).catch(() => undefined);
    // Gone meanwhile, not ours to look at, or looked at already.
    if (namespace === undefined || seen.has(namespace)) continue;
    seen.add(namespace);
    if (await listsSocket(`/proc/${pid}/net`, paths)) return `/proc/${pid}/net`;
  }
  return undefined;
}

/** The kernel lists the sockets of one namespace, with the paths that they were bound to. */
async function listsSocket(net: string, paths: ReadonlySet<string>): Promise<boolean> {
  const text = await readFile(`${net}/unix`, 'utf8').catch(() => '');
  return text.split('\n').some((line) => {
    const [, , , flags, , , , path] = line.split(/\s+/);
    return flags === '00010000' && path !== undefined && paths.has(path);
  });
}
