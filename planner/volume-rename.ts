/*
 * Renames a volume. No engine can, so it is copied: its users are stopped and put aside, the copy is made
 * under the new name and verified, the users come back on it, and only when they are proven does the old
 * one go. A failure before anything has run on the copy leaves the old one as it is, with its users back
 * on it. In which order several users come back is in switch-users.ts, and which volumes go by way of
 * another name in rename-ways.ts.
 */
import {
  ownLabels,
  type Change,
  type Diagnostic,
  type ObservedContainer,
  type ObservedVolume,
  type OperationOf,
} from '../model/index.js';
import { addAction, addStep, vacatingSteps, type Draft } from './draft.js';
import type { DesiredOf } from './facts.js';
import { uses } from './kept.js';
import { recordLabels, specRecord } from './labels.js';
import { objectsNamed } from './look-up.js';
import { originOfAction, settledVerb } from './origins.js';
import { comingUsers, type Names } from './rename-users.js';
import { checkRetained, retainedBy } from './retained.js';

/** A volume that is to have another name. */
export interface VolumeRename {
  readonly desired: DesiredOf<'volume'>;
  readonly current: ObservedVolume;
  readonly changes: readonly Change[];
  /** The name of the copy: the one that it is to have, or one on the way to that. */
  readonly to: string;
  /** What an earlier rename has left under that name. */
  readonly left: ObservedVolume | undefined;
}

export const copyStepId = (address: string): string => `${address} copy-volume`;

/** Volumes of a container that are copied, for which nobody may write to them. */
export const copiedVolumes = (
  { copied }: Draft,
  { completed }: ObservedContainer,
): readonly string[] =>
  Object.values(completed.mounts).flatMap(({ type, source }) =>
    type === 'volume' && copied.has(source) ? [source] : [],
  );

/** Steps that end the uses of a volume by what is there, and put it aside. */
function endings({ input, steps }: Draft, volume: ObservedVolume): readonly string[] {
  const users = new Set(
    input.observation.objects.flatMap((object) =>
      object.kind === 'container' && uses(object, volume) ? [object.id] : [],
    ),
  );
  return steps.flatMap((step) =>
    (step.op === 'stop-container' || step.op === 'rename-container') &&
    users.has(step.target.id ?? '')
      ? [step.id]
      : [],
  );
}

/** Whether a step comes after another, which need not be planned yet. */
export function waitsFor({ steps }: Pick<Draft, 'steps'>, step: string, other: string): boolean {
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
  { desired, current, changes, to, left }: VolumeRename,
  removal: (volume: ObservedVolume, after?: string) => string,
): void {
  const { address, spec, span } = desired.resource;
  for (const volume of left ? [current, left] : [current]) {
    const reason = retainedBy(draft, volume)?.text;
    if (reason !== undefined) draft.diagnostics.push(inUse(desired, volume.name, reason));
  }
  for (const holder of objectsNamed(draft.input.observation.objects, spec.name)) {
    if (holder.kind !== 'volume' || holder.address === address) continue;
    draft.diagnostics.push(...checkRetained(draft, address, holder));
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
  const { name, id } = current;
  const copy = addStep(
    draft,
    address,
    {
      op: 'copy-volume',
      from: { kind: 'volume', name, id },
      ...copyAs(draft, desired, { from: name, to }),
    },
    [...cleared, ...freed, ...endings(draft, current)],
  );
  const common = { address, kind: 'volume', name: spec.name, span } as const;
  const origin = originOfAction(draft, current);
  const way = to === spec.name ? '' : ` by way of ${to}`;
  addAction(draft, {
    ...common,
    ...origin,
    verb: settledVerb('update', changes, origin),
    changes: changes.map((change) => ({ ...change, effect: 'in-place' })),
    causes: [
      { text: `its content is copied from ${name}${way} and verified, then ${name} is removed` },
    ],
    steps: [...cleared, copy, removal(current, copy)],
  });
}

/** What a copy of a volume is made as. */
export function copyAs(
  draft: Draft,
  { resource: { address, spec } }: DesiredOf<'volume'>,
  { from, to }: Names,
): Pick<OperationOf<'copy-volume'>, 'spec' | 'labels'> {
  const named = { ...spec, name: to };
  const record = specRecord(draft, 'volume', address, named);
  const labels = recordLabels(draft, address, record, spec.labels);
  const isIdle = comingUsers(draft.input, spec.name).length === 0;
  const idle = isIdle ? { [ownLabels.copiedIdle]: 'true' } : {};
  return { spec: named, labels: { ...labels, [ownLabels.copiedFrom]: from, ...idle } };
}
