/*
 * Plans pulls: one for each image of a registry that the engine does not have and that a step needs.
 * What was made from it already needs none. A pulled image is nobody's, so nothing is recorded of it.
 */
import { addAction, addStep, type Draft } from './draft.js';
import type { Desired } from './facts.js';

/**
 * The step after which the image of a registry is there that something is made from, planned where it is
 * not yet; `undefined` where none is needed.
 */
export function pullStep(draft: Draft, { registry, resource }: Desired): string | undefined {
  if (!registry || registry.id !== undefined) return undefined;
  const { reference } = registry;
  const known = draft.pulled.get(reference);
  if (known !== undefined) return known;
  const address = addressOf(draft, reference);
  const step = addStep(draft, address, { op: 'pull-image', reference }, []);
  draft.pulled.set(reference, step);
  const span = resource.spans['image'] ?? resource.spans['from'] ?? resource.span;
  const cause = { text: `the engine does not have it, and ${resource.address} is made from it` };
  addAction(draft, {
    address,
    kind: 'image',
    name: reference,
    verb: 'pull',
    span,
    causes: [cause],
    steps: [step],
  });
  return step;
}

/** By the tag, as people call it; two digests of one tag are told apart by the whole reference. */
function addressOf({ actions }: Draft, reference: string): string {
  const address = `image.registry[${JSON.stringify(reference.replace(/@.*$/, ''))}]`;
  const isTaken = actions.some((action) => action.address === address);
  return isTaken ? `image.registry[${JSON.stringify(reference)}]` : address;
}
