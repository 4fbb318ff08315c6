/*
 * All calls: those that read, those with images, and the others that change the engine. One function is one request; what
 * is right to ask, and in which order, is decided elsewhere.
 */
import type { Readable } from 'node:stream';
import type { Attempt } from './errors.js';
import { Fields, parseJson } from './fields.js';
import { openStreaming, type StreamingClient } from './streaming.js';
import { openImages, type ImageClient } from './images.js';
import { openReader, pathOf, queryOf, type DockerReader } from './reader.js';
import type {
  ContainerRequest,
  EndpointRequest,
  NetworkRequest,
  ResourceRequest,
  VolumeRequest,
} from './requests.js';
import type { Call, Transport } from './transport.js';

/** What was made, and what the engine had to remark. */
export interface Created {
  readonly id: string;
  readonly warnings: readonly string[];
}

export interface DockerClient extends DockerReader, ImageClient, StreamingClient {
  /** @param platform what its image is for; the engine's own where it is absent */
  createContainer(name: string, request: ContainerRequest, platform?: string): Promise<Created>;
  updateContainer(container: string, request: ResourceRequest): Promise<readonly string[]>;
  startContainer(container: string): Promise<void>;
  /** @param grace seconds until it is killed; the container's own when absent */
  stopContainer(container: string, grace?: number): Promise<void>;
  /** @param grace as with `stopContainer` */
  restartContainer(container: string, grace?: number): Promise<void>;
  killContainer(container: string, signal: string): Promise<void>;
  pauseContainer(container: string): Promise<void>;
  unpauseContainer(container: string): Promise<void>;
  renameContainer(container: string, name: string): Promise<void>;
  /** Removes a container with its anonymous volumes. */
  removeContainer(container: string, force: boolean): Promise<void>;
  /** Runs the health check of a container once, where the engine leaves that to whoever waits. */
  runHealthCheck(container: string): Promise<void>;
  /** Waits until a container does not run; gives its exit code. */
  waitContainer(container: string, signal: AbortSignal): Promise<number>;
  /** Unpacks an archive into a directory of a container, in the place of what is there. */
  writeArchive(container: string, directory: string, archive: Readable): Promise<void>;
  /** Does so where nothing but a directory takes the place of one. */
  mergeArchive(container: string, directory: string, archive: Readable): Promise<void>;
  createNetwork(request: NetworkRequest): Promise<Created>;
  /** By what the engine's dialect says. */
  removeNetwork(network: string): Promise<void>;
  connectNetwork(network: string, container: string, endpoint: EndpointRequest): Promise<void>;
  disconnectNetwork(network: string, container: string): Promise<void>;
  createVolume(request: VolumeRequest): Promise<void>;
  removeVolume(name: string): Promise<void>;
}

