/*
 * Which processes have a socket: for messages that say who is in the way, and to tell a container's
 * monitor from a program of the host. Without the right to look into others' processes there are none.
 */
import { readdir, readFile, readlink } from 'node:fs/promises';

export interface SocketHolder {
  /** `nginx (process 812)`. */
  readonly text: string;
  /** Its command line. */
  readonly arguments: readonly string[];
}

/** By process id; a monitor and what it has started hold the same socket. */
export async function processesOfSocket(inode: string): Promise<readonly SocketHolder[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const holders: SocketHolder[] = [];
  for (const pid of pids) {
    if (!(await hasSocket(pid, inode))) continue;
    const name = await unlessGone(readFile(`/proc/${pid}/comm`, 'utf8'));
    const line = await unlessGone(readFile(`/proc/${pid}/cmdline`, 'utf8'));
    holders.push({
      text: `${name?.trim() ?? 'a program'} (process ${pid})`,
      arguments: line?.split('\0').slice(0, -1) ?? [],
    });
  }
  return holders;
}

async function hasSocket(pid: string, inode: string): Promise<boolean> {
  const descriptors = (await unlessGone(readdir(`/proc/${pid}/fd`))) ?? [];
  const links = await Promise.all(
    descriptors.map((descriptor) => unlessGone(readlink(`/proc/${pid}/fd/${descriptor}`))),
  );
  return links.includes(`socket:[${inode}]`);
}

/** Processes end while they are looked at, and many may not be looked at. */
function unlessGone<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined);
}
