/*
 * What the ledger has to say of objects over their labels once a plan is carried out. Claims on what
 * is gone are left out; their loss alone is no reason to write the ledger.
 */
import {
  equalJson,
  isClaimOn,
  type Claim,
  type Generation,
  type Observed,
  type Plan,
} from '../model/index.js';
import type { Draft } from './draft.js';
import { resourcesAfter, type ExecutionResult } from './execute.js';
import { nextGeneration } from './labels.js';
import { tellsAnew } from './unsettled.js';
import { entriesNamedAnew } from './unsettled-tags.js';

/** All claims that are to stand, in a stable order. */
export function claimsOf(draft: Draft): readonly Claim[] {
  const { observation } = draft.input;
  const before = observation.ledger?.claims ?? [];
  const generation = nextGeneration(draft);
  const claimOn = ({ kind, id }: Observed, address: string | null): Claim => ({
    kind,
    id,
    address,
    generation,
  });
  const untouched = draft.apart.flatMap(
    (object) => before.find((claim) => isClaimOn(claim, object)) ?? [],
  );
  const standing = observation.objects.flatMap((object): readonly Claim[] => {
    const known = before.find((claim) => isClaimOn(claim, object));
    if (known?.address === object.address) return [known];
    const changes = known || draft.origins.has(object) || draft.adopted.has(object);
    return changes ? [claimOn(object, object.address)] : [];
  });
  const released = observation.foreign.flatMap(({ kind, id, released: address }) =>
    before.filter(
      (claim) =>
        address !== undefined && claim.address === null && claim.kind === kind && claim.id === id,
    ),
  );
  const letGo = draft.released.map((object) => claimOn(object, null));
  const key = ({ kind, id }: Claim): string => `${kind} ${id}`;
  // What was let go of and is imported again is the stack's.
  const taken = new Set([...standing, ...untouched].map(key));
  return [
    ...standing,
    ...untouched,
    ...released.filter((claim) => !taken.has(key(claim))),
    ...letGo,
  ].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Whether the ledger lacks one of the claims, or says something else of the same object. */
export function claimsDiffer(claims: readonly Claim[], before: readonly Claim[] = []): boolean {
  return claims.some(
    (claim) =>
      !before.some(
        ({ kind, id, address }) =>
          kind === claim.kind && id === claim.id && address === claim.address,
      ),
  );
}

/**
 * What the ledger is to hold before the first step, where the plan claims or moves anything, gives
 * further names to images, or tells a container of changed files: a killed
 * apply must not leave objects of which nobody knows where they stand. `undefined` where that is known.
 */
export function ledgerBefore(
  plan: Plan,
  previous: Generation | undefined,
): Pick<Generation, 'resources' | 'claims'> | undefined {
  const known =
    !claimsDiffer(plan.claims, previous?.claims) && equalJson(plan.moved, previous?.moved ?? []);
  const named = entriesNamedAnew(plan, previous);
  const isSettled = known && !tellsAnew(plan, previous) && Object.keys(named).length === 0;
  if (isSettled || plan.steps.length === 0) return undefined;
  const resources = { ...resourcesAfter(plan, { done: [] }, previous), ...named };
  return { resources, claims: plan.claims };
}

/** The claims that are left after an execution: those on what it has not removed. */
export function claimsAfter(plan: Plan, { done }: Pick<ExecutionResult, 'done'>): readonly Claim[] {
  const succeeded = new Set(done);
  const removed = plan.steps.flatMap((step) =>
    step.op === 'remove' && succeeded.has(step.id) ? [step.target] : [],
  );
  return plan.claims.filter(
    (claim) =>
      !removed.some(({ kind, id, name }) => kind === claim.kind && (id ?? name) === claim.id),
  );
}
