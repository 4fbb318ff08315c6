/*
 * Plans as lines for tests to compare, and what their graphs of steps say about order.
 */
import type { Plan } from '../../model/index.js';

/**
 * `replace container.web [image] because image.app is built`, `move container.a -> container.b`; what
 * is kept without a cause is left out.
 */
export function planLines(plan: Plan): readonly string[] {
  return plan.actions
    .filter(({ verb, causes }) => verb !== 'keep' || causes.length > 0)
    .map(({ verb, address, from, order, changes, causes, risks }) =>
      [
        `${verb} ${from === undefined ? '' : `${from} -> `}${address}`,
        ...(order === undefined ? [] : [order]),
        ...(changes.length > 0
          ? [
              `[${changes.map(({ path, origin }) => (origin === 'you' ? path : `${path} (${origin})`)).join(', ')}]`,
            ]
          : []),
        ...(causes.length > 0 ? [`because ${causes.map(({ text }) => text).join(', ')}`] : []),
        ...risks.flatMap(({ kind }) =>
          kind === 'destroys-data' || kind === 'unrecorded' ? [`!${kind}`] : [],
        ),
      ].join(' '),
    );
}

/** Ids of all steps, in the plan's order. */
export const stepIds = (plan: Plan): readonly string[] => plan.steps.map(({ id }) => id);

/** Whether a step waits, directly or by others, for another. @throws Error when either is not there */
export function waitsFor(plan: Plan, later: string, earlier: string): boolean {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  for (const id of [later, earlier]) {
    if (!steps.has(id)) throw new Error(`no step ${id} in\n${[...steps.keys()].join('\n')}`);
  }
  const seen = new Set<string>();
  const pending = [later];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (id === earlier) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    pending.push(...(steps.get(id)?.after ?? []));
  }
  return false;
}
