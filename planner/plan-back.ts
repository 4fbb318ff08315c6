/*
 * Plans the way back to a generation: the same plan as from files, made of what the ledger has. After
 * it the ledger says of `moved` statements what it said then, so that those of the files work again.
 */
import type { Checked, Generation, Plan } from '../model/index.js';
import type { PlanInput } from './facts.js';
import { planApply } from './plan.js';
import { movesBack } from './recorded.js';

/** @param input with the resources of the generation, see `recordedStack` */
export function planBack(
  generation: Generation,
  input: Omit<PlanInput, 'statements' | 'outputs' | 'absence'>,
): Checked<Plan> {
  const moved = movesBack(generation, input.observation.ledger);
  const { value, diagnostics } = planApply({
    ...input,
    statements: { moved, removed: [], imports: [] },
    outputs: [],
    absence: `not in generation ${generation.number}`,
  });
  return value
    ? { value: { ...value, moved: generation.moved ?? [] }, diagnostics }
    : { diagnostics };
}
