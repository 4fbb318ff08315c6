/*
 * Living containers that are to take each other's names: none can have its own before another lets
 * go. One of them is put under a name for the time being first.
 */
import { successorSuffix, type OperationOf, type Step, type StepBase } from '../model/index.js';
import type { Draft } from './draft.js';

type Renaming = StepBase & OperationOf<'rename-container'>;

const isRenaming = (step: Step): step is Renaming =>
  step.op === 'rename-container' && step.drop !== undefined;

/** Breaks every circle of names at the step that comes first as text. */
export function breakNameCircles(draft: Draft): void {
  const renamings = draft.steps.filter(isRenaming).sort((a, b) => (a.id < b.id ? -1 : 1));
  const holders = new Map(renamings.map((step) => [step.target.name, step]));
  const settled = new Set<Renaming>();
  for (const first of renamings) {
    const chain: Renaming[] = [];
    let step: Renaming | undefined = first;
    while (step && !settled.has(step) && !chain.includes(step)) {
      chain.push(step);
      step = holders.get(step.name);
    }
    for (const one of chain) settled.add(one);
    if (chain.length > 0 && step === first) putAside(draft, first);
  }
}

function putAside(draft: Draft, step: Renaming): void {
  const { target, address, name } = step;
  const aside: Step = {
    ...step,
    id: `${step.id} aside`,
    name: `${name}${successorSuffix}`,
    drop: target.name,
  };
  const renamed: Step = {
    ...step,
    after: [aside.id],
    target: { ...target, name: aside.name },
  };
  draft.steps.splice(draft.steps.indexOf(step), 1, aside, renamed);
  const index = draft.actions.findIndex((action) => action.address === address);
  const action = draft.actions[index];
  if (!action) return;
  const steps = action.steps.flatMap((id) => (id === step.id ? [aside.id, id] : [id]));
  draft.actions[index] = { ...action, steps };
}
