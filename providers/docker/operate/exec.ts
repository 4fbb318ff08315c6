/*
 * Runs a command in a container on given streams. Without a terminal its two outputs come framed in
 * one connection; with one it is a plain stream both ways, and the terminal's size has to follow.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, type ExecOptions } from '../../../model/index.js';
import { followSize, passInput, type Streams } from '../../converse/index.js';
import type { DockerClient } from '../client/index.js';
import { writeOutput } from './write-output.js';

/** @returns the command's exit code */
export async function execute(
  client: DockerClient,
  container: string,
  argv: readonly string[],
  options: ExecOptions,
  streams: Streams,
): Promise<number> {
  const exec = await client.createExec(container, {
    Cmd: argv,
    Tty: options.tty,
    AttachStdin: options.interactive,
    AttachStdout: true,
    AttachStderr: true,
    Env: Object.entries(options.env).map(([name, value]) => `${name}=${value}`),
    ...(options.user === undefined ? {} : { User: options.user }),
    ...(options.workdir === undefined ? {} : { WorkingDir: options.workdir }),
    ...(options.privileged === true ? { Privileged: true } : {}),
  });
  const socket = await client.startExec(exec, options.tty);
  const release = options.interactive
    ? passInput(streams, socket, options.tty)
    : (): undefined => undefined;
  const stopFollowing = options.tty
    ? followSize(streams, (...size) => client.resizeExec(exec, ...size))
    : (): undefined => undefined;
  try {
    await writeOutput(socket, options.tty, streams);
  } finally {
    stopFollowing();
    release();
    socket.destroy();
  }
  return exitCode(client, exec);
}

/** The stream ends a moment before the engine knows the exit code. */
async function exitCode(client: DockerClient, exec: string): Promise<number> {
  for (let round = 0; round < 200; round += 1) {
    const code = await client.execExitCode(exec);
    if (code !== null) return code;
    await delay(Math.min(5 * (round + 1), 50));
  }
  throw new EngineError('protocol', 'the engine does not tell how the command ended');
}
