/*
 * Plans volumes and networks. Both are made once and cannot change; a change makes them anew. Under
 * the same name the old one has to go first, which is decided before containers are planned and
 * turned into steps after, when it is known which steps end its uses.
 */
import {
  toJson,
  type Cause,
  type Change,
  type Diagnostic,
  type JsonValue,
  type ObservedByKind,
  type ObservedVolume,
  type Operation,
  type OperationOf,
} from '../model/index.js';
import { liveNamed } from './asked-subnet.js';
import { changesBetween } from './changes.js';
import { addAction, addStep, addWishes, setReady, usageKey, type Draft } from './draft.js';
import { appliedSpec, ledgerEntry, recordedSpec } from './applied.js';
import { heldNamed } from './held.js';
import type { DesiredOf } from './facts.js';
import { networkSpecOf, takeOverIgnored } from './ignore.js';
import { recordLabels, specRecord } from './labels.js';
import { withLayers } from './layers.js';
import { dataRisk, planLeftover, removalStep } from './named-removals.js';
import { originOfAction, settledVerb } from './origins.js';
import { askedCauses } from './replace.js';
import { checkRetained, retainedBy } from './retained.js';
import {
  copyStepId,
  planVolumeRename,
  wantsRename,
  whyNotCopied,
  type VolumeRename,
} from './volume-rename.js';

type Named = 'volume' | 'network';
type DesiredNamed = DesiredOf<'volume'> | DesiredOf<'network'>;

/** What was decided of a volume or network before its steps can be written. */
export interface NamedDecision {
  readonly desired: DesiredNamed;
  readonly verb: 'create' | 'replace' | 'rename' | 'keep';
  readonly changes: readonly Change[];
  readonly current?: ObservedByKind[Named];
  readonly leftovers: readonly ObservedByKind[Named][];
  /** Why a volume that is to have another name is made anew all the same. */
  readonly notCopied?: string;
}

const createStepId = (desired: DesiredNamed): string =>
  `${desired.resource.address} ${createOperation(desired).op}`;

function createOperation(
  desired: DesiredNamed,
): Pick<OperationOf<'create-volume' | 'create-network'>, 'op'> {
  return { op: desired.kind === 'volume' ? 'create-volume' : 'create-network' };
}

/** Compares one volume or network, and tells containers when it is going to be made anew. */
export function decideNamed(draft: Draft, desired: DesiredNamed): NamedDecision {
  const { observation, verdict } = draft.input;
  const { address, spec, spans } = desired.resource;
  const { current, leftovers } = heldNamed(observation, desired.kind, address, spec.name);
  draft.resources[address] =
    desired.kind === 'volume'
      ? { kind: desired.kind, name: spec.name, spec: desired.resource.spec }
      : { kind: desired.kind, name: spec.name, spec: desired.resource.spec };
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
  const after: JsonValue = toJson(completedBeside(desired, current));
  const before = liveNamed(current, after);
  const recorded = (): JsonValue | undefined => recordedSpec(current, observation, draft.secrecy);
  const applied = () => appliedSpec(current, observation);
  const changes = withLayers(
    changesBetween(desired.kind, before, after, recorded, spans, verdict),
    desired.resource,
    { applied },
  );
  if (changes.length === 0 && !draft.anew.has(address)) {
    return { desired, verb: 'keep', changes, current, leftovers };
  }
  const rename = renameOf({ desired, verb: 'rename', changes, current, leftovers });
  const isRename = rename !== undefined && wantsRename(draft, rename.desired, rename.current);
  const notCopied = isRename
    ? whyNotCopied(draft, rename.desired, rename.current, volumesOf(leftovers))
    : undefined;
  if (isRename && notCopied === undefined) {
    draft.copied.set(current.name, address);
    setReady(draft, address, 'exists', copyStepId(address));
    return { desired, verb: 'rename', changes, current, leftovers };
  }
  const from = draft.origins.get(current);
  if (from !== undefined && current.name !== spec.name) {
    draft.diagnostics.push(nameFixed(desired, from, current.name, notCopied));
  }
  setReady(draft, address, 'exists', createStepId(desired));
  replaces();
  const decision = { desired, verb: 'replace', changes, current, leftovers } as const;
  return notCopied === undefined ? decision : { ...decision, notCopied };
}

const volumesOf = (objects: readonly ObservedByKind[Named][]): readonly ObservedVolume[] =>
  objects.flatMap((object) => (object.kind === 'volume' ? [object] : []));

