/*
 * The calls that only read. Whatever `plan` does with an engine goes through one of these, over a
 * transport that lets nothing else out.
 */
import type { IncomingMessage } from 'node:http';
import { EngineError, ownLabels, parseRecord, type Platform } from '../../../model/index.js';
import { parseDiskUsage, type DiskUsage } from './disk-usage.js';
import type { Dialect } from '../dialect/dialect.js';
import type { Attempt } from './errors.js';
import { Fields, parseJson, parseList } from './fields.js';
import { parseContainer, type ContainerInspection } from './container-inspection.js';
import {
  parseContainerEntry,
  parseImage,
  parseImageHealth,
  parseImageEntry,
  parseInfo,
  parseVolume,
  type ContainerEntry,
  type DaemonInfo,
  type ImageEntry,
  type ImageInspection,
  type NetworkInspection,
  type VolumeInspection,
} from './inspections.js';
import type { Transport } from './transport.js';
import { parseProcesses, parseUsage, type UsageCounters } from './usage.js';

/** Files are sent as they are read; a disk behind a network may take a while to answer. */
const archiveSilence = 120_000;

export interface LogsQuery {
  readonly follow: boolean;
  /** Lines from the end; all when absent. */
  readonly tail?: number;
  /** Seconds since 1970 with a fraction, as text, because nanoseconds do not fit a number. */
  readonly since?: string;
  readonly until?: string;
  readonly signal?: AbortSignal;
}

export interface DockerReader {
  readonly transport: Transport;
  /** The ways of the engine that is read. */
  readonly dialect: Dialect;
  listContainers(): Promise<readonly ContainerEntry[]>;
  listImages(): Promise<readonly ImageEntry[]>;
  listNetworks(): Promise<readonly NetworkInspection[]>;
  listVolumes(): Promise<readonly VolumeInspection[]>;
  /** By id or name, as are those below; `undefined` when there is none. */
  findContainer(container: string): Promise<ContainerInspection | undefined>;
  findImage(image: string): Promise<ImageInspection | undefined>;
  findVolume(volume: string): Promise<VolumeInspection | undefined>;
  /** Networks whose name or id is exactly this; an engine may hold several of one name. */
  findNetworks(network: string): Promise<readonly NetworkInspection[]>;
  /** What made the newest layer or setting of an image, as its history has it. */
  newestStep(image: string): Promise<string>;
  /** Where the daemon is and where it keeps things. */
  info(): Promise<DaemonInfo>;
  /** What its containers are made for. */
  platform(): Promise<Platform>;
  /** The engine's own id; empty where it has none. */
  identity(): Promise<string>;
  /** Seconds since 1970 by the engine's clock. */
  clock(): Promise<number>;
  /** The processes of a running container, as `Reports.processes` has them. */
  processes(container: string): Promise<readonly (readonly string[])[]>;
  /** The counters of a running container at one moment. */
  usage(container: string): Promise<UsageCounters>;
  /** What everything takes on the engine's disk, which it may take its time to count. */
  diskUsage(): Promise<DiskUsage>;
  /** What happens from now on, as the engine tells it: a JSON object for each. */
  events(signal: AbortSignal): Promise<IncomingMessage>;
  /** The archive of a file or directory in a container, whether that runs or not. */
  readArchive(container: string, path: string): Promise<IncomingMessage>;
  /** What stands at a path of a container; `undefined` where nothing, or no such container, is. */
  statPath(container: string, path: string): Promise<PathReport | undefined>;
  /** Output with time stamps; multiplexed unless the container has a terminal. */
  logs(container: string, query: LogsQuery): Promise<IncomingMessage>;
}

/** A path of a container as the engine tells of it. */
export interface PathReport {
  /** By itself: of a directory, that of its entries. */
  readonly size: number;
  /** As Go's os.FileMode. */
  readonly mode: number;
  /** Of a link: a path in the container. */
  readonly linkTarget: string;
}

