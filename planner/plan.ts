/*
 * The planner: desired, recorded and observed in, plan out. Pure; the same input gives the same
 * plan, byte for byte. It knows no engine: what an engine can change in place is asked of `verdict`.
 */
import {
  equalJson,
  hasErrors,
  kinds,
  sortByAddress,
  toJson,
  type Action,
  type Checked,
  type Diagnostic,
  type LedgerEntry,
  type Observation,
  type Observed,
  type ObservedImage,
  type Plan,
  type Risk,
} from '../model/index.js';
import { adopt } from './adopt.js';
import {
  checkApart,
  entriesApart,
  movedAfter,
  withoutApart,
  chosenOf,
  writtenOf,
} from './apart.js';
import { checkIdentity, checkNames, checkProtection } from './checks.js';
import { claimsDiffer, claimsOf } from './claims.js';
import { checkDeletions, noLongerWritten } from './deletions.js';
import { newDraft, type Draft, type Standing } from './draft.js';
import type { Desired, DesiredOf, DestroyInput, PlanInput } from './facts.js';
import { fileAttributes, ignoresFiles } from './files.js';
import { orderByWishes } from './hand-over.js';
import { checkIgnored } from './ignore.js';
import { checkTags } from './image-tags.js';
import { keptOnDestroy } from './kept.js';
import { nextGeneration } from './labels.js';
import { recoverNetworks } from './network-recovery.js';
import { letGo, planForgetting } from './let-go.js';
import { breakNameCircles } from './name-circles.js';
import { resourceAt } from './look-up.js';
import { sortByDependencies } from './order.js';
import { planContainerRemoval } from './plan-container-removal.js';
import { planContainer } from './plan-containers.js';
import { heldBy, planImage, planImageRemovals } from './plan-images.js';
import { planNamedRemoval } from './named-removals.js';
import { decideNamed, planNamed } from './plan-named.js';
import { recordedDependencies } from './recorded.js';
import { relocate } from './relocate.js';
import { removedUsers } from './removed-users.js';
import { askedAnew } from './replace.js';
import { sealedEntry } from './secrecy.js';
import { orderSharers } from './share-order.js';
import { unrecordedRisks } from './unrecorded.js';

/** Plans to make the engine what the files say. */
export function planApply(whole: PlanInput): Checked<Plan> {
  const { chosen: given, apart } = withoutApart({ ...whole, desired: chosenOf(whole) });
  const resources = writtenOf(given);
  const keys = new Map(
    given.desired.flatMap((one) =>
      one.kind === 'image' ? [[one.resource.address, one.completed.key] as const] : [],
    ),
  );
  const found = settle({ ...given, resources }, keys, apart);
  const input: PlanInput = { ...given, observation: found.observation };
  const subject: DestroyInput = { ...input, resources };
  const asked = askedAnew(given, resources);
  const impossible = [
    ...checkIdentity(subject),
    ...checkNames(input, found.adopted),
    ...checkTags(input),
    ...asked.diagnostics,
    ...checkIgnored(given.desired.map(({ resource }) => resource)),
    ...found.diagnostics,
  ];
  if (impossible.length > 0) return { diagnostics: impossible };
  const draft = newDraft(input, resources, found, asked.anew);
  const { absence = noLongerWritten } = given;
  const desired = sortByDependencies(
    sortByAddress(input.desired.map((one) => ({ one, address: one.resource.address }))).map(
      ({ one }) => one,
    ),
    ({ resource }) => resource.address,
    ({ resource }) =>
      resource.dependsOn
        .filter(({ condition }) => condition !== 'named')
        .map(({ address }) => address),
  );
  for (const one of desired) if (one.kind === 'image') planImage(draft, one);
  const decisions = desired.filter(isNamed).map((one) => decideNamed(draft, one));
  const written = new Set(desired.map(({ resource }) => resource.address));
  const orphans = input.observation.objects.filter(({ address }) => !written.has(address));
  for (const one of desired) if (one.kind === 'container') planContainer(draft, one);
  planContainerOrphans(draft, orphans, absence);
  for (const decision of decisions) planNamed(draft, decision);
  planNamedOrphans(draft, orphans, absence);
  recoverNetworks(draft);
  planImageRemovals(draft, removableImages(draft, orphans), absence);
  planForgetting(draft);
  keepLifecycle(draft);
  const plan = finish(draft, whole.observation);
  const diagnostics = [
    ...found.warnings,
    ...draft.diagnostics,
    ...checkApart(draft),
    ...checkDeletions(plan, whole, resources.length),
    ...checkProtection(plan.actions, subject),
  ];
  return hasErrors(diagnostics) ? { diagnostics } : { value: plan, diagnostics };
}

