/*
 * The container engine: volumes, networks and containers over one store. It knows nothing of stacks
 * and plans. There is no daemon; every call is complete when it returns, and any number of processes
 * may use one store at the same time.
 * Reading never writes and never repairs; `reconcile` repairs, and each verb repairs what it touches.
 */
import type {
  CompletedContainer,
  CompletedEndpoint,
  ContainerProcess,
  ContainerUsage,
} from '../model/index.js';
import {
  attachContainer,
  checkHealth,
  claimsLock,
  connectContainer,
  createContainer,
  createContext,
  disconnectContainer,
  execCaptured,
  execInherited,
  findPath,
  inspectContainer,
  killContainer,
  listContainers,
  namesLock,
  onExit,
  pauseContainer,
  processesOf,
  readArchive,
  readLogs,
  readRuns,
  reconcile,
  removeContainer,
  renameContainer,
  restartContainer,
  startAttachedContainer,
  startContainer,
  stopContainer,
  unpauseContainer,
  updateContainer,
  usageOf,
  vacuum,
  waitForEnd,
  writeArchive,
  writeFiles,
  type Attachment,
  type CapturedExec,
  type CapturedExecOptions,
  type CheckOptions,
  type ContainerChanges,
  type ContainerRecord,
  type ContainerView,
  type Context,
  type CreateRequest,
  type FoundPath,
  type Health,
  type InheritedExecOptions,
  type LogLine,
  type LogOptions,
  type Repairs,
  type StopOptions,
  type TerminalSize,
} from './containers/index.js';
import {
  createNetwork,
  findNetwork,
  listNetworks,
  type NetworkRecord,
  type NetworkRequest,
} from './networks/index.js';
import type { Store } from './store/index.js';
import {
  awaitIdleAgent,
  ensureAgent,
  forgetAgent,
  hasContainers,
  readPost,
  runAgent,
  type AgentEnd,
  type AgentOptions,
} from './supervision/index.js';
import { refuseWriters, removeUnusedNetwork, removeUnusedVolume } from './users.js';
import {
  copyVolume,
  createVolume,
  fillVolume,
  findVolume,
  listVolumes,
  readVolume,
  type CopyRequest,
  type Volume,
} from './volumes/index.js';

/** What can be read of an engine without changing anything. */
export interface EngineView {
  readonly store: Store;
  readonly volumes: {
    list(): Promise<readonly Volume[]>;
    find(name: string): Promise<Volume | undefined>;
  };
  readonly networks: {
    list(): Promise<readonly NetworkView[]>;
    find(name: string): Promise<NetworkView | undefined>;
  };
  readonly containers: {
    /** The oldest first. */
    list(): Promise<readonly ContainerView[]>;
    /** By name, id, or the beginning of an id. Throws `not-found`. */
    inspect(container: string): Promise<ContainerView>;
    logs(container: string, options?: LogOptions): AsyncIterable<LogLine>;
    /** The oldest first; none in a container that does not run. */
    processes(container: string): Promise<readonly ContainerProcess[]>;
    /** `undefined` for a container that does not run. */
    usage(container: string): Promise<ContainerUsage | undefined>;
  };
}

/** A network with the addresses that containers have on it now, by container id. */
export interface NetworkView extends NetworkRecord {
  readonly leases: Readonly<Record<string, string>>;
}

