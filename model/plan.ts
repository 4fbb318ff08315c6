/*
 * A plan: actions for people to read, and the graph of steps that apply walks without deciding
 * again. A step is one idempotent thing done to the engine; everything it needs is in it.
 */
import type { Kind } from './address.js';
import type { CompletedContainer, CompletedEndpoint, CompletedImage } from './completed.js';
import type { Diagnostic } from './diagnostic.js';
import type { JsonValue } from './json.js';
import type { ImageSpec, NetworkSpec, VolumeSpec } from './schemas/index.js';
import type { LedgerEntry } from './record.js';
import type { Span } from './span.js';

export type Verb =
  'create' | 'build' | 'update' | 'replace' | 'start' | 'stop' | 'run' | 'delete' | 'keep';

/** Who made a difference: `you` by the files, `drift` on the engine, or both. */
export type Origin = 'you' | 'drift' | 'both';

/** One differing attribute. `before` is live, `after` is wanted; `undefined` means absent. */
export interface Change {
  /** Path such as `memory`, `env.DB_HOST` or `ports["0.0.0.0:80/tcp"]`. */
  readonly path: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  readonly origin: Origin;
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
  'destroys-data' | 'interrupts-service' | 'exposes-every-interface' | 'runs-unconfined';

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
  /** Ids of the steps that carry it out, in order. */
  readonly steps: readonly string[];
}

/** An object a step works on: by id where one is known when planning, else by name. */
export interface Target {
  readonly kind: Kind;
  readonly name: string;
  readonly id?: string;
  /** With a name alone: whose it has to be. What is somebody else's counts as not there. */
  readonly owner?: { readonly stackId: string; readonly address: string };
}

/** The limits and policy that can change on a living container; null lifts a limit. */
export interface LiveSettings {
  readonly memory?: number | null;
  readonly cpus?: number | null;
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
    }
  | {
      readonly op: 'create-volume';
      readonly spec: VolumeSpec;
      readonly labels: Readonly<Record<string, string>>;
    }
  | {
      readonly op: 'create-network';
      readonly spec: NetworkSpec;
      readonly labels: Readonly<Record<string, string>>;
    }
  | {
      readonly op: 'create-container';
      readonly completed: CompletedContainer;
      /** All labels: the user's, and the record. */
      readonly labels: Readonly<Record<string, string>>;
    }
  | { readonly op: 'update-container'; readonly target: Target; readonly settings: LiveSettings }
  | {
      readonly op: 'connect-network';
      readonly target: Target;
      readonly network: string;
      readonly endpoint: CompletedEndpoint;
    }
  | { readonly op: 'disconnect-network'; readonly target: Target; readonly network: string }
  | { readonly op: 'start-container'; readonly target: Target }
  | { readonly op: 'stop-container'; readonly target: Target }
  | { readonly op: 'rename-container'; readonly target: Target; readonly name: string }
  | {
      readonly op: 'await-container';
      readonly target: Target;
      /** `running` means still running a moment after the start. */
      readonly until: 'running' | 'healthy' | 'completed';
    }
  | { readonly op: 'remove'; readonly target: Target };

export type OperationName = Operation['op'];

export interface StepBase {
  /** Unique in the plan, stable for equal inputs. */
  readonly id: string;
  readonly address: string;
  /** Ids of steps that must have succeeded. */
  readonly after: readonly string[];
}
export type Step = StepBase & Operation;

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
}

export interface PlannedOutput {
  readonly name: string;
  readonly value: JsonValue;
  readonly description?: string;
}

export interface Plan {
  readonly stack: { readonly name: string; readonly id: string };
  /** The generation that this plan makes. */
  readonly generation: number;
  readonly actions: readonly Action[];
  readonly steps: readonly Step[];
  readonly recoveries: readonly Recovery[];
  /** What the ledger will hold once every step has succeeded. */
  readonly resources: Readonly<Record<string, LedgerEntry>>;
  /** Whether the ledger has to be written although there is nothing else to do. */
  readonly ledgerOutdated: boolean;
  readonly outputs: readonly PlannedOutput[];
  readonly warnings: readonly Diagnostic[];
}

/** Whether a plan has nothing to do. */
export function isEmptyPlan(plan: Plan): boolean {
  return plan.actions.every((action) => action.verb === 'keep');
}