/** Plans to remove everything of the stack except what is protected. */
export function planDestroy(whole: DestroyInput): Checked<Plan> {
  const { chosen: given, apart } = withoutApart(whole);
  const statements = { ...given.statements, imports: [] };
  const found = settle({ ...given, statements }, new Map(), apart);
  const input = { ...given, observation: found.observation };
  const impossible = [...checkIdentity(input), ...found.diagnostics];
  if (impossible.length > 0) return { diagnostics: impossible };
  const nothing: PlanInput = {
    ...input,
    desired: [],
    outputs: [],
    verdict: () => ({ effect: 'replace' }),
  };
  const draft = newDraft(nothing, input.resources, found);
  const stays = keptOnDestroy(input);
  const objects = input.observation.objects.filter((object) => !stays.has(object));
  for (const [kept, cause] of stays) {
    draft.actions.push({
      address: kept.address,
      kind: kept.kind,
      verb: 'keep',
      name: kept.name,
      changes: [],
      causes: [cause],
      risks: [],
      steps: [],
    });
    const entry = input.observation.ledger?.resources[kept.address];
    if (entry) draft.resources[kept.address] = entry;
  }
  planContainerOrphans(draft, objects, 'the stack is destroyed');
  planNamedOrphans(draft, objects, 'the stack is destroyed');
  planImageRemovals(
    draft,
    objects.filter((object) => object.kind === 'image'),
    'the stack is destroyed',
  );
  planForgetting(draft);
  return { value: finish(draft, whole.observation), diagnostics: [] };
}

/** Where everything stands by the statements of the files, before anything is compared. */
function settle(
  { observation, statements, resources }: DestroyInput,
  keys: ReadonlyMap<string, string>,
  apart: readonly Observed[],
): Standing & {
  readonly observation: Observation;
  readonly diagnostics: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
} {
  const written = new Set(resources.map(({ address }) => address));
  const moved = relocate(inOrder(observation), statements.moved, resources, keys);
  const taken = adopt(moved.observation, statements.imports, resources);
  const left = letGo(taken.observation, statements.removed, written);
  return {
    observation: inOrder(left.observation),
    origins: moved.origins,
    adopted: taken.adopted,
    released: left.released,
    apart,
    diagnostics: [...moved.diagnostics, ...taken.diagnostics],
    warnings: taken.warnings,
  };
}

/** Engines list objects in any order; a plan must not depend on it. */
function inOrder(observation: Observation): Observation {
  const byName = <T extends { readonly name: string; readonly id: string }>(a: T, b: T): number =>
    a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1;
  return {
    ...observation,
    objects: sortByAddress([...observation.objects].sort(byName)),
    foreign: [...observation.foreign].sort(byName),
  };
}

const isNamed = (one: Desired): one is DesiredOf<'volume'> | DesiredOf<'network'> =>
  one.kind === 'volume' || one.kind === 'network';

