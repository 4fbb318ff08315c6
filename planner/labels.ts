/*
 * The labels an object carries from birth: the user's, and the record by which it is known again.
 */
import {
  canonicalJson,
  ownLabels,
  recordToJson,
  toJson,
  type Kind,
  type MountContents,
  type Observation,
  type Observed,
  type SpecByKind,
} from '../model/index.js';
import type { Draft } from './draft.js';
import { resourceAt } from './look-up.js';
import { sealedSpec } from './secrecy.js';

/**
 * The generation that the plan in the making will be: later than the ledger's, and than all objects,
 * since a ledger may be lost, and an apply that was cut off has made objects and written none.
 */
export function nextGeneration({ input, released, apart }: Draft): number {
  const { objects, ledger } = input.observation;
  return Math.max(newest(objects), newest(released), newest(apart), ledger?.number ?? 0) + 1;
}

/** The generation after everything that is observed. */
export const generationAfter = ({ objects, ledger }: Observation): number =>
  Math.max(newest(objects), ledger?.number ?? 0) + 1;

const known = new WeakMap<readonly Observed[], number>();

/** The newest generation that made one of them; every record asks for it. */
function newest(objects: readonly Observed[]): number {
  const found =
    known.get(objects) ?? objects.reduce((most, one) => Math.max(most, one.generation), 0);
  known.set(objects, found);
  return found;
}

/** The label that says what was behind the mounts of a container. */
export const contentLabel = (
  content: MountContents | undefined,
): Readonly<Record<string, string>> =>
  content ? { [ownLabels.content]: canonicalJson(toJson(content)) } : {};

/**
 * All labels for an object of an address, made from `record`, whose secrets are sealed.
 * @param generation the one that made it, where that is not this plan's; none made what others did
 */
export function recordLabels(
  draft: Draft,
  address: string,
  record: object,
  labels: Readonly<Record<string, string>> = {},
  generation = 0,
): Readonly<Record<string, string>> {
  return {
    ...labels,
    [ownLabels.stack]: draft.input.stack.name,
    [ownLabels.stackId]: draft.input.stack.id,
    [ownLabels.address]: address,
    [ownLabels.spec]: canonicalJson(recordToJson(toJson(record))),
    [ownLabels.generation]: String(generation === 0 ? nextGeneration(draft) : generation),
  };
}

/** The specification of an address as its object’s label has it. */
export function specRecord<K extends Kind>(
  { input, written, secrecy }: Draft,
  kind: K,
  address: string,
  spec: SpecByKind[K],
): SpecByKind[K] {
  const resource = resourceAt(written, address);
  return sealedSpec(kind, spec, resource?.secrets, input.stack.id, secrecy);
}
