/*
 * Joins the caller's streams to those of a container. The engine watches for its end from before that on, since a
 * container may be gone with it.
 */
import { EngineError, type Attached, type AttachOptions } from '../../../model/index.js';
import { converse, holdSignals, type Streams } from '../../converse/index.js';
import type { ContainerInspection, DockerClient } from '../client/index.js';
import { writeOutput } from './write-output.js';

/** @throws EngineError `invalid` for a container that does not run */
export async function attach(
  client: DockerClient,
  find: () => Promise<ContainerInspection>,
  options: AttachOptions,
  streams: Streams,
): Promise<Attached> {
  const mustRun = async (): Promise<void> => {
    // Looked at when the engine already watches: its end cannot have been before that.
    const { name, state } = await find();
    if (state.status === 'running') return;
    const hint =
      state.status === 'paused'
        ? `Let it go on first, with \`stowage unpause ${name}\`.`
        : `What it wrote is in \`stowage logs ${name}\`.`;
    throw new EngineError('invalid', `container "${name}" is ${state.status}, and not running`, {
      hint,
    });
  };
  return join(client, find, options, streams, { watched: mustRun });
}

/** As `attach`; the container is started when its streams are joined. */
export async function startAttached(
  client: DockerClient,
  find: () => Promise<ContainerInspection>,
  options: AttachOptions,
  streams: Streams,
): Promise<Attached> {
  return join(client, find, options, streams, { joined: (id) => client.startContainer(id) });
}

/** What is done when the engine watches for the end, and when the streams are joined. */
interface Moments {
  readonly watched?: (id: string) => Promise<void>;
  readonly joined?: (id: string) => Promise<void>;
}

async function join(
  client: DockerClient,
  find: () => Promise<ContainerInspection>,
  options: AttachOptions,
  streams: Streams,
  { watched, joined }: Moments,
): Promise<Attached> {
  const watching = new AbortController();
  const signals = holdSignals();
  try {
    const { id, tty } = await find();
    const exitCode = await client.watchEnd(id, watching.signal);
    await watched?.(id);
    const socket = await client.attach(id, {
      stdin: options.interactive,
      stderr: true,
      detachKeys: options.detachKeys,
    });
    try {
      const output = writeOutput(socket, tty, streams).then(() => 'ended' as const);
      // It is waited for only when the container has been started.
      output.catch(() => undefined);
      await joined?.(id);
      const partner = {
        terminal: tty,
        input: socket,
        output,
        resize: (columns: number, rows: number) => client.resizeContainer(id, columns, rows),
        signal: (name: string) => client.killContainer(id, name),
      };
      const how = await converse(partner, streams, options, signals);
      return how === 'detached' ? { kind: how } : { kind: how, exitCode: await exitCode() };
    } finally {
      socket.destroy();
    }
  } finally {
    signals.end();
    watching.abort();
  }
}
