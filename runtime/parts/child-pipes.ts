/*
 * The pipes to a child process that was started with more than the customary three. Asking for one
 * that was not made is a bug.
 */
import type { ChildProcess } from 'node:child_process';
import { Readable, Writable } from 'node:stream';

/** What the child writes on a descriptor. */
export function pipeFrom(child: ChildProcess, descriptor: number): Readable {
  const pipe = child.stdio[descriptor];
  if (pipe instanceof Readable) return pipe;
  throw new TypeError(`descriptor ${descriptor} of the child cannot be read`);
}

/** What the child reads on a descriptor. */
export function pipeTo(child: ChildProcess, descriptor: number): Writable {
  const pipe = child.stdio[descriptor];
  if (pipe instanceof Writable) return pipe;
  throw new TypeError(`descriptor ${descriptor} of the child cannot be written`);
}