export function openClient(transport: Transport): DockerClient {
  const send = async (call: Call): Promise<Fields | undefined> => {
    const { text } = await transport.request(call);
    return text.trim() === '' ? undefined : new Fields(parseJson(text, call.action), call.action);
  };
  /** Asks for something whose answer says no more than that it is done, in whatever form. */
  const tell = async (attempt: Attempt, path: string, rest: Partial<Call> = {}): Promise<void> => {
    await transport.request({ ...attempt, method: 'POST', path, ...rest });
  };
  const post = (attempt: Attempt, path: string, rest: Partial<Call> = {}) =>
    send({ ...attempt, method: 'POST', path, ...rest });
  const remove = async (action: string, path: string): Promise<void> => {
    await transport.request({ action, verb: 'remove', method: 'DELETE', path });
  };
  const created = (fields: Fields | undefined, action: string): Created => {
    const answer = fields ?? new Fields(undefined, action);
    return { id: answer.text('Id'), warnings: answer.texts('Warnings') };
  };
  const { dialect } = transport;
  const ofContainer = (container: string, ...rest: readonly string[]): string =>
    pathOf('containers', container, ...rest);
  const change = (action: string): Attempt => ({ action, verb: 'change' });

  const unpack = async (
    container: string,
    query: Readonly<Record<string, string | number>>,
    archive: Readable,
  ): Promise<void> => {
    await transport.request({
      ...change(`write files of container "${container}"`),
      method: 'PUT',
      path: `${ofContainer(container, 'archive')}${queryOf(query)}`,
      archive,
      // The engine answers when all of it is unpacked, which may be much.
      timeout: null,
    });
  };
  return {
    ...openReader(transport),
    ...openImages(transport),
    ...openStreaming(transport),
    createContainer: async (name, body, platform) => {
      const action = `create container "${name}"`;
      const path = `/containers/create${queryOf({ name, platform })}`;
      const request = dialect.request(body);
      return created(await post({ action, verb: 'create' }, path, { body: request }), action);
    },
    updateContainer: async (container, body) => {
      const attempt = change(`change container "${container}"`);
      const limits = { body: dialect.limits(body) };
      const answer = await post(attempt, ofContainer(container, 'update'), limits);
      return answer?.texts('Warnings') ?? [];
    },
    startContainer: async (container) => {
      await tell(
        { action: `start container "${container}"`, verb: 'start' },
        ofContainer(container, 'start'),
      );
    },
    stopContainer: async (container, grace) => {
      await tell(
        change(`stop container "${container}"`),
        `${ofContainer(container, 'stop')}${queryOf({ t: grace })}`,
        // The engine answers when the container has ended, which may take as long as it likes.
        { timeout: null },
      );
    },
    restartContainer: async (container, grace) => {
      await tell(
        change(`restart container "${container}"`),
        `${ofContainer(container, 'restart')}${queryOf({ t: grace })}`,
        { timeout: null },
      );
    },
    killContainer: async (container, signal) => {
      await tell(
        change(`send ${signal} to container "${container}"`),
        `${ofContainer(container, 'kill')}${queryOf({ signal })}`,
      );
    },
    pauseContainer: async (container) => {
      await tell(change(`pause container "${container}"`), ofContainer(container, 'pause'));
    },
    unpauseContainer: async (container) => {
      await tell(change(`resume container "${container}"`), ofContainer(container, 'unpause'));
    },
    renameContainer: async (container, name) => {
      await tell(
        change(`rename container "${container}" to "${name}"`),
        `${ofContainer(container, 'rename')}${queryOf({ name })}`,
      );
    },
    removeContainer: async (container, force) => {
      await remove(
        `remove container "${container}"`,
        `${ofContainer(container)}${queryOf({ v: 1, force: force ? 1 : 0 })}`,
      );
    },
    runHealthCheck: async (container) => {
      // It answers when the check has ended, which has a time-out of its own.
      const attempt = change(`run the health check of container "${container}"`);
      const path = `/libpod${ofContainer(container, 'healthcheck')}`;
      await transport.request({ ...attempt, method: 'GET', path, timeout: null });
    },
    waitContainer: async (container, signal) => {
      const attempt: Attempt = { action: `wait for container "${container}"`, verb: 'read' };
      const answer = await post(
        attempt,
        `${ofContainer(container, 'wait')}?condition=not-running`,
        {
          timeout: null,
          signal,
        },
      );
      return (answer ?? new Fields(undefined, attempt.action)).number('StatusCode');
    },
    writeArchive: (container, path, archive) => unpack(container, { path }, archive),
    mergeArchive: (container, path, archive) =>
      unpack(container, { path, noOverwriteDirNonDir: 1 }, archive),
    createNetwork: async (body) => {
      const action = `create network "${body.Name}"`;
      const answer = await post({ action, verb: 'create' }, '/networks/create', { body });
      const warning = answer?.textOr('Warning', '') ?? '';
      return { ...created(answer, action), warnings: warning === '' ? [] : [warning] };
    },
    removeNetwork: async (network) => {
      await remove(`remove network "${network}"`, pathOf('networks', network));
    },
    connectNetwork: async (network, container, endpoint) => {
      await tell(
        change(`connect container "${container}" to network "${network}"`),
        pathOf('networks', network, 'connect'),
        { body: { Container: container, EndpointConfig: endpoint } },
      );
    },
    disconnectNetwork: async (network, container) => {
      await tell(
        change(`disconnect container "${container}" from network "${network}"`),
        pathOf('networks', network, 'disconnect'),
        { body: { Container: container, Force: false } },
      );
    },
    createVolume: async (body) => {
      await tell({ action: `create volume "${body.Name}"`, verb: 'create' }, '/volumes/create', {
        body,
      });
    },
    removeVolume: async (name) => {
      await remove(`remove volume "${name}"`, pathOf('volumes', name));
    },
  };
}
