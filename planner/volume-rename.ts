/*
 * Renames a volume. No engine can, so it is copied: its users are stopped, the copy is made under the
 * new name and verified, the users come back on it, and only when they are proven does the old one
 * go. A failure at any point leaves the old one as it is, with its users back on it.
 */
import {
  compareAddresses,
  ownLabels,
  type Change,
  type CompletedContainer,
  type Diagnostic,
  type Observation,
  type ObservedContainer,
  type ObservedVolume,
} from '../model/index.js';
import { reasonForLeftover } from './copied.js';
import { addAction, addStep, vacatingSteps, type Draft } from './draft.js';
import { isUp } from './held.js';
import type { Desired, DesiredOf } from './facts.js';
import { uses } from './kept.js';
import { recordLabels, specRecord } from './labels.js';
import { originOfAction, settledVerb } from './origins.js';
import { retainedBy } from './retained.js';

/** A volume that is to have another name. */
export interface VolumeRename {
  readonly desired: DesiredOf<'volume'>;
  readonly current: ObservedVolume;
  readonly changes: readonly Change[];
  /** What an earlier rename has left under the new name. */
  readonly left: ObservedVolume | undefined;
}

export const copyStepId = (address: string): string => `${address} copy-volume`;

/** Whether a volume of the stack is to have another name, and nothing else has to become of it. */
export const wantsRename = (
  { adopted, anew }: Draft,
  { resource: { address, spec } }: DesiredOf<'volume'>,
  current: ObservedVolume,
): boolean => current.name !== spec.name && !adopted.has(current) && !anew.has(address);

/**
 * Why a volume cannot get its new name by a copy, and how it could; `undefined` where it can. The
 * engine has to be able to copy, which it says of a change of the name. Nothing
 * else may have that name, but what an earlier rename has left; nothing else may be to have the old
 * one, for which that would have to go early; and no more than one container may use either, since of
 * several one could come back to the old volume, another not.
 * @param leftovers what else stands at the address
 */
export function whyNotCopied(
  { input: { observation, desired, verdict } }: Draft,
  { resource: { address, spec } }: DesiredOf<'volume'>,
  current: ObservedVolume,
  leftovers: readonly ObservedVolume[],
): string | undefined {
  const name = { path: 'name', before: current.name, after: spec.name };
  const judged = verdict('volume', name);
  if (judged.effect === 'replace' && judged.reason !== undefined) {
    return `its content is not copied, as ${judged.reason}`;
  }
  const holder = observation.objects.find(
    ({ kind, name }) => kind === 'volume' && name === spec.name,
  );
  const isLeft = leftovers.some(
    (one) => one === holder && reasonForLeftover(observation, one, current) !== undefined,
  );
  if (holder && !isLeft) {
    const whose = holder.address === address ? 'another volume of that address' : holder.address;
    return `its content is not copied, as ${whose} still has the name ${spec.name}: let that go first, in an apply of its own`;
  }
  const wants = desired.find(
    (other) => other.kind === 'volume' && other.resource.spec.name === current.name,
  );
  if (wants) {
    return `its content is not copied, as ${wants.resource.address} is to have the name ${current.name}: do that later, in an apply of its own`;
  }
  const users = usersOf(observation, desired, [current.name, spec.name]);
  if (users.length <= 1) return undefined;
  return `its content is not copied, as ${users.join(' and ')} use it: let one alone mount it first, in an apply of its own`;
}

/** Addresses of containers that use a volume of one of the names, or are to. */
function usersOf(
  { objects }: Observation,
  desired: readonly Desired[],
  names: readonly string[],
): readonly string[] {
  const mountsOne = ({ mounts }: CompletedContainer): boolean =>
    Object.values(mounts).some(({ type, source }) => type === 'volume' && names.includes(source));
  const wanted = new Set(desired.map(({ resource }) => resource.address));
  // One that goes does not come back to a volume.
  const now = objects.flatMap((object) =>
    object.kind === 'container' && wanted.has(object.address) && mountsOne(object.completed)
      ? [object.address]
      : [],
  );
  const then = desired.flatMap((one) =>
    one.kind === 'container' && mountsOne(one.completed) ? [one.resource.address] : [],
  );
  return [...new Set([...now, ...then])].sort(compareAddresses);
}

