/*
 * Named network namespaces: a file under the run root on which the namespace is mounted. It has to
 * outlive the container's processes, for netavark cannot take a network apart without it.
 */
import { rm, writeFile } from 'node:fs/promises';
import { RuntimeError } from '../errors.js';
import { partPath } from '../parts/index.js';
import { run } from '../process/index.js';

/** Makes an empty namespace and mounts it on the file, which is made too. */
export async function createNamespace(path: string): Promise<void> {
  await writeFile(path, '', { mode: 0o600 });
  const result = await run(partPath('unshare'), [`--net=${path}`, '/bin/true']);
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
