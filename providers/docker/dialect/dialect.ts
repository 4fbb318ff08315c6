/*
 * What one family of engines does in its own way behind the API that they share: how it words its
 * errors, what it reports otherwise than Docker does, what it takes otherwise, and what it can change
 * on a living container. The rest of the provider knows no family; whatever one does differently has
 * one place, here.
 */
import type {
  CompletedContainer,
  CompletedEndpoint,
  EngineErrorCode,
  EngineProfile,
  EngineReader,
} from '../../../model/index.js';
import type {
  ContainerInspection,
  Creation,
  NetworkEndpoint,
} from '../client/container-inspection.js';
import type { Attempt, RegistryAccess } from '../client/errors.js';
import type { Fields } from '../client/fields.js';
import type { NetworkInspection } from '../client/inspections.js';
import type { EngineMessage } from '../client/events.js';
import type { ContainerRequest, ResourceRequest } from '../client/requests.js';
import type { ProcessTable } from '../client/usage.js';

/** Tells one cause of a refusal; the first of a table that fits wins. */
export interface Rule {
  readonly verb?: Attempt['verb'];
  readonly status?: number;
  readonly text?: RegExp;
  readonly code: EngineErrorCode;
  readonly hint?: string;
  /**
   * What is said in place of the engine's own words, of which `text` has found what matters. Those follow, as
   * lines.
   */
  readonly words?: (found: RegExpExecArray, registry?: RegistryAccess) => string;
}

/** What an engine reports, brought into the shape in which Docker reports it. */
export interface Reports {
  readonly container: (report: unknown) => unknown;
  readonly containerEntry: (report: unknown) => unknown;
  /** Where more is told of a container that somebody else has made, and how that reads. */
  readonly creation?: {
    readonly path: (id: string) => string;
    readonly read: (report: Fields) => Creation;
  };
  /** Of an inspection, or an entry of a list. */
  readonly image: (report: unknown) => unknown;
  /** Where it tells by itself of the health check of an image, by id; absent where that is in its report. */
  readonly imageHealthPath?: (id: string) => string;
  /** Whether it tells the shell of an image, and what it keeps for images on it. */
  readonly tellsShells: boolean;
  /** Where networks are listed with all that they have. */
  readonly networksPath: string;
  readonly network: (report: Fields) => NetworkInspection;
  readonly event: (message: EngineMessage) => EngineMessage;
  /** What `top` is asked for, to tell of each process what `processes` gives. */
  readonly processArguments: string;
  /**
   * Rows of process id and that of its parent on the host, user, seconds of processor and since its
   * start, and command line.
   */
  readonly processes: (table: ProcessTable) => readonly (readonly string[])[];
}

/** How a container is on no network, and yet can join one later. */
export interface Offline {
  /** The mode that it is created with. */
  readonly mode: string;
  /** Whether it is put on a network all the same, under whatever name, which it has to leave. */
  readonly leaves?: boolean;
  /** What it joins when it has left its last one, so that it is not back at the next start. */
  readonly joins?: string;
}

export interface Dialect {
  readonly family: EngineProfile['engine'] & ('docker' | 'podman');
  /** Its name for people. */
  readonly name: string;
  readonly version: string;
  readonly rules: readonly Rule[];
  /** What to do where nobody answers, by the system's code. */
  readonly connectHints: Readonly<Record<string, string>>;
  readonly reports: Reports;
  readonly verdict: EngineReader['verdict'];
  /** Whether it gives the same id of its own each time it is asked. */
  readonly hasIdentity: boolean;
  /** Whether health checks may go without anybody running them, so that who waits has to. */
  readonly needsCheckRunner: boolean;
  /** What it tells of files in containers. */
  readonly files: {
    /** Whether it gives what is in a file that is mounted, as it is on the host now. */
    readonly readsMounted: boolean;
    readonly tellsOwners: boolean;
    /** Whether several of one container can be asked for at once: Podman mounts and unmounts it for each. */
    readonly readsTogether: boolean;
    /** Whether files unpacked at the root of a container that does not run come into its volumes. */
    readonly reachesVolumes: boolean;
  };
  /** Path of a call under the version of the API that is spoken; empty for none. */
  versioned(path: string, api: string): string;
  /** A container as this engine has to be told of it, to make what Docker would. */
  request(request: ContainerRequest): ContainerRequest;
  /** A change of limits, as this engine has to be told of it. */
  limits(request: ResourceRequest): ResourceRequest;
  /** Whether its builder takes what is built from nothing for its own platform, whatever is asked for. */
  readonly scratchIsOwn: boolean;
  /** Whether an image has to name a step for each of its layers to be built upon. */
  readonly needsHistory: boolean;
  /** What a network has to be called to be removed, and to be refused where containers are on it. */
  networkKey(network: NetworkInspection): string;
  readonly offline: Offline;
  /** The name under which an image is made here, so that it is found under the one it was given. */
  imageName(reference: string): string;
  /**
   * A connection of a container, where its report tells less than it was made of.
   * @param asked as it was to be
   * @param live as the engine reports it; it has addresses while the container runs
   */
  endpoint(
    told: CompletedEndpoint,
    asked: CompletedEndpoint | undefined,
    live: NetworkEndpoint,
  ): CompletedEndpoint;
  /**
   * What a container is, where its report tells less than it was made of.
   * @param read the container as its report reads
   * @param asked what it was made of by its record; absent where it has none
   */
  restore(
    read: CompletedContainer,
    asked: CompletedContainer | undefined,
    container: ContainerInspection,
  ): CompletedContainer;
}
