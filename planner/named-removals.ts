/*
 * Plans the removal of volumes and networks: of what is no longer wanted, and of what else stands under
 * an address. What somebody goes on using stays, and what holds data goes only with that as its risk.
 */
import type { ObservedNetwork, ObservedVolume, Risk, Target } from '../model/index.js';
import { areBothUnused, reasonForLeftover } from './copied.js';
import { addAction, addStep, vacatingSteps, type Draft } from './draft.js';
import type { DesiredOf } from './facts.js';
import { retainedBy } from './retained.js';
import { unrecordedRisks } from './unrecorded.js';

type ObservedNamed = ObservedVolume | ObservedNetwork;

/** What an address is to have, and what counts there. */
interface Standing {
  readonly desired: DesiredOf<'volume'> | DesiredOf<'network'>;
  readonly current?: ObservedNamed;
}

/** What is lost with a volume. */
export const dataRisk = (name: string): Risk => ({
  kind: 'destroys-data',
  text: `everything in volume ${name} is lost`,
});

/** Adds the step that removes a volume or network, once nobody uses it. */
export function removalStep(
  draft: Draft,
  object: ObservedNamed,
  detail: string,
  after: readonly (string | undefined)[] = [],
): string {
  const { kind, name, id, generation } = object;
  // What has no generation was not made by the stack.
  const target: Target = { kind, name, id, ...(generation === 0 ? { imported: true } : {}) };
  return addStep(
    draft,
    object.address,
    { op: 'remove', target },
    [...vacatingSteps(draft, kind, name), ...after],
    detail,
  );
}

/**
 * Plans the removal of what else stands under an address, which loses nothing where it was copied.
 * What has the wanted name goes whoever uses it: its users are replaced. Gives the steps.
 */
export function planLeftover(
  draft: Draft,
  leftover: ObservedNamed,
  { desired, current }: Standing,
): readonly string[] {
  const { address, kind, name } = leftover;
  const isInTheWay = name === desired.resource.spec.name;
  const stays = !isInTheWay && retainedBy(draft, leftover) !== undefined;
  const copied =
    leftover.kind === 'volume' && current?.kind === 'volume' && !stays
      ? reasonForLeftover(draft.input.observation, leftover, current)
      : undefined;
  if (copied === undefined) {
    const risks = unrecordedRisks(draft, leftover);
    return planNamedRemoval(draft, leftover, causeOf(draft, leftover, current), risks);
  }
  const steps = [removalStep(draft, leftover, name)];
  addAction(draft, { address, kind, name, verb: 'delete', causes: [{ text: copied }], steps });
  return steps;
}

function causeOf(
  { input: { observation } }: Draft,
  leftover: ObservedNamed,
  current: ObservedNamed | undefined,
): string {
  const isDoubtful =
    leftover.kind === 'volume' &&
    current?.kind === 'volume' &&
    areBothUnused(observation, leftover, current);
  if (!isDoubtful) return 'left over under this address';
  return `one of it and ${current.name} is a copy of the other, nobody uses either, and an apply was cut off: look which has the data`;
}

/** Plans the removal of a volume or network that is no longer wanted. Gives the steps. */
export function planNamedRemoval(
  draft: Draft,
  object: ObservedNamed,
  cause: string,
  risks: readonly Risk[] = [],
): readonly string[] {
  const { address, kind, name } = object;
  const retained = retainedBy(draft, object);
  if (retained) {
    addAction(draft, { address, kind, name, verb: 'keep', causes: [retained] });
    return [];
  }
  const steps = [removalStep(draft, object, name)];
  addAction(draft, {
    address,
    kind,
    name,
    verb: 'delete',
    causes: [{ text: cause }],
    risks: kind === 'volume' ? [dataRisk(name), ...risks] : risks,
    steps,
  });
  return steps;
}