/** Volumes of a container that are copied, for which nobody may write to them. */
export const copiedVolumes = (
  { copied }: Draft,
  { completed }: ObservedContainer,
): readonly string[] =>
  Object.values(completed.mounts).flatMap(({ type, source }) =>
    type === 'volume' && copied.has(source) ? [source] : [],
  );

/** Steps that end the uses of a volume by what runs now. */
function stops({ input, steps }: Draft, volume: ObservedVolume): readonly string[] {
  const users = new Set(
    input.observation.objects.flatMap((object) =>
      object.kind === 'container' && uses(object, volume) && isUp(object.status) ? [object.id] : [],
    ),
  );
  return steps.flatMap((step) =>
    step.op === 'stop-container' && users.has(step.target.id ?? '') ? [step.id] : [],
  );
}

/** Whether a step comes after another, which need not be planned yet. */
function waitsFor({ steps }: Draft, step: string, other: string): boolean {
  const known = new Map(steps.map(({ id, after }) => [id, after]));
  const seen = new Set<string>();
  const todo = [step];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (id === other) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    todo.push(...(known.get(id) ?? []));
  }
  return false;
}

function inUse({ resource }: DesiredOf<'volume'>, name: string, reason: string): Diagnostic {
  return {
    code: 'in-use-by-others',
    severity: 'error',
    summary: `${resource.address} cannot get another name: volume ${name} is in use`,
    detail:
      `It would be copied to ${resource.spec.name} while nobody writes to it, but ${reason}. ` +
      `Let that container go, or write \`name: ${JSON.stringify(name)}\`.`,
    span: resource.spans['name'] ?? resource.span,
  };
}

/**
 * Writes the steps of a rename; every container must have been planned.
 * @param removal gives the step that removes a volume after another step
 */
export function planVolumeRename(
  draft: Draft,
  { desired, current, changes, left }: VolumeRename,
  removal: (volume: ObservedVolume, after?: string) => string,
): void {
  const { address, spec, span } = desired.resource;
  for (const volume of left ? [current, left] : [current]) {
    const reason = retainedBy(draft, volume)?.text;
    if (reason !== undefined) draft.diagnostics.push(inUse(desired, volume.name, reason));
  }
  // A copy cut short is copied over; the original of an earlier copy has to go first.
  const isOver = left === undefined || left.copiedFrom === current.name;
  const cleared = isOver ? [] : [removal(left)];
  // Either way nobody may use it then, not even a container that stands still.
  const freed = left
    ? vacatingSteps(draft, 'volume', left.name).filter(
        (step) => !waitsFor(draft, step, copyStepId(address)),
      )
    : [];
  const record = specRecord(draft, 'volume', address, spec);
  const labels = recordLabels(draft, address, record, spec.labels);
  const { name, id } = current;
  const copy = addStep(
    draft,
    address,
    {
      op: 'copy-volume',
      from: { kind: 'volume', name, id },
      spec,
      labels: { ...labels, [ownLabels.copiedFrom]: name },
    },
    [...cleared, ...freed, ...stops(draft, current)],
  );
  const common = { address, kind: 'volume', name: spec.name, span } as const;
  const origin = originOfAction(draft, current);
  addAction(draft, {
    ...common,
    ...origin,
    verb: settledVerb('update', changes, origin),
    changes: changes.map((change) => ({ ...change, effect: 'in-place' })),
    causes: [{ text: `its content is copied from ${name} and verified, then ${name} is removed` }],
    steps: [...cleared, copy, removal(current, copy)],
  });
}
