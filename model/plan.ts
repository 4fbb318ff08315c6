/*
 * A plan: actions for people to read, and the graph of steps that apply walks without deciding
 * again. A step is one idempotent thing done to the engine; everything it needs is in it.
 */
import type { Kind } from './address.js';
import type { CompletedContainer, CompletedEndpoint, CompletedImage } from './completed.js';
import type { Diagnostic } from './diagnostic.js';
import type { Seal } from './fingerprint.js';
import type { JsonValue } from './json.js';
import type { ImageSpec, NetworkSpec, VolumeSpec } from './schemas/index.js';
import type { Claim, LedgerEntry } from './record.js';
import type { Span } from './span.js';

export type Verb =
  | 'create'
  | 'build'
  /** An image of a registry comes to the engine. */
  | 'pull'
  | 'update'
  | 'replace'
  | 'start'
  | 'stop'
  | 'run'
  /** It stands at another address, and may get another name; nothing else has to change. */
  | 'move'
  /** It becomes the stack's as it stands. */
  | 'adopt'
  /** It stays as it stands, and is the stack's no longer. */
  | 'forget'
  | 'delete'
  | 'keep';

/** Who made a difference: `you` by the files, `drift` on the engine, or both. */
export type Origin = 'you' | 'drift' | 'both';

/** Where a value comes from: the files, the image, a default, or what lives alone. */
export type Layer = 'declared' | 'image' | 'default' | 'live';

/** One differing attribute. `before` is live, `after` is wanted; `undefined` means absent. */
export interface Change {
  /** Path such as `memory`, `env.DB_HOST` or `ports["0.0.0.0:80/tcp"]`. */
  readonly path: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  readonly origin: Origin;
  /** Where the two values come from; of one that is absent or not known, nothing. */
  readonly from?: { readonly before?: Layer; readonly after?: Layer };
  readonly effect: 'in-place' | 'replace';
  /** Why it forces replacement, where that is not plain from the schema. */
  readonly reason?: string;
  /** Where the wanted value is written. */
  readonly span?: Span;
}

/** Why an action is there, in words; causes of causes follow in order. */
export interface Cause {
  readonly text: string;
  /** The resource that this cause passes on from. */
  readonly address?: string;
}

export type RiskKind =
  | 'destroys-data'
  /** Nothing says any more whether the object is still the stack's. */
  | 'unrecorded'
  | 'interrupts-service'
  | 'writes-together'
  | 'exposes-every-interface'
  /** An image that is not the stack's loses a name. */
  | 'takes-name'
  | 'runs-unconfined';

export interface Risk {
  readonly kind: RiskKind;
  readonly text: string;
}

export interface Action {
  readonly address: string;
  readonly kind: Kind;
  readonly verb: Verb;
  /** Name of the object in the engine. */
  readonly name: string;
  readonly changes: readonly Change[];
  readonly causes: readonly Cause[];
  readonly risks: readonly Risk[];
  readonly span?: Span;
  /** The address it had before. */
  readonly from?: string;
  /** Whether it becomes the stack's by this plan. */
  readonly imported?: true;
  /** Whether the successor comes up before the predecessor ends. */
  readonly order?: 'start-first';
  /** Whether a successor that fails stays, and its predecessor is not brought back. */
  readonly onFailure?: 'keep';
  /** Ids of the steps that carry it out, in order. */
  readonly steps: readonly string[];
}

/** An object a step works on: by id where one is known when planning, else by name. */
export interface Target {
  readonly kind: Kind;
  readonly name: string;
  readonly id?: string;
  /** It was made by others and imported, so that it has no labels of ours. */
  readonly imported?: true;
  /** With a name alone: whose it has to be. What is somebody else's counts as not there. */
  readonly owner?: { readonly stackId: string; readonly address: string };
}

/** The limits and policy that can change on a living container; null lifts a limit. */
export interface LiveSettings {
  readonly memory?: number | null;
  readonly memory_swap?: number | null;
  readonly memory_reservation?: number | null;
  readonly cpus?: number | null;
  readonly cpu_shares?: number | null;
  readonly cpu_period?: number | null;
  readonly cpu_quota?: number | null;
  readonly cpuset?: string | null;
  readonly cpuset_mems?: string | null;
  readonly pids?: number | null;
  readonly restart?: { readonly policy: string; readonly max_retries: number };
}

