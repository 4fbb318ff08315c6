/*
 * Reads the ledger: one tiny image a generation, whose label holds it. What is in it may have been
 * written by others, so one that makes no sense is left out; losing it loses only history.
 */
import { parseGeneration, type Generation } from '../../../model/index.js';
import type { ImageEntry } from '../client/index.js';

export const ledgerLabels = {
  /** Id of the stack. */
  stackId: 'stowage.ledger-stack',
  /** JSON of the generation. */
  generation: 'stowage.ledger',
} as const;

/** The images of a stack's ledger with their generations, newest first. */
export function ledgerImages(
  images: readonly ImageEntry[],
  stackId: string,
): readonly { readonly image: ImageEntry; readonly generation: Generation }[] {
  return images
    .filter(({ labels }) => labels[ledgerLabels.stackId] === stackId)
    .flatMap((image) => {
      const generation = parseGeneration(image.labels[ledgerLabels.generation] ?? '');
      return generation ? [{ image, generation }] : [];
    })
    .sort(
      (a, b) =>
        b.generation.number - a.generation.number ||
        b.image.references.length - a.image.references.length,
    );
}

export function newestGeneration(
  images: readonly ImageEntry[],
  stackId: string | undefined,
): Generation | undefined {
  return stackId === undefined ? undefined : ledgerImages(images, stackId)[0]?.generation;
}
