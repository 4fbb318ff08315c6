/*
 * Plans pulls: one for each image of a registry that the engine does not have and that a step needs.
 * What was made from it already needs none. A pulled image is nobody's, so nothing is recorded of it.
 */
import { addAction, addStep, type Draft } from './draft.js';
import type { Desired, RegistryImage } from './facts.js';

/**
 * The steps after which the images of registries are there that something is made from, planned where they
 * are not yet.
 */
export const pullSteps = (draft: Draft, { registry = [], resource }: Desired): readonly string[] =>
  registry.flatMap((image) => (image.id === undefined ? [pullStep(draft, image, resource)] : []));

function pullStep(
  draft: Draft,
  { reference, platform }: RegistryImage,
  resource: Desired['resource'],
): string {
  const known = draft.pulled.get(reference);
  if (known !== undefined) return known;
  const address = addressOf(draft, reference, platform);
  const asked = platform === undefined ? {} : { platform };
  const step = addStep(draft, address, { op: 'pull-image', reference, ...asked }, []);
  draft.pulled.set(reference, step);
  const { spans } = resource;
  const span = spans['image'] ?? spans['from'] ?? spans['dockerfile'] ?? resource.span;
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

/**
 * By the tag, as people call it, with the platform that was asked for; two digests of one tag are told apart by the
 * whole reference.
 */
function addressOf({ actions }: Draft, reference: string, platform: string | undefined): string {
  const asked = platform === undefined ? '' : ` ${platform}`;
  const address = `image.registry[${JSON.stringify(`${reference.replace(/@.*$/, '')}${asked}`)}]`;
  const isTaken = actions.some((action) => action.address === address);
  return isTaken ? `image.registry[${JSON.stringify(reference)}]` : address;
}
