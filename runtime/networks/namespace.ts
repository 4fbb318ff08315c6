/*
 * Named network namespaces: a file under the run root on which the namespace is mounted. It has to
 * outlive the container's processes, for netavark cannot take a network apart without it.
 */
import { rm, writeFile } from 'node:fs/promises';
import { RuntimeError } from '../errors.js';
import { partPath } from '../parts/index.js';
import { run } from '../process/index.js';
import { linesOf, type Pair } from './members.js';

/** $0 is the namespace, by which a teardown finds this when its starter has been killed. */
const pairScript = `
"$1" -batch - || exit
autoconf=/proc/sys/net/ipv6/conf/eth0/autoconf
[ ! -e $autoconf ] || echo 0 > $autoconf
`;

/** Makes a namespace, with a pair of interfaces where one is given, and mounts it on the file, which is made too. */
export async function createNamespace(path: string, pair?: Pair): Promise<void> {
  await writeFile(path, '', { mode: 0o600 });
  const command = pair ? ['/bin/sh', '-c', pairScript, path, partPath('ip')] : ['/bin/true'];
  const input = pair ? linesOf(pair).map((line) => `${line}\n`) : [];
  const result = await run(partPath('unshare'), [`--net=${path}`, ...command], {
    input: input.join(''),
  });
  if (result.code !== 0) throw failed('unshare', 'make a network namespace', result.stderr);
}

/** Mounts the namespace of a running process on the file. */
export async function nameNamespace(path: string, pid: number): Promise<void> {
  await writeFile(path, '', { mode: 0o600 });
  const result = await run(partPath('mount'), ['--bind', `/proc/${pid}/ns/net`, path]);
  if (result.code !== 0) throw failed('mount', 'keep a network namespace', result.stderr);
}

/** Removes the file of a namespace from which everything has been unmounted. */
export async function forgetNamespace(path: string): Promise<void> {
  await rm(path, { force: true });
}

function failed(part: string, action: string, stderr: string): RuntimeError {
  return new RuntimeError({ kind: 'part-failed', part, action, reason: stderr.trim() });
}
