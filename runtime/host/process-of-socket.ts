/*
 * Which process has a socket, for messages that say who is in the way. Without the right to look
 * into others' processes there is no answer.
 */
import { readdir, readFile, readlink } from 'node:fs/promises';

/** `nginx (process 812)`; `undefined` where it cannot be found. */
export async function processOfSocket(inode: string): Promise<string | undefined> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (!(await hasSocket(pid, inode))) continue;
    const name = await unlessGone(readFile(`/proc/${pid}/comm`, 'utf8'));
    return `${name?.trim() ?? 'a program'} (process ${pid})`;
  }
  return undefined;
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
