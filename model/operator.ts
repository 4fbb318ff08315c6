/*
 * The verbs of daily life with containers, and what they show. They need no stack and no plan.
 */
import type { AttachOperator } from './attach-operator.js';
import type { ContentOperator } from './content-operator.js';
import type { FileOperator } from './file-operator.js';
import type { ImageOperator } from './image-operator.js';
import type { VolumeOperator } from './volume-operator.js';
import type { HealthState, RunState } from './observation.js';
import type { OneOffOperator } from './one-off-operator.js';

/** A container as `ps` shows it. */
export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: RunState;
  readonly exitCode?: number;
  readonly health?: HealthState;
  /** RFC 3339; when it was last started. */
  readonly startedAt?: string;
  /** `0.0.0.0:8080->80/tcp`. */
  readonly ports: readonly string[];
  readonly stack?: string;
  readonly address?: string;
}

export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  /** RFC 3339 with nanoseconds where the engine has them. */
  readonly time: string;
  readonly text: string;
}
export interface LogOptions {
  readonly follow: boolean;
  /** Last lines only. */
  readonly tail?: number;
  /** RFC 3339; only lines from then on. */
  readonly since?: string;
  /** RFC 3339; only lines before then. What follows ends at the first that is not. */
  readonly until?: string;
  readonly signal: AbortSignal;
}
export interface ExecOptions {
  /** Gives the command a terminal, which must be the caller's own. */
  readonly tty: boolean;
  /** Passes standard input on. */
  readonly interactive: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workdir?: string;
  /** Gives the command every capability. */
  readonly privileged?: true;
}

/** A process of a container, by its numbers on the engine's host. */
export interface ContainerProcess {
  readonly pid: number;
  readonly parent: number;
  /** A name where the engine knows one, else the number. */
  readonly user: string;
  /** Seconds of processor time. */
  readonly cpuTime: number;
  /** Seconds since its start. */
  readonly elapsed: number;
  /** Program and arguments, with a space between. */
  readonly command: string;
}

/** Counters of a running container. A rate is the difference of two over the time between. */
export interface ContainerUsage {
  /** Milliseconds since 1970 at which the counters stood so. */
  readonly at: number;
  /** Milliseconds of processor time, of all processors together. */
  readonly cpuTime: number;
  /** Bytes, without the part of the file cache that can be had back at once. */
  readonly memory: number;
  /** Bytes; null for no limit. */
  readonly memoryLimit: number | null;
  readonly processes: number;
  /** Bytes over all of its networks; both 0 for a container on the host's own. */
  readonly networkReceived: number;
  readonly networkSent: number;
  /** Bytes from and to block devices, where the kernel counts them. */
  readonly diskRead: number;
  readonly diskWritten: number;
}

/** What happened to an object of an engine. */
export interface EngineEvent {
  /** RFC 3339. */
  readonly time: string;
  readonly kind: 'container' | 'network' | 'volume' | 'image';
  /**
   * Of containers: `create`, `start`, `end`, `pause`, `unpause`, `rename`, `update`, `healthy`,
   * `unhealthy`, `oom`, `connect`, `disconnect`, `remove`. Of anything else: `create`, `remove`.
   */
  readonly action: string;
  readonly id: string;
  readonly name: string;
  /** Of an `end`. */
  readonly exitCode?: number;
  /** Of `connect` and `disconnect`: the network's name. */
  readonly network?: string;
  readonly stack?: string;
  readonly address?: string;
}

/** The verbs of daily life, alike on every engine. A container is named by its name or id. */
export interface Operator
  extends
    AttachOperator,
    ContentOperator,
    FileOperator,
    ImageOperator,
    OneOffOperator,
    VolumeOperator {
  listContainers(): Promise<readonly ContainerSummary[]>;
  logs(container: string, options: LogOptions): AsyncIterable<LogLine>;
  /** Runs a command on the caller's own standard streams; gives its exit code. */
  exec(container: string, argv: readonly string[], options: ExecOptions): Promise<number>;
  start(container: string): Promise<void>;
  /** @param timeout milliseconds until it is killed; its own when left out */
  stop(container: string, timeout?: number): Promise<void>;
  /** Stops it if it runs, and starts it; times as with `stop`. */
  restart(container: string, timeout?: number): Promise<void>;
  kill(container: string, signal: string): Promise<void>;
  /** Freezes its processes. */
  pause(container: string): Promise<void>;
  /** Lets the processes of a frozen container go on. */
  unpause(container: string): Promise<void>;
  /**
   * Waits until a container has ended and is not started again by its policy; one that does not run
   * has ended already. Gives its exit code, null when nobody saw it.
   */
  wait(container: string, signal: AbortSignal): Promise<number | null>;
  /** What runs in a container, the oldest first; nothing in one that does not run. */
  processes(container: string): Promise<readonly ContainerProcess[]>;
  /** What a container has used since its start; `undefined` for one that does not run. */
  usage(container: string): Promise<ContainerUsage | undefined>;
  /** What happens from now on, until `signal` is set. What Stowage keeps for itself is left out. */
  events(signal: AbortSignal): AsyncIterable<EngineEvent>;
  remove(container: string, force: boolean): Promise<void>;
}
