/*
 * Joins the caller's streams to those of a container. The engine watches for its end from before that on, since a
 * container may be gone with it.
 */
import { EngineError, type Attached, type AttachOptions } from '../../../model/index.js';
import { converse, type Streams } from '../../converse/index.js';
import type { ContainerInspection, DockerClient } from '../client/index.js';
import { writeOutput } from './write-output.js';

/** @throws EngineError `invalid` for a container that does not run */
export async function attach(
  client: DockerClient,
  container: ContainerInspection,
  options: AttachOptions,
  streams: Streams,
): Promise<Attached> {
  const { name, state } = container;
  if (state.status !== 'running') {
    const hint =
      state.status === 'paused'
        ? `Let it go on first, with \`stowage unpause ${name}\`.`
        : `What it wrote is in \`stowage logs ${name}\`.`;
    throw new EngineError('invalid', `container "${name}" is ${state.status}, and not running`, {
      hint,
    });
  }
  return join(client, container, options, streams, 'not-running', () => Promise.resolve());
}

/** As `attach`; the container is started when its streams are joined. */
export async function startAttached(
  client: DockerClient,
  container: ContainerInspection,
  options: AttachOptions,
  streams: Streams,
): Promise<Attached> {
  return join(client, container, options, streams, 'next-exit', () =>
    client.startContainer(container.id),
  );
}

async function join(
  client: DockerClient,
  { id, tty }: ContainerInspection,
  options: AttachOptions,
  streams: Streams,
  condition: 'not-running' | 'next-exit',
  begin: () => Promise<void>,
): Promise<Attached> {
  const watching = new AbortController();
  try {
    const exitCode = await client.watchEnd(id, condition, watching.signal);
    const socket = await client.attach(id, {
      stdin: options.interactive,
      stderr: true,
      detachKeys: options.detachKeys,
    });
    try {
      const output = writeOutput(socket, tty, streams).then(() => 'ended' as const);
      // It is waited for only when the container has been started.
      output.catch(() => undefined);
      await begin();
      const partner = {
        terminal: tty,
        input: socket,
        output,
        resize: (columns: number, rows: number) => client.resizeContainer(id, columns, rows),
        signal: (name: string) => client.killContainer(id, name),
      };
      const how = await converse(partner, streams, options);
      return how === 'detached' ? { kind: how } : { kind: how, exitCode: await exitCode() };
    } finally {
      socket.destroy();
    }
  } finally {
    watching.abort();
  }
}
