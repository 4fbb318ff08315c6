/* The verbs of daily life on Docker. Containers are named as people name them: by name or id. */
import { EngineError, type LogOptions, type LogLine, type Operator } from '../../../model/index.js';
import { ownStreams } from '../../converse/index.js';
import type { ContainerInspection, DockerClient, DockerReader } from '../client/index.js';
import { watchEvents } from './events.js';
import { contentOperator } from './content.js';
import { execute } from './exec.js';
import { attach, startAttached } from './attach.js';
import { fileOperator } from './files.js';
import { imageOperator } from './images.js';
import { createOneOff } from './one-off.js';
import { logLines } from './log-lines.js';
import { listSummaries } from './summaries.js';
import { processesOf, usageOf } from './usage.js';
import { volumeOperator } from './volumes.js';
import { waitForEnd } from './wait.js';

export { lastLines } from './last-lines.js';

async function getContainer(reader: DockerReader, container: string): Promise<ContainerInspection> {
  const found = await reader.findContainer(container);
  if (!found) throw new EngineError('not-found', `there is no container "${container}"`);
  return found;
}

/** The engine counts whole seconds. */
function secondsOf(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.ceil(milliseconds / 1000);
}

export function openOperator(client: DockerClient): Operator {
  return {
    ...contentOperator(client),
    ...fileOperator(client),
    ...imageOperator(client),
    ...volumeOperator(client),
    listContainers: () => listSummaries(client),
    logs: (container, options) => readLogs(client, container, options),
    exec: (container, argv, options) => execute(client, container, argv, options, ownStreams()),
    createOneOff: (oneOff) => createOneOff(client, oneOff),
    attach: (container, options) =>
      attach(client, () => getContainer(client, container), options, ownStreams()),
    startAttached: (container, options) =>
      startAttached(client, () => getContainer(client, container), options, ownStreams()),
    start: (container) => client.startContainer(container),
    stop: (container, timeout) => client.stopContainer(container, secondsOf(timeout)),
    restart: (container, timeout) => client.restartContainer(container, secondsOf(timeout)),
    kill: (container, signal) => client.killContainer(container, signal),
    pause: async (container) => {
      const { id, state } = await getContainer(client, container);
      if (state.status !== 'paused') await client.pauseContainer(id);
    },
    unpause: async (container) => {
      const { id, state } = await getContainer(client, container);
      if (state.status === 'paused') await client.unpauseContainer(id);
    },
    wait: (container, signal) => waitForEnd(client, container, signal),
    processes: async (container) => processesOf(client, await getContainer(client, container)),
    events: (signal) => watchEvents(client, signal),
    usage: async (container) => usageOf(client, await getContainer(client, container)),
    remove: (container, force) => client.removeContainer(container, force),
  };
}

async function* readLogs(
  reader: DockerReader,
  container: string,
  { follow, tail, since, until, signal }: LogOptions,
): AsyncGenerator<LogLine> {
  const { id, tty } = await getContainer(reader, container);
  const body = await reader.logs(id, {
    follow,
    signal,
    ...(tail === undefined ? {} : { tail }),
    ...(since === undefined ? {} : { since: unixTime(since) }),
    ...(until === undefined ? {} : { until: unixTime(until) }),
  });
  try {
    yield* logLines(body, tty);
  } catch (error) {
    // Whoever follows ends it by the signal, which breaks the connection.
    if (!signal.aborted) throw error;
  } finally {
    body.destroy();
  }
}

/** RFC 3339 as seconds since 1970 with up to nine places, which a number has no room for. */
function unixTime(time: string): string {
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? '';
  const seconds = Math.floor(Date.parse(time.replace(/\.\d+/, '')) / 1000);
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}