/** A query string of what is not `undefined`. */
export function queryOf(
  parameters: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Labels of its image stand among those of a container, so it is ours where the record is one of a container. */
const isOurs = (labels: Readonly<Record<string, string>>): boolean =>
  parseRecord('container', labels[ownLabels.spec]) !== null;

export const pathOf = (...parts: readonly string[]): string =>
  `/${parts.map(encodeURIComponent).join('/')}`;

export function openReader(transport: Transport): DockerReader {
  const { dialect } = transport;
  const { reports } = dialect;
  const attemptTo = (action: string): Attempt => ({ action, verb: 'read' });
  const get = async (path: string, action: string): Promise<unknown> => {
    const answer = await transport.request({ ...attemptTo(action), method: 'GET', path });
    return parseJson(answer.text, action);
  };
  const find = async <T>(
    path: string,
    action: string,
    read: (fields: Fields) => T,
    asReported: (report: unknown) => unknown = (report) => report,
  ): Promise<T | undefined> => {
    try {
      return read(new Fields(asReported(await get(path, action)), action));
    } catch (error) {
      if (error instanceof EngineError && error.code === 'not-found') return undefined;
      throw error;
    }
  };
  const list = async <T>(
    path: string,
    what: string,
    read: (fields: Fields) => T,
    asReported: (report: unknown) => unknown,
  ): Promise<readonly T[]> => {
    const reported = await get(path, `list ${what}`);
    const shaped: unknown = Array.isArray(reported) ? reported.map(asReported) : reported;
    return parseList(shaped, what, read);
  };
  const listNetworks = async (): Promise<readonly NetworkInspection[]> =>
    parseList(await get(reports.networksPath, 'list networks'), 'networks', reports.network);
  /** What one engine tells of images by two calls, as if it were one. */
  const findImage = async (image: string): Promise<ImageInspection | undefined> => {
    const action = `read image "${image}"`;
    // Names of images hold slashes, which the engine takes as they are.
    const path = `/images/${encodeURI(image)}/json`;
    const found = await find(path, action, parseImage, reports.image);
    if (!found) return undefined;
    const told = { ...found, tellsShells: reports.tellsShells };
    if (!reports.imageHealthPath) return told;
    const check = await find(reports.imageHealthPath(found.id), action, parseImageHealth);
    return { ...told, beside: { ...found.beside, Healthcheck: check } };
  };
  return {
    transport,
    dialect,
    listNetworks,
    listContainers: async () =>
      list('/containers/json?all=1', 'containers', parseContainerEntry, reports.containerEntry),
    listImages: async () => list('/images/json', 'images', parseImageEntry, reports.image),
    listVolumes: async () =>
      new Fields(await get('/volumes', 'list volumes'), 'volumes')
        .objects('Volumes')
        .map(parseVolume),
    findContainer: async (container) => {
      const path = `${pathOf('containers', container)}/json`;
      const action = `read container "${container}"`;
      const found = await find(path, action, parseContainer, reports.container);
      if (!found || !reports.creation || isOurs(found.labels)) return found;
      const creation = await find(reports.creation.path(found.id), action, reports.creation.read);
      return creation && { ...found, creation, beyond: [...found.beyond, ...creation.beyond] };
    },
    findImage,
    findVolume: (volume) => find(pathOf('volumes', volume), `read volume "${volume}"`, parseVolume),
    findNetworks: async (network) =>
      (await listNetworks()).filter(({ id, name }) => name === network || id === network),
    newestStep: async (image) => {
      const action = `read the history of image "${image}"`;
      const history = await get(`/images/${encodeURI(image)}/history`, action);
      return parseList(history, action, (entry) => entry.textOr('CreatedBy', ''))[0] ?? '';
    },
    info: async () =>
      parseInfo(new Fields(await get('/info', 'read its settings'), 'the settings')),
    platform: async () => {
      const version = new Fields(await get('/version', 'read the version'), 'the version');
      return { os: version.text('Os'), architecture: version.text('Arch') };
    },
    identity: async () =>
      new Fields(await get('/info', 'read the id of the engine'), 'the engine').textOr('ID', ''),
    clock: async () => {
      const answer = await transport.request({
        ...attemptTo('read the time'),
        method: 'GET',
        path: '/_ping',
      });
      return Date.parse(answer.header('date') ?? '') / 1000;
    },
    processes: async (container) => {
      const action = `list the processes of container "${container}"`;
      const query = queryOf({ ps_args: reports.processArguments });
      const path = `${pathOf('containers', container)}/top${query}`;
      return reports.processes(parseProcesses(new Fields(await get(path, action), action)));
    },
    usage: async (container) => {
      const action = `read what container "${container}" uses`;
      const query = queryOf({ stream: false, 'one-shot': true });
      const path = `${pathOf('containers', container)}/stats${query}`;
      return parseUsage(new Fields(await get(path, action), action));
    },
    diskUsage: async () => {
      const attempt = attemptTo('read what its disk holds');
      const call = { ...attempt, method: 'GET', path: '/system/df', timeout: null } as const;
      const { text } = await transport.request(call);
      return parseDiskUsage(new Fields(parseJson(text, attempt.action), attempt.action));
    },
    events: (signal) =>
      transport.stream({
        ...attemptTo('read what happens'),
        method: 'GET',
        path: '/events',
        timeout: null,
        signal,
      }),
    readArchive: (container, path) =>
      transport.stream({
        ...attemptTo(`read ${path} of container "${container}"`),
        method: 'GET',
        path: `${pathOf('containers', container)}/archive${queryOf({ path })}`,
        timeout: null,
        silence: archiveSilence,
      }),
    statPath: async (container, path) => {
      const action = `look at ${path} of container "${container}"`;
      const query = queryOf({ path });
      const url = `${pathOf('containers', container)}/archive${query}`;
      try {
        const answer = await transport.request({ ...attemptTo(action), method: 'HEAD', path: url });
        const told = Buffer.from(answer.header('x-docker-container-path-stat') ?? '', 'base64');
        const fields = new Fields(parseJson(told.toString('utf8'), action), action);
        const [size, mode] = [fields.number('size'), fields.number('mode')];
        return { size, mode, linkTarget: fields.textOr('linkTarget', '') };
      } catch (error) {
        if (error instanceof EngineError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    logs: (container, { follow, tail, since, until, signal }) =>
      transport.stream({
        ...attemptTo(`read the output of container "${container}"`),
        method: 'GET',
        path: `${pathOf('containers', container)}/logs${queryOf({
          stdout: 1,
          stderr: 1,
          timestamps: 1,
          follow: follow ? 1 : 0,
          tail: tail ?? 'all',
          since,
          until,
        })}`,
        timeout: null,
        ...(signal ? { signal } : {}),
      }),
  };
}