/** The engine. Containers are named by name, id, or the beginning of an id. */
export interface ContainerEngine extends EngineView {
  readonly volumes: EngineView['volumes'] & {
    create(request: {
      readonly name: string;
      readonly labels: Readonly<Record<string, string>>;
    }): Promise<Volume>;
    /**
     * Makes a volume with the content of another, all of it or none. Throws `in-use` while a container
     * that runs mounts that one, `copy-differs` where the copy is not the same.
     */
    copy(request: CopyRequest): Promise<Volume>;
    /**
     * Its files as a tar archive. Throws `in-use` while a container that runs mounts it, unless `live` takes
     * them as they are.
     */
    read(name: string, options: { readonly live: boolean }): AsyncIterable<Uint8Array>;
    /**
     * Takes in the files of an archive. Throws `in-use` while a container that runs mounts it,
     * `volume-filled` where it is not empty and nothing may be overwritten, `archive-unusable`.
     */
    fill(
      name: string,
      archive: AsyncIterable<Uint8Array>,
      options: { readonly overwrite: boolean },
    ): Promise<void>;
    /** Deletes what is in it. Throws `in-use` while a container mounts it, running or not. */
    remove(name: string): Promise<void>;
  };
  readonly networks: EngineView['networks'] & {
    create(request: NetworkRequest): Promise<NetworkRecord>;
    /** Throws `in-use` while a running container is on it. */
    remove(name: string): Promise<void>;
  };
  readonly containers: EngineView['containers'] & {
    create(request: CreateRequest): Promise<ContainerRecord>;
    /** @returns what this host cannot do of what it asks for, a sentence each */
    start(container: string): Promise<readonly string[]>;
    stop(container: string, options?: StopOptions): Promise<void>;
    restart(container: string, options?: StopOptions): Promise<void>;
    kill(container: string, signal: string): Promise<void>;
    pause(container: string): Promise<void>;
    unpause(container: string): Promise<void>;
    remove(container: string, options?: { readonly force?: boolean }): Promise<void>;
    /** @param drop an alias that it is not to answer to any longer */
    rename(container: string, name: string, drop?: string): Promise<void>;
    update(container: string, changes: ContainerChanges): Promise<void>;
    /** Writes files that the container has by content, over what is in them. */
    writeFiles(
      container: string,
      files: Pick<CompletedContainer, 'configs' | 'secrets'>,
    ): Promise<void>;
    connect(container: string, network: string, endpoint: CompletedEndpoint): Promise<void>;
    disconnect(container: string, network: string): Promise<void>;
    /** Waits for the end; gives the exit code, or null when nobody saw it. */
    wait(container: string, signal: AbortSignal): Promise<number | null>;
    /** Joins this process's own streams to those of a container. Throws `not-running`. */
    attach(container: string): Promise<Attachment>;
    /**
     * Starts a container, joined before it can write anything. Throws `running`.
     * @param size of its terminal, if it has one
     */
    startAttached(container: string, size?: TerminalSize): Promise<Attachment>;
    /** Runs a command on this process's own streams; gives its exit code. */
    exec(
      container: string,
      argv: readonly string[],
      options?: InheritedExecOptions,
    ): Promise<number>;
    /** Runs a command and keeps its output. */
    execCaptured(
      container: string,
      argv: readonly string[],
      options?: CapturedExecOptions,
    ): Promise<CapturedExec>;
    /**
     * What stands at a path of a container, running or not; links at its end are followed or left.
     * @throws PathRefused
     */
    findPath(
      container: string,
      path: string,
      last: 'follow' | 'leave',
    ): Promise<FoundPath | undefined>;
    /** The archive of a file or directory. @throws PathRefused */
    readArchive(container: string, path: string): AsyncIterable<Uint8Array>;
    /** Unpacks an archive into a directory. @throws PathRefused, TarInvalid */
    writeArchive(
      container: string,
      directory: string,
      archive: AsyncIterable<Uint8Array>,
    ): Promise<void>;
    /** Runs the container's health check once. */
    checkHealth(container: string, options?: CheckOptions): Promise<Health | undefined>;
    /** Called by a container's monitor, through `selfCommand`. */
    onExit(id: string): Promise<void>;
  };
  /**
   * Watches over containers until there is nothing to watch over: runs health checks, starts containers after a
   * boot, and those whose monitors were killed.
   */
  supervise(options: AgentOptions): Promise<AgentEnd>;
  /** Starts an agent, which does that, where one is needed and none runs; `version` is its and this command's. */
  ensureAgent(version: string): Promise<void>;
  /** Repairs what killed processes and reboots left. Starts no container. */
  reconcile(): Promise<Repairs>;
  /** Leaves the host as it was, if there is no container any more. */
  vacuum(): Promise<boolean>;
}

export interface EngineOptions {
  /**
   * The command of Stowage, such as `[process.execPath, '/usr/bin/stowage']`. Monitors call it with
   * `_on-exit <id>`, agents are started by `agent --background`, with STOWAGE_ROOT and STOWAGE_RUN_ROOT in its
   * environment.
   */
  readonly selfCommand: readonly string[];
}

