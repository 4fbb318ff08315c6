/*
 * Plans volumes and networks. Both are made once and cannot change; a change makes them anew. Under
 * the same name the old one has to go first, which is decided before containers are planned and
 * turned into steps after, when it is known which steps end its uses.
 */
import {
  toJson,
  type Action,
  type Cause,
  type Change,
  type JsonValue,
  type ObservedByKind,
  type Operation,
  type Risk,
} from '../model/index.js';
import { changesBetween } from './changes.js';
import {
  addAction,
  addStep,
  addWishes,
  setReady,
  usageKey,
  vacatingSteps,
  type Draft,
} from './draft.js';
import { heldNamed, ledgerEntry, recordedSpec, type DesiredOf } from './facts.js';
import { recordLabels } from './labels.js';

type Named = 'volume' | 'network';
type DesiredNamed = DesiredOf<'volume'> | DesiredOf<'network'>;

/** What was decided of a volume or network before its steps can be written. */
export interface NamedDecision {
  readonly desired: DesiredNamed;
  readonly verb: 'create' | 'replace' | 'keep';
  readonly changes: readonly Change[];
  readonly current?: ObservedByKind[Named];
  readonly leftovers: readonly ObservedByKind[Named][];
}

const createStepId = (desired: DesiredNamed): string =>
  `${desired.resource.address} ${createOperation(desired).op}`;

function createOperation(
  desired: DesiredNamed,
): Pick<Extract<Operation, { op: 'create-volume' | 'create-network' }>, 'op'> {
  return { op: desired.kind === 'volume' ? 'create-volume' : 'create-network' };
}

/** Compares one volume or network, and tells containers when it is going to be made anew. */
export function decideNamed(draft: Draft, desired: DesiredNamed): NamedDecision {
  const { observation, verdict } = draft.input;
  const { address, spec, spans } = desired.resource;
  const { current, leftovers } = heldNamed(observation, desired.kind, address, spec.name);
  draft.resources[address] = { kind: desired.kind, name: spec.name, spec };
  // Whatever holds the wanted name goes, be it this object or one of another address.
  const replaces = (): void => {
    const holds = observation.objects.some(
      (object) => object.kind === desired.kind && object.name === spec.name,
    );
    if (holds) draft.remade.set(usageKey(desired.kind, spec.name), address);
  };
  if (!current) {
    replaces();
    setReady(draft, address, 'exists', createStepId(desired));
    return { desired, verb: 'create', changes: [], leftovers };
  }
  const before: JsonValue = toJson(current.completed);
  const after: JsonValue = toJson(desired.completed);
  const recorded = recordedSpec(current, observation);
  const changes = changesBetween(desired.kind, before, after, recorded, spans, verdict);
  if (changes.length === 0) return { desired, verb: 'keep', changes, current, leftovers };
  setReady(draft, address, 'exists', createStepId(desired));
  replaces();
  return { desired, verb: 'replace', changes, current, leftovers };
}

const dataRisk = (name: string): Risk => ({
  kind: 'destroys-data',
  text: `everything in volume ${name} is lost`,
});

function removalStep(
  draft: Draft,
  object: ObservedByKind[Named],
  detail: string,
  after: readonly (string | undefined)[] = [],
): string {
  const { kind, name, id } = object;
  return addStep(
    draft,
    object.address,
    { op: 'remove', target: { kind, name, id } },
    [...vacatingSteps(draft, kind, name), ...after],
    detail,
  );
}

/** Writes the steps of a decision; every container must have been planned. */
export function planNamed(draft: Draft, decision: NamedDecision): void {
  const { desired, verb, changes, current, leftovers } = decision;
  const { address, spec, span } = desired.resource;
  const { kind } = desired;
  const common: Pick<Action, 'address' | 'kind' | 'name' | 'span'> = {
    address,
    kind,
    name: spec.name,
    span,
  };
  for (const leftover of leftovers)
    planNamedRemoval(draft, leftover, 'left over under this address');
  if (verb === 'keep') {
    addAction(draft, { ...common, verb });
    return;
  }
  const steps: string[] = [];
  const sameName = current?.name === spec.name;
  if (current && sameName) steps.push(removalStep(draft, current, 'old'));
  const labels = recordLabels(draft, address, spec, spec.labels);
  const operation: Operation =
    desired.kind === 'volume'
      ? { op: 'create-volume', spec: desired.resource.spec, labels }
      : { op: 'create-network', spec: desired.resource.spec, labels };
  const create = addStep(draft, address, operation, steps);
  steps.push(create);
  if (current && !sameName) {
    const removal = removalStep(draft, current, 'old');
    addWishes(draft, removal, [create]);
    steps.push(removal);
  }
  addAction(draft, {
    ...common,
    verb,
    changes,
    causes: creationCauses(draft, decision),
    risks: current && kind === 'volume' ? [dataRisk(current.name)] : [],
    steps,
  });
}

function creationCauses(draft: Draft, { desired, verb }: NamedDecision): readonly Cause[] {
  if (verb !== 'create') return [];
  return ledgerEntry(draft.input.observation, desired.kind, desired.resource.address)
    ? [{ text: 'it was removed from the engine by hand' }]
    : [];
}

/** Plans the removal of a volume or network that is no longer wanted. */
export function planNamedRemoval(draft: Draft, object: ObservedByKind[Named], cause: string): void {
  const step = removalStep(draft, object, object.name);
  addAction(draft, {
    address: object.address,
    kind: object.kind,
    name: object.name,
    verb: 'delete',
    causes: [{ text: cause }],
    risks: object.kind === 'volume' ? [dataRisk(object.name)] : [],
    steps: [step],
  });
}
