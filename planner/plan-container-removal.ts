/* The removal of a container. */
import type { ObservedContainer, Risk } from '../model/index.js';
import { removeSteps } from './container-steps.js';
import { addAction, type Draft } from './draft.js';
import { removedRisk } from './interruption.js';
import { originOfAction } from './origins.js';
import { checkSharedApart } from './shared-namespaces.js';

/** Plans the removal of a container that is not, or no longer, wanted. Gives its steps. */
export function planContainerRemoval(
  draft: Draft,
  object: ObservedContainer,
  cause: string,
  after: readonly (string | undefined)[] = [],
  risks: readonly Risk[] = [],
): readonly string[] {
  draft.diagnostics.push(...checkSharedApart(draft, object, 'removed'));
  const stops = object.status.state === 'running' ? [removedRisk(object.completed)] : [];
  const steps = removeSteps(draft, object, after);
  addAction(draft, {
    address: object.address,
    ...originOfAction(draft, object),
    kind: 'container',
    name: object.name,
    verb: 'delete',
    causes: [{ text: cause }],
    risks: [...risks, ...stops],
    steps,
  });
  return steps;
}