/** What there is to see in a store. */
export function viewEngine(store: Store): EngineView {
  return {
    store,
    volumes: { list: () => listVolumes(store), find: (name) => findVolume(store, name) },
    networks: {
      list: async () => {
        const [networks, leases] = await Promise.all([listNetworks(store), leasesOf(store)]);
        return networks.map((network) => ({ ...network, leases: leases(network) }));
      },
      find: async (name) => {
        const network = await findNetwork(store, name);
        return network === undefined
          ? undefined
          : { ...network, leases: (await leasesOf(store))(network) };
      },
    },
    containers: {
      list: () => listContainers(store),
      inspect: (container) => inspectContainer(store, container),
      logs: (container, options) => readLogs(store, container, options),
      processes: (container) => processesOf(store, container),
      usage: (container) => usageOf(store, container),
    },
  };
}

/** The engine over a store. Nothing is done yet: parts that are missing show when they are needed. */
export function createEngine(store: Store, options: EngineOptions): ContainerEngine {
  const context = createContext(store, options.selfCommand);
  const view = viewEngine(store);
  return {
    store,
    volumes: {
      ...view.volumes,
      create: (request) => createVolume(store, request),
      copy: (request) => copyVolume(store, request, () => refuseWriters(store, request.from)),
      read: async function* (name, { live }) {
        if (!live) await refuseWriters(store, name);
        yield* readVolume(store, name, live);
      },
      fill: (name, archive, options) =>
        fillVolume(store, name, archive, options, () => refuseWriters(store, name)),
      remove: (name) => store.withLock(namesLock, () => removeUnusedVolume(store, name)),
    },
    networks: {
      ...view.networks,
      create: (request) => createNetwork(store, request),
      remove: (name) => store.withLock(claimsLock, () => removeUnusedNetwork(store, name)),
    },
    containers: {
      ...view.containers,
      create: (request) => createContainer(context, request),
      start: (container) => startContainer(context, container),
      stop: (container, stop) => stopContainer(context, container, stop),
      restart: (container, stop) => restartContainer(context, container, stop),
      kill: (container, signal) => killContainer(context, container, signal),
      pause: (container) => pauseContainer(context, container),
      unpause: (container) => unpauseContainer(context, container),
      remove: (container, { force = false } = {}) => removeAndTidy(context, container, force),
      rename: (container, name, drop) => renameContainer(context, container, name, drop),
      update: (container, changes) => updateContainer(context, container, changes),
      writeFiles: (container, files) => writeFiles(context, container, files),
      connect: (container, network, endpoint) =>
        connectContainer(context, container, network, endpoint),
      disconnect: (container, network) => disconnectContainer(context, container, network),
      wait: (container, signal) => waitForEnd(store, container, signal),
      attach: (container) => attachContainer(context, container),
      startAttached: (container, size) => startAttachedContainer(context, container, size),
      exec: (container, argv, exec) => execInherited(context, container, argv, exec),
      execCaptured: (container, argv, exec) => execCaptured(context, container, argv, exec),
      findPath: (container, path, last) => findPath(context, container, path, last),
      readArchive: (container, path) => readArchive(context, container, path),
      writeArchive: (container, directory, archive) =>
        writeArchive(context, container, directory, archive),
      checkHealth: (container, check) => checkHealth(context, container, check),
      onExit: (id) => onExit(context, id),
    },
    supervise: (agent) => superviseAndTidy(context, agent),
    ensureAgent: (version) => ensureAgent(store, { ...options, version }),
    reconcile: () => reconcile(context),
    vacuum: () => tidy(context),
  };
}

async function leasesOf(
  store: Store,
): Promise<(network: NetworkRecord) => Readonly<Record<string, string>>> {
  const runs = [...(await readRuns(store))];
  return ({ id }) =>
    Object.fromEntries(
      runs.flatMap(([container, run]) =>
        Object.values(run.endpoints)
          .filter(({ network }) => network.id === id)
          .map(({ address }) => [container, address] as const),
      ),
    );
}

async function removeAndTidy(context: Context, container: string, force: boolean): Promise<void> {
  await removeContainer(context, container, force);
  await tidy(context);
}

/** One that was started when the last container was just going has made places anew. */
async function superviseAndTidy(context: Context, options: AgentOptions): Promise<AgentEnd> {
  const end = await runAgent(context, options);
  if (end.why !== 'taken') await tidy(context);
  return end;
}

/** The agent leaves with the last container, and what it had on the host goes, too. */
async function tidy(context: Context): Promise<boolean> {
  const { store } = context;
  if (await hasContainers(store)) return false;
  await awaitIdleAgent(store);
  if ((await readPost(store)) === undefined) await forgetAgent(store);
  return vacuum(context);
}
