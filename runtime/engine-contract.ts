/*
 * What the container engine is to whoever uses it: what can be read of it, and what it does. Containers,
 * volumes and networks are named by their names, containers by ids, too.
 */
import type {
  CompletedContainer,
  CompletedEndpoint,
  ContainerProcess,
  ContainerUsage,
} from '../model/index.js';
import type { CommitOptions } from './commit.js';
import type {
  Attachment,
  CapturedExec,
  CapturedExecOptions,
  CheckOptions,
  ContainerChanges,
  ContainerRecord,
  ContainerView,
  CreateRequest,
  FoundPath,
  Health,
  InheritedExecOptions,
  LogLine,
  LogOptions,
  Repairs,
  StopOptions,
  TerminalSize,
} from './containers/index.js';
import type { Image } from './images/index.js';
import type { NetworkRecord, NetworkRequest } from './networks/index.js';
import type { Store } from './store/index.js';
import type { AgentEnd, AgentOptions } from './supervision/index.js';
import type { CopyRequest, Volume } from './volumes/index.js';

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
    /** Makes an image of it. Throws `image-gone`. */
    commit(container: string, options: CommitOptions): Promise<Image>;
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
