/*
 * A plan while it is being made: steps and actions collected so far, and the two maps that order
 * them. `ready` says after which step a condition holds; `vacated` says after which steps an old
 * object is no longer used, so that it may go. Only the functions here write to a draft.
 */
import type {
  Action,
  Condition,
  Diagnostic,
  KeptImage,
  Kind,
  LedgerEntry,
  Observed,
  Operation,
  Recovery,
  Resource,
  Step,
} from '../model/index.js';
import type { PlanInput } from './facts.js';
import { previousBuilds } from './previous-builds.js';
import { secrecyOf, type Secrecy } from './secrecy.js';

/** One step had better wait for another, unless that would close a circle. */
export interface Wish {
  readonly step: string;
  readonly after: string;
}

/** How a container gets another life by a plan, which ends its namespaces. */
export interface Life {
  readonly kind: 'created' | 'replaced' | 'restarted';
  /** The name of a successor until its predecessor is gone. */
  readonly as?: string;
  /** The step that gives its own name free; absent where its predecessor goes before, or last. */
  readonly aside?: string;
  /** Whether its predecessor comes back when its successor fails. */
  readonly recovery?: Recovery;
  /** The steps that make the new one and prove it. */
  readonly made?: readonly string[];
}

export interface Draft {
  readonly input: PlanInput;
  /** What the files say, whether or not it is wanted in this plan. */
  readonly written: readonly Resource[];
  readonly steps: Step[];
  readonly wishes: Wish[];
  readonly actions: Action[];
  readonly recoveries: Recovery[];
  readonly diagnostics: Diagnostic[];
  readonly resources: Record<string, LedgerEntry>;
  /** Images that are there with the content that they are to have. */
  readonly keptImages: KeptImage[];
  readonly ready: Map<string, string>;
  readonly vacated: Map<string, string[]>;
  /** Names of networks and volumes that are removed and made again under the same name. */
  readonly remade: Map<string, string>;
  /** How containers get another life, by address. */
  readonly lives: Map<string, Life>;
  /** Names of volumes that are copied to get another name, with their addresses. */
  readonly copied: Map<string, string>;
  /** Ids of images by the names that they are given, and of those of registries by theirs. */
  readonly tagged: Map<string, string>;
  /** The steps that pull images of registries, by reference. */
  readonly pulled: Map<string, string>;
  /** Paths at which an object stays as it is beside what is ignored, by address. */
  readonly kept: Map<string, readonly string[]>;
  /** Why containers go on using what nothing else wants, by what that is. */
  readonly holders: Map<string, string>;
  /** The address that each object which moves had before. */
  readonly origins: ReadonlyMap<Observed, string>;
  /** What becomes the stack's by this plan. */
  readonly adopted: ReadonlySet<Observed>;
  /** What is let go of; it is no part of the observation any more. */
  readonly released: readonly Observed[];
  readonly secrecy: Secrecy;
  /** Builds of images that stay beside those that are wanted. */
  readonly previous: ReadonlySet<Observed>;
  /** What is there of the stack and is not chosen; it is no part of the observation either. */
  readonly apart: readonly Observed[];
  /** Addresses of what is made anew because somebody asks for it. */
  readonly anew: ReadonlySet<string>;
}

/** What was settled of objects before anything is compared. */
export type Standing = Pick<Draft, 'origins' | 'adopted' | 'released' | 'apart'>;

export function newDraft(
  input: PlanInput,
  written: readonly Resource[],
  standing: Standing,
  anew: ReadonlySet<string> = new Set(),
): Draft {
  return {
    ...standing,
    anew,
    input,
    written,
    steps: [],
    wishes: [],
    actions: [],
    recoveries: [],
    diagnostics: [],
    resources: {},
    keptImages: [],
    ready: new Map(),
    vacated: new Map(),
    remade: new Map(),
    lives: new Map(),
    copied: new Map(),
    tagged: new Map(
      input.desired.flatMap(({ registry = [] }) =>
        registry.flatMap(({ reference, id }) =>
          id === undefined ? [] : [[reference, id] as const],
        ),
      ),
    ),
    pulled: new Map(),
    kept: new Map(),
    holders: new Map(),
    previous: previousBuilds(input),
    secrecy: secrecyOf(
      input.desired.map(({ resource }) => resource),
      input.stack.id,
      input.fingerprint,
    ),
  };
}

/** Adds a step and gives its id. `detail` tells apart steps of one operation on one address. */
export function addStep(
  draft: Draft,
  address: string,
  operation: Operation,
  after: readonly (string | undefined)[],
  detail?: string,
): string {
  const id = [address, operation.op, ...(detail === undefined ? [] : [detail])].join(' ');
  const waits = [...new Set(after.filter((step) => step !== undefined))];
  draft.steps.push({ id, address, after: waits, ...operation });
  return id;
}

/** Wishes that a step waits for others. */
export function addWishes(
  draft: Draft,
  step: string,
  waits: readonly (string | undefined)[],
): void {
  for (const after of waits) if (after !== undefined) draft.wishes.push({ step, after });
}

const readyKey = (address: string, condition: Condition): string => `${address} ${condition}`;

/** Notes that a condition on an address holds once a step has succeeded. */
export function setReady(draft: Draft, address: string, condition: Condition, step: string): void {
  draft.ready.set(readyKey(address, condition), step);
}

/** The step after which a condition holds; `undefined` when it holds already. */
export function readyStep(draft: Draft, address: string, condition: Condition): string | undefined {
  return draft.ready.get(readyKey(address, condition));
}

export const usageKey = (kind: Kind, name: string): string => `${kind} ${name}`;

/** Notes that a step ends one use of an object. */
export function vacate(draft: Draft, kind: Kind, name: string, step: string): void {
  const key = usageKey(kind, name);
  draft.vacated.set(key, [...(draft.vacated.get(key) ?? []), step]);
}

/** The steps that must have ended the uses of an object before it can be removed. */
export function vacatingSteps(draft: Draft, kind: Kind, name: string): readonly string[] {
  return draft.vacated.get(usageKey(kind, name)) ?? [];
}

export function addAction(
  draft: Draft,
  action: Omit<Action, 'causes' | 'risks' | 'changes' | 'steps'> & Partial<Action>,
): void {
  draft.actions.push({ causes: [], risks: [], changes: [], steps: [], ...action });
}
