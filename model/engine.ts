/*
 * The contract between the planner, the command line and an engine. `EngineReader` is all that
 * `plan` is given: it has no call that changes anything. `Engine` adds what apply and the operator
 * verbs need.
 */
import type { Kind } from './address.js';
import type { ImageConfig } from './completed.js';
import type { JsonValue } from './json.js';
import type { Lack } from './lacks.js';
import type { HeldStackLock } from './lock.js';
import type { Observation } from './observation.js';
import type { Change, Operation, Target } from './plan.js';
import type { Platform } from './platform.js';
import type { Generation } from './record.js';
import type { StackIdentity } from './resource.js';
import type { StackSummary, Unowned } from './stacks.js';
import type { Survey, SurveyQuery } from './survey.js';

export interface EngineProfile {
  readonly engine: 'embedded' | 'docker' | 'podman';
  readonly version: string;
  /** Where it is: a socket address, or the root of the embedded engine's store. */
  readonly address: string;
  /**
   * Where its host is, by its address alone: whether paths of the files are paths there. A port of the
   * loopback may be that of a tunnel. Here where it is absent.
   */
  readonly place?: 'here' | 'elsewhere' | 'unknown';
  /** What it cannot do of what can be written. */
  readonly lacks?: readonly Lack[];
  /** One line for people: `docker 20.10.24 (API 1.41) at unix:///run/docker.sock`. */
  readonly description: string;
}

export interface ObserveQuery {
  /** Without an id all stacks of the name are observed, and nothing of them counts as one's own. */
  readonly stack: StackIdentity;
  /** Names that the stack wants, so that others who hold them are reported. */
  readonly names: readonly { readonly kind: Kind; readonly name: string }[];
  /** What the stack is to import: by kind, and by name or id. */
  readonly imports?: readonly { readonly kind: Kind; readonly id: string }[];
}

/** An image that the engine has. */
export interface EngineImage {
  readonly id: string;
  readonly config: ImageConfig;
  /**
   * The digest under which a registry has it by the name that was asked for; absent where the engine does not
   * know of one, or cannot tell it from an image that never came from any.
   */
  readonly digest?: string;
  /** What it is made for; absent where nobody knows. */
  readonly platform?: Platform;
}

/** Whether a change can be made on a living object, and if not, why. */
export type Verdict =
  | {
      readonly effect: 'in-place';
      /** What is written is seen only once the container starts anew. */
      readonly seenAtStart?: true;
    }
  | { readonly effect: 'replace'; readonly reason?: string };

export interface EngineReader {
  readonly profile: EngineProfile;
  /** @throws EngineError when the engine cannot be reached or does not answer sensibly */
  observe(query: ObserveQuery): Promise<Observation>;
  /**
   * The generations of a stack that the ledger keeps, the newest first; those that cannot be read are
   * left out. Empty for a stack without an id.
   */
  history(stack: StackIdentity): Promise<readonly Generation[]>;
  /** Every stack that has an object or a ledger here. */
  stacks(): Promise<readonly StackSummary[]>;
  /** What no stack owns, without what the engine and Stowage keep for themselves. */
  unowned(): Promise<readonly Unowned[]>;
  /** Looks an image up by name, name and tag, or id; `undefined` when the engine has none. */
  findImage(reference: string): Promise<EngineImage | undefined>;
  /** What containers here are made for. Absent where nothing is ever fetched from a registry. */
  platform?(): Promise<Platform>;
  /** What stands in the way of a plan on the engine and its host. @throws EngineError */
  survey(query: SurveyQuery): Promise<Survey>;
  /**
   * The engine's own word on a change that the schema calls in place. Pure.
   * @param wanted the completed object that the change leads to
   */
  verdict(
    kind: Kind,
    change: Pick<Change, 'path' | 'before' | 'after'>,
    wanted?: JsonValue,
  ): Verdict;
  /** What tells this engine apart from every other, also of the same address; `undefined` for none. */
  identity?(): Promise<string | undefined>;
  /** Lets go of sockets and helpers; the engine cannot be used afterwards. */
  close(): Promise<void>;
}

export interface StepProgress {
  /** A line about what is being done, such as a step of a build. */
  report(text: string): void;
  /** Set when the user asked to stop; waits end early with an `interrupted` error. */
  readonly signal: AbortSignal;
  /** Most parts of steps that are done at one time, where the engine lets that be chosen. */
  readonly parallelism?: number;
}

export interface StepOutcome {
  /** What the engine or the step had to remark. */
  readonly warnings: readonly string[];
}

export interface Lock {
  release(): Promise<void>;
}

export interface Engine extends EngineReader {
  /**
   * Does one operation and reads back that it took hold. Idempotent: what is there already as wanted
   * is left alone, what is gone already need be neither stopped nor removed.
   * @param directory absolute path of the stack, for images that copy files
   * @throws EngineError
   */
  perform(operation: Operation, directory: string, progress: StepProgress): Promise<StepOutcome>;
  /** @throws EngineError with code `locked` naming the holder */
  lock(stack: StackIdentity): Promise<Lock>;
  /** Every lock of a stack that is held now. */
  locks(): Promise<readonly HeldStackLock[]>;
  /**
   * Frees the lock of an id, by which its holder loses it: it does nothing more under it.
   * @throws EngineError with code `not-found` when no lock of this id is held now
   */
  unlock(id: string): Promise<void>;
  writeLedger(stack: StackIdentity, generation: Generation): Promise<void>;
  /** Forgets a stack after its last object is gone. */
  clearLedger(stack: StackIdentity): Promise<void>;
  /** The last lines a container wrote, oldest first. */
  lastLines(target: Target, count: number): Promise<readonly string[]>;
}