export type Operation =
  | {
      readonly op: 'build-image';
      readonly spec: ImageSpec;
      readonly completed: CompletedImage;
      /** Name and tag to give the image. */
      readonly reference: string;
      readonly labels: Readonly<Record<string, string>>;
      /** Secrets in the spec and in its bases, which the content key holds as fingerprints. */
      readonly seals?: readonly Seal[];
    }
  | {
      readonly op: 'pull-image';
      /** Name, tag and digest: `nginx:1.27@sha256:…`. */
      readonly reference: string;
      /** What it is made for, where that is asked for: `linux/arm64`. */
      readonly platform?: string;
    }
  | {
      readonly op: 'create-volume';
      readonly spec: VolumeSpec;
      readonly labels: Readonly<Record<string, string>>;
    }
  /** Makes a volume with the content of another, and verifies that; no user of that one may run. */
  | {
      readonly op: 'copy-volume';
      readonly from: Target;
      readonly spec: VolumeSpec;
      readonly labels: Readonly<Record<string, string>>;
    }
  | {
      readonly op: 'create-network';
      readonly spec: NetworkSpec;
      readonly labels: Readonly<Record<string, string>>;
    }
  /**
   * Makes a network again as it was, unless it is still there. What the stack has made in its place
   * under its name goes.
   */
  | {
      readonly op: 'restore-network';
      /** The network that was removed, by its id. */
      readonly target: Target;
      readonly spec: NetworkSpec;
      readonly labels: Readonly<Record<string, string>>;
    }
  /** Gives an image a further name. */
  | {
      readonly op: 'tag-image';
      readonly target: Target;
      readonly reference: string;
      /** Ids of the images that may lose the name by it; absent where any may that has our labels. */
      readonly from?: readonly string[];
    }
  /** Takes a further name from an image, if it still has it. */
  | { readonly op: 'untag-image'; readonly target: Target; readonly reference: string }
  | {
      readonly op: 'create-container';
      readonly completed: CompletedContainer;
      /** Its name for the time being, where it cannot have its own yet. */
      readonly as?: string;
      /** All labels: the user's, and the record. */
      readonly labels: Readonly<Record<string, string>>;
    }
  | { readonly op: 'update-container'; readonly target: Target; readonly settings: LiveSettings }
  /** Puts files into a container that is there, in the place of those it has. */
  | {
      readonly op: 'write-files';
      readonly target: Target;
      /** The container as it is to be, of which the files are written. */
      readonly completed: CompletedContainer;
    }
  | {
      readonly op: 'connect-network';
      readonly target: Target;
      readonly network: string;
      readonly endpoint: CompletedEndpoint;
    }
  | { readonly op: 'disconnect-network'; readonly target: Target; readonly network: string }
  | { readonly op: 'start-container'; readonly target: Target }
  | { readonly op: 'stop-container'; readonly target: Target }
  /** Sends a signal to the first process of a container that runs. */
  | { readonly op: 'signal-container'; readonly target: Target; readonly signal: string }
  | {
      readonly op: 'rename-container';
      readonly target: Target;
      readonly name: string;
      /** A name that it is not to answer to any longer on its networks. */
      readonly drop?: string;
    }
  | {
      readonly op: 'await-container';
      readonly target: Target;
      /** `running` means still running a moment after the start. */
      readonly until: 'running' | 'healthy' | 'completed';
    }
  | { readonly op: 'remove'; readonly target: Target };

export type OperationName = Operation['op'];
export type OperationOf<O extends OperationName> = Extract<Operation, { readonly op: O }>;

export interface StepBase {
  /** Unique in the plan, stable for equal inputs. */
  readonly id: string;
  readonly address: string;
  /** Ids of steps that must have succeeded. */
  readonly after: readonly string[];
}
export type Step = StepBase & Operation;

/** An image that stands as it is, and what it was found to be made from. */
export interface KeptImage extends Pick<
  OperationOf<'build-image'>,
  'spec' | 'completed' | 'seals'
> {
  readonly address: string;
}

/** What brings a predecessor back when a step of its replacement fails. */
export interface Recovery {
  /** Address whose replacement it undoes. */
  readonly address: string;
  /** Step before which there is nothing to undo; absent where a failure itself may have taken effect. */
  readonly after?: string;
  /** A failure of one of these, or of what they wait for, starts the recovery. */
  readonly guards: readonly string[];
  /** Run in order; those that find nothing to do succeed, such as stopping what is not there. */
  readonly operations: readonly Operation[];
  /** Run in their place once one of them has failed: they bring back less, which is more sure. */
  readonly otherwise?: readonly Operation[];
}

export interface PlannedOutput {
  readonly name: string;
  /** Absent where it is not known before the apply, and where it is secret. */
  readonly value?: JsonValue;
  readonly unknown?: true;
  readonly secret?: true;
  readonly description?: string;
}

export interface Plan {
  readonly stack: { readonly name: string; readonly id: string };
  /** Present where not the whole stack is planned; what is not chosen has no action. */
  readonly partial?: Part;
  /** Present where only the ledger is written, to say what is there. */
  readonly refreshOnly?: true;
  /** The generation that this plan makes. */
  readonly generation: number;
  readonly actions: readonly Action[];
  readonly steps: readonly Step[];
  readonly recoveries: readonly Recovery[];
  /** What the ledger will hold once every step has succeeded. */
  readonly resources: Readonly<Record<string, LedgerEntry>>;
  readonly claims: readonly Claim[];
  /** The `moved` statements that it carries out, as `movedText` writes them. */
  readonly moved: readonly string[];
  /** Whether the ledger has to be written although there is nothing else to do. */
  readonly ledgerOutdated: boolean;
  readonly outputs: readonly PlannedOutput[];
  /** Digests by the names of images in registries that this plan pins; absent where it pins none. */
  readonly pins?: Readonly<Record<string, string>>;
  /** Images whose files were compared and are not built; absent where there are none. */
  readonly keptImages?: readonly KeptImage[];
  readonly warnings: readonly Diagnostic[];
}

/** What of a stack was chosen, as it was asked for; without targets it is all but the excludes. */
export interface Part {
  readonly targets: readonly string[];
  readonly excludes: readonly string[];
}

/** Whether a plan has nothing to do. */
export function isEmptyPlan(plan: Plan): boolean {
  return plan.actions.every((action) => action.verb === 'keep');
}

/**
 * Whether carrying a plan out leaves no mark, not even in the ledger. Such a plan cannot be used up: it
 * does nothing however often it is carried out.
 */
export const hasNoEffect = (plan: Plan): boolean => isEmptyPlan(plan) && !plan.ledgerOutdated;
