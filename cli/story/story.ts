/*
 * The story of one resource, as data: where it is written, what was recorded, what is there, what
 * differs, what would happen and why, and what hangs together with it. Put together from what others
 * have found out; nothing is decided here.
 */
import type {
  Action,
  Change,
  Dependency,
  Generation,
  HealthState,
  JsonValue,
  Kind,
  Observation,
  Observed,
  Plan,
  Resource,
  Risk,
  RunState,
  Span,
  Verb,
} from '../../model/index.js';
import type { Drift } from '../../planner/index.js';

export interface StoryObject {
  readonly id: string;
  readonly name: string;
  /** The generation that made it; 0 when its labels do not say. */
  readonly generation: number;
  readonly state?: RunState;
  readonly exitCode?: number;
  readonly health?: HealthState;
  /** Addresses by network name, of a running container. */
  readonly addresses?: Readonly<Record<string, string>>;
}

/** One differing attribute with what each of the three says; absent where it says nothing. */
export interface StoryAttribute {
  readonly change: Change;
  readonly files?: JsonValue;
  readonly recorded?: JsonValue;
  readonly engine?: JsonValue;
}

export interface StoryCause {
  readonly text: string;
  readonly address?: string;
  readonly because: readonly StoryCause[];
}

export interface StoryAction {
  readonly action: Action;
  readonly attributes: readonly StoryAttribute[];
  readonly causes: readonly StoryCause[];
  readonly risks: readonly Risk[];
}

export interface StoryLink {
  readonly address: string;
  readonly condition: Dependency['condition'];
  readonly via: string;
  /** What the plan does with it, where there is a plan. */
  readonly verb?: Verb;
}

export interface Story {
  readonly address: string;
  readonly kind: Kind;
  readonly written?: Span;
  /** The newest generation, where the ledger knows the resource. */
  readonly recorded?: Pick<Generation, 'number' | 'time' | 'author' | 'commit'>;
  readonly objects: readonly StoryObject[];
  readonly drift: readonly Drift[];
  /** Absent where no plan can be made. */
  readonly actions?: readonly StoryAction[];
  readonly dependsOn: readonly StoryLink[];
  readonly dependents: readonly StoryLink[];
}

/** What a story is put together from; secrets must have been covered. */
export interface StorySources {
  readonly resources: readonly Resource[];
  readonly observation: Observation;
  readonly drifts: readonly Drift[];
  readonly plan: Plan | undefined;
}

/** Every address that files, ledger or engine know, each once. */
export function knownAddresses({ resources, observation }: StorySources): readonly string[] {
  return [
    ...new Set([
      ...resources.map(({ address }) => address),
      ...observation.objects.map(({ address }) => address),
      ...Object.keys(observation.ledger?.resources ?? {}),
    ]),
  ].sort();
}

/** The story of the resource at an address that is known. */
export function tellStory(address: string, kind: Kind, sources: StorySources): Story {
  const { resources, observation, drifts, plan } = sources;
  const { ledger, objects } = observation;
  const resource = resources.find((one) => one.address === address);
  const own = plan?.actions.filter((one) => one.address === address || one.from === address);
  const verbOf = (other: string): Pick<StoryLink, 'verb'> => {
    const verb = plan?.actions.find((one) => one.address === other)?.verb;
    return verb === undefined ? {} : { verb };
  };
  return {
    address,
    kind,
    ...(resource && { written: resource.span }),
    ...(ledger?.resources[address] && { recorded: headOf(ledger) }),
    objects: objects.filter((one) => one.address === address).map(objectOf),
    drift: drifts.filter((one) => one.address === address),
    ...(plan && own && { actions: own.map((action) => actionOf(action, plan, sources)) }),
    dependsOn: (resource?.dependsOn ?? []).map(({ address: to, condition, via }) => ({
      address: to,
      condition,
      via,
      ...verbOf(to),
    })),
    dependents: resources.flatMap((other) =>
      other.dependsOn
        .filter((dependency) => dependency.address === address)
        .map(({ condition, via }) => ({
          address: other.address,
          condition,
          via,
          ...verbOf(other.address),
        })),
    ),
  };
}

const headOf = ({ number, time, author, commit }: Generation) => ({
  number,
  time,
  author,
  ...(commit !== undefined && { commit }),
});

function objectOf(object: Observed): StoryObject {
  const { id, name, generation } = object;
  if (object.kind !== 'container') return { id, name, generation };
  const { state, exitCode, health, addresses } = object.status;
  return {
    id,
    name,
    generation,
    state,
    ...(exitCode !== undefined && { exitCode }),
    ...(health !== undefined && { health }),
    ...(Object.keys(addresses).length > 0 && { addresses }),
  };
}

function actionOf(action: Action, plan: Plan, sources: StorySources): StoryAction {
  return {
    action,
    attributes: action.changes.map((change) => attributeOf(action, change, sources)),
    causes: causesOf(action, plan, new Set([action.address])),
    risks: action.risks,
  };
}

/** What was recorded follows from whose the difference is; of one that both made, drift has it. */
function attributeOf(
  { address, from = address }: Action,
  change: Change,
  { observation, drifts }: StorySources,
): StoryAttribute {
  const { before, after, origin, path } = change;
  const isRecorded =
    observation.ledger?.resources[from] !== undefined ||
    observation.objects.some((object) => object.address === address && object.record !== null);
  const recorded =
    origin === 'you'
      ? isRecorded
        ? before
        : undefined
      : origin === 'drift'
        ? after
        : drifts
            .filter((drift) => drift.address === address)
            .flatMap(({ changes }) => changes)
            .find((one) => one.path === path)?.recorded;
  return {
    change,
    ...(after !== undefined && { files: after }),
    ...(recorded !== undefined && { recorded }),
    ...(before !== undefined && { engine: before }),
  };
}

/** Causes with the causes that other resources have for them. */
function causesOf(action: Action, plan: Plan, seen: ReadonlySet<string>): readonly StoryCause[] {
  return action.causes.map(({ text, address }) => {
    const source =
      address === undefined || seen.has(address)
        ? undefined
        : plan.actions.find((other) => other.address === address && other.verb !== 'delete');
    const because = source ? causesOf(source, plan, new Set([...seen, source.address])) : [];
    return { text, ...(address !== undefined && { address }), because };
  });
}