/** A decision as the rename of a volume; `undefined` where it is about a network. */
function renameOf({
  desired,
  changes,
  current,
  leftovers,
}: NamedDecision): VolumeRename | undefined {
  if (desired.kind !== 'volume' || current?.kind !== 'volume') return undefined;
  const { name } = desired.resource.spec;
  const left = volumesOf(leftovers).find((one) => one.name === name);
  return { desired, current, changes, left };
}

/** The definition with what the living object has where changes are ignored. */
function completedBeside(
  { resource, completed }: DesiredNamed,
  { completed: live }: ObservedByKind[Named],
): object {
  return takeOverIgnored<object>(completed, live, resource.lifecycle.ignoreChanges);
}

/** A move is to change nothing, and these cannot be renamed. */
function nameFixed(
  { kind, resource }: DesiredNamed,
  from: string,
  name: string,
  notCopied: string | undefined,
): Diagnostic {
  const { address, spec, span } = resource;
  const why = notCopied ?? `no engine renames a ${kind}`;
  return {
    code: 'name-fixed',
    severity: 'error',
    summary: `${kind} ${name} cannot be renamed to ${spec.name}`,
    detail:
      `${from} moves to ${address}, whose name would be ${spec.name}, and ${why}. ` +
      `Write \`name: ${JSON.stringify(name)}\` in ${address}, so that it stays what it is.`,
    span,
  };
}

/** Writes the steps of a decision; every container must have been planned. */
export function planNamed(draft: Draft, decision: NamedDecision): void {
  const { desired, verb, changes, current, leftovers } = decision;
  const { address, spec, span } = desired.resource;
  const { kind } = desired;
  const origin = current ? originOfAction(draft, current) : {};
  const common = { address, kind, name: spec.name, span, ...origin };
  const rename = verb === 'rename' ? renameOf(decision) : undefined;
  const cleared: string[] = [];
  for (const leftover of leftovers) {
    if (leftover === rename?.left) continue;
    const removed = planLeftover(draft, leftover, decision);
    // One that was copied to the current one may have the name that is wanted again.
    if (leftover.name === spec.name) cleared.push(...removed);
  }
  if (verb === 'rename') {
    if (!rename) throw new Error(`${address} is renamed without a volume`);
    planVolumeRename(draft, rename, (volume, after) =>
      removalStep(draft, volume, volume === rename.current ? 'old' : volume.name, [after]),
    );
    return;
  }
  if (verb === 'keep') {
    addAction(draft, { ...common, verb: settledVerb(verb, changes, common) });
    return;
  }
  const steps: string[] = [];
  const sameName = current?.name === spec.name;
  const holder = draft.input.observation.objects.find(
    (object) => object.kind === kind && object.name === spec.name,
  );
  if (holder) draft.diagnostics.push(...checkRetained(draft, address, holder));
  if (current && sameName) {
    steps.push(removalStep(draft, current, 'old'));
  }
  const create = addStep(draft, address, creation(draft, decision), [...steps, ...cleared]);
  steps.push(create);
  const retained = current && !sameName ? retainedBy(draft, current) : undefined;
  if (current && retained) {
    addAction(draft, { address, kind, name: current.name, verb: 'keep', causes: [retained] });
  } else if (current && !sameName) {
    const removal = removalStep(draft, current, 'old');
    addWishes(draft, removal, [create]);
    steps.push(removal);
  }
  addAction(draft, {
    ...common,
    verb,
    changes,
    causes: creationCauses(draft, decision),
    risks: current && kind === 'volume' && !retained ? [dataRisk(current.name)] : [],
    steps,
  });
}

/** Makes it, with what the old one has where changes are ignored. */
function creation(draft: Draft, { desired, current }: NamedDecision): Operation {
  const { resource } = desired;
  const { address, spec, lifecycle } = resource;
  const record = specRecord(draft, desired.kind, address, spec);
  const labels = recordLabels(draft, address, record, spec.labels);
  if (desired.kind === 'volume') {
    return { op: 'create-volume', spec: desired.resource.spec, labels };
  }
  const ignores = lifecycle.ignoreChanges.length > 0 && current?.kind === 'network';
  const completed = ignores
    ? takeOverIgnored(desired.completed, current.completed, lifecycle.ignoreChanges)
    : undefined;
  return {
    op: 'create-network',
    spec: completed ? networkSpecOf(completed) : desired.resource.spec,
    labels,
  };
}

function creationCauses(
  draft: Draft,
  { desired, verb, notCopied }: NamedDecision,
): readonly Cause[] {
  if (notCopied !== undefined) return [{ text: notCopied }];
  if (verb !== 'create') return askedCauses(draft, desired.resource.address);
  return ledgerEntry(draft.input.observation, desired.kind, desired.resource.address)
    ? [{ text: 'it was removed from the engine by hand' }]
    : [];
}
