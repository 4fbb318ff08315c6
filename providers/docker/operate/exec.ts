/*
 * Runs a command in a container on given streams. Without a terminal its two outputs come framed in
 * one connection; with one it is a plain stream both ways, and the terminal's size has to follow.
 */
import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, type ExecOptions } from '../../../model/index.js';
import { framesOf, type DockerClient, type RawConnection } from '../client/index.js';

/** Where a command's streams lead: those of this process, or a test's. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  readonly output: Writable & { readonly columns?: number; readonly rows?: number };
  readonly error: Writable;
}

/** @returns the command's exit code */
export async function execute(
  client: DockerClient,
  container: string,
  argv: readonly string[],
  options: ExecOptions,
  terminal: Terminal,
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
  const release = options.interactive ? passInput(terminal, socket, options.tty) : () => undefined;
  const stopFollowing = options.tty ? followSize(client, exec, terminal) : () => undefined;
  try {
    if (options.tty) for await (const chunk of bytesOf(socket)) await write(terminal.output, chunk);
    else {
      for await (const { stream, data } of framesOf(bytesOf(socket))) {
        await write(stream === 'stderr' ? terminal.error : terminal.output, data);
      }
    }
  } finally {
    stopFollowing();
    release();
    socket.destroy();
  }
  return exitCode(client, exec);
}

async function* bytesOf(socket: RawConnection): AsyncGenerator<Buffer> {
  for await (const chunk of socket) {
    if (chunk instanceof Uint8Array) yield Buffer.from(chunk);
  }
}

async function write(stream: Writable, data: Buffer): Promise<void> {
  if (!stream.write(data)) await once(stream, 'drain');
}

/** Passes input on, its end too; in raw mode the container's terminal sees every key. */
function passInput({ input }: Terminal, socket: RawConnection, tty: boolean): () => void {
  const raw = tty && input.isTTY === true;
  if (raw) input.setRawMode?.(true);
  input.pipe(socket);
  return () => {
    input.unpipe(socket);
    input.pause();
    if (raw) input.setRawMode?.(false);
  };
}

function followSize(client: DockerClient, exec: string, { output }: Terminal): () => void {
  const fit = (): void => {
    if (output.columns === undefined || output.rows === undefined) return;
    // The command may have ended before it hears of the new size.
    client.resizeExec(exec, output.columns, output.rows).catch(() => undefined);
  };
  fit();
  output.on('resize', fit);
  return () => void output.off('resize', fit);
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
