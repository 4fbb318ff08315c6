/*
 * What is not chosen, while a part of a stack is planned: it is no part of what is compared, nothing
 * is done to it, and what the ledger says of it stays. Where the part cannot be changed without it,
 * that is an error.
 */
import {
  movedText,
  type Diagnostic,
  type LedgerEntry,
  type Observation,
  type Observed,
  type Resource,
  type Step,
} from '../model/index.js';
import type { Draft } from './draft.js';
import type { Desired, DestroyInput, PlanInput } from './facts.js';
import { uses } from './kept.js';
import { observationWithout } from './left-alone.js';
import { objectsAt, resourceAt } from './look-up.js';
import type { Choice } from './scope.js';

type Subject = Pick<DestroyInput, 'statements' | 'observation'>;

/** An input without what is not chosen, and the objects that were left out. */
export function withoutApart<T extends Subject & { readonly choice?: Choice }>(
  input: T,
): { readonly chosen: T; readonly apart: readonly Observed[] } {
  const { choice, statements, observation } = input;
  if (!choice) return { chosen: input, apart: [] };
  const isChosen = ({ address }: { readonly address: string }): boolean =>
    choice.addresses.has(address);
  const chosen: T = {
    ...input,
    statements: {
      ...statements,
      moved: statements.moved.filter(({ to }) => choice.addresses.has(to)),
      imports: statements.imports.filter(({ to }) => choice.addresses.has(to)),
    },
    observation: observationWithout(observation, (object) => !isChosen(object)),
  };
  return { chosen, apart: observation.objects.filter((object) => !isChosen(object)) };
}

/** The resources that are chosen. */
export function chosenOf({ choice, desired }: PlanInput): readonly Desired[] {
  return choice
    ? desired.filter(({ resource }) => choice.addresses.has(resource.address))
    : desired;
}

/** Everything that is written: what is desired, and what is not chosen. */
export function writtenOf({ desired, choice }: PlanInput): readonly Resource[] {
  const chosen = desired.map(({ resource }) => resource);
  const others = choice?.written.filter(({ address }) => !choice.addresses.has(address)) ?? [];
  return [...chosen, ...others];
}

/** What the ledger is to say of everything that is not chosen. */
export function entriesApart(
  choice: Choice | undefined,
  observation: Observation,
): Readonly<Record<string, LedgerEntry>> {
  const { ledger } = observation;
  if (!choice || !ledger) return {};
  const kept: Record<string, LedgerEntry> = {};
  for (const [address, entry] of Object.entries(ledger.resources)) {
    if (!choice.addresses.has(address)) kept[address] = upToDate(address, entry, observation);
  }
  return kept;
}

/**
 * An apply that was cut off has made an object and not written so. As long as no later generation
 * says otherwise its label counts; the next generation is later, and has to say what the label says.
 */
export function upToDate(
  address: string,
  entry: LedgerEntry,
  { objects, ledger }: Observation,
): LedgerEntry {
  const made = objectsAt(objects, address)
    .filter(({ kind, generation }) => kind === entry.kind && generation >= (ledger?.number ?? 0))
    .sort((a, b) => b.generation - a.generation);
  const [newest] = made;
  if (!newest?.record) return entry;
  switch (newest.kind) {
    case 'container':
      return { ...entry, kind: 'container', name: newest.record.name, spec: newest.record };
    case 'volume':
      return { ...entry, kind: 'volume', name: newest.record.name, spec: newest.record };
    case 'network':
      return { ...entry, kind: 'network', name: newest.record.name, spec: newest.record };
    case 'image':
      return entry;
    default:
      return newest satisfies never;
  }
}

/** The `moved` statements that are carried out after this plan, as the ledger writes them. */
export function movedAfter(
  choice: Choice | undefined,
  { statements }: Pick<DestroyInput, 'statements'>,
  observation: Observation,
): readonly string[] {
  const before = choice ? (observation.ledger?.moved ?? []) : [];
  return [...new Set([...statements.moved.map(movedText), ...before])].sort();
}

/** Who of what is not chosen uses an object. */
export const userApart = ({ apart }: Draft, object: Observed): Observed | undefined =>
  apart.find((user) => uses(user, object));

/** Names that steps of the part give, and something that is not chosen has. */
export function checkApart(draft: Draft): readonly Diagnostic[] {
  const { apart, steps } = draft;
  return steps.flatMap((step): readonly Diagnostic[] => {
    const taken = nameTakenBy(step);
    const holder = apart.find(({ kind, name }) => kind !== 'image' && taken === `${kind} ${name}`);
    if (!holder) return [];
    const { address } = step;
    const why = `${holder.kind} ${holder.name} has it, and what is not chosen is left as it is.`;
    const summary = `${address} cannot have its name yet: it is the name of ${holder.address}`;
    return [outsidePart(draft, address, holder, { summary, why })];
  });
}

function nameTakenBy(step: Step): string | undefined {
  switch (step.op) {
    case 'create-container':
      return `container ${step.as ?? step.completed.name}`;
    case 'rename-container':
      return `container ${step.name}`;
    case 'create-network':
      return `network ${step.spec.name}`;
    case 'create-volume':
    case 'copy-volume':
      return `volume ${step.spec.name}`;
    default:
      return undefined;
  }
}

/** The part needs a change of something outside of it. */
export function outsidePart(
  { input, written }: Draft,
  address: string,
  holder: Observed,
  { summary, why }: { readonly summary: string; readonly why: string },
): Diagnostic {
  const span = resourceAt(written, address)?.span;
  const isTargeted = (input.choice?.part.targets.length ?? 0) > 0;
  const way = isTargeted
    ? `Choose it too: --target '${holder.address}'.`
    : `Do not exclude ${holder.address}, or exclude ${address} as well.`;
  return {
    code: 'outside-part',
    severity: 'error',
    summary,
    detail: `${why} ${way}`,
    ...(span ? { span } : {}),
  };
}