/** Removes containers so that those that depend on others go first. */
function planContainerOrphans(draft: Draft, objects: readonly Observed[], cause: string): void {
  const containers = sortByAddress(
    objects
      .filter((object) => object.kind === 'container')
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
  const users = removedUsers(draft, containers);
  const removed = new Map<string, string>();
  const sorted = sortByDependencies(containers, ({ id }) => id, users);
  for (const container of sorted) {
    const waits = users(container).map((id) => removed.get(id));
    planContainerRemoval(draft, container, cause, waits, orphanRisks(draft, container));
    removed.set(container.id, `${container.address} remove ${container.name}`);
  }
}

function planNamedOrphans(draft: Draft, objects: readonly Observed[], cause: string): void {
  for (const object of objects) {
    if (object.kind === 'volume' || object.kind === 'network') {
      planNamedRemoval(draft, object, cause, orphanRisks(draft, object));
    }
  }
}

/** What is written is known to be the stack's, also where it is destroyed. */
const orphanRisks = (draft: Draft, object: Observed): readonly Risk[] =>
  resourceAt(draft.written, object.address) ? [] : unrecordedRisks(draft, object);

/** Images of orphaned addresses, and builds that are neither the wanted one nor the one before it. */
function removableImages(
  { input: { desired, observation }, previous }: Draft,
  orphans: readonly Observed[],
): readonly ObservedImage[] {
  const superseded = desired.flatMap((one) =>
    one.kind === 'image' ? heldBy(observation, one).leftovers : [],
  );
  return [
    ...superseded.filter((image) => !previous.has(image)),
    ...orphans.filter((object) => object.kind === 'image'),
  ];
}

/**
 * The ledger remembers protection, so that taking a declaration out does not take it away; what is
 * ignored, since drift is told without the files; and what a way back needs beside the specs.
 */
function keepLifecycle(draft: Draft): void {
  for (const { resource } of draft.input.desired) {
    const entry = draft.resources[resource.address];
    const { protect, ignoreChanges, order, onFailure } = resource.lifecycle;
    const after = recordedDependencies(resource);
    const files = resource.kind === 'container' && ignoresFiles(resource.spec);
    const ignore = [
      ...ignoreChanges,
      ...(draft.kept.get(resource.address) ?? []),
      ...(files ? fileAttributes : []),
    ];
    if (!entry) continue;
    draft.resources[resource.address] = {
      ...entry,
      ...(protect ? { protect } : {}),
      ...(ignore.length > 0 ? { ignore } : {}),
      ...(resource.secrets ? { secrets: resource.secrets } : {}),
      ...(after.length > 0 ? { after } : {}),
      ...(order === 'start-first' ? { order } : {}),
      ...(onFailure === 'keep' ? { onFailure } : {}),
    };
  }
}

function sortActions(actions: readonly Action[]): readonly Action[] {
  return sortByAddress(
    [...actions].sort(
      (a, b) =>
        kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
        Number(a.verb === 'delete') - Number(b.verb === 'delete') ||
        (a.name < b.name ? -1 : 1),
    ),
  );
}

/** @param observed as it was before anything was settled: the ledger is compared with what it says */
function finish(draft: Draft, observed: Observation): Plan {
  breakNameCircles(draft);
  orderSharers(draft);
  const { stack, outputs, choice, pins } = draft.input;
  const resources: Record<string, LedgerEntry> = Object.fromEntries(
    Object.entries({ ...entriesApart(choice, observed), ...draft.resources })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, entry]) => [address, sealedEntry(entry, stack.id, draft.secrecy)]),
  );
  const claims = claimsOf(draft);
  const moved = movedAfter(choice, draft.input, observed);
  const { ledger } = observed;
  return {
    stack,
    ...(choice && { partial: choice.part }),
    generation: nextGeneration(draft),
    actions: sortActions(draft.actions),
    steps: sortByDependencies(
      orderByWishes(draft),
      ({ id }) => id,
      ({ after }) => after,
    ),
    recoveries: draft.recoveries,
    resources,
    claims,
    moved,
    ledgerOutdated:
      !equalJson(toJson(resources), toJson(ledger?.resources ?? {})) ||
      !equalJson(moved, ledger?.moved ?? []) ||
      claimsDiffer(claims, ledger?.claims),
    outputs: outputs.map(({ name, value, known, secret, description }) => ({
      name,
      ...(value !== undefined && { value }),
      ...(!known && { unknown: true }),
      ...(secret && { secret }),
      ...(description !== undefined && { description }),
    })),
    ...(pins && Object.keys(pins).length > 0 && { pins }),
    ...(draft.keptImages.length > 0 && { keptImages: draft.keptImages }),
    warnings: draft.diagnostics,
  };
}
