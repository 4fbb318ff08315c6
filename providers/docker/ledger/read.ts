/*
 * Reads the ledger: one tiny image a generation, whose label holds it. What is in it may have been
 * written by others, so one that makes no sense is left out; losing it loses only history.
 */
import { parseGeneration, type Generation, type Ledgers } from '../../../model/index.js';
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

/** The newest generation of every stack. */
export function allLedgers(images: readonly ImageEntry[]): Ledgers {
  const stacks = new Set(images.flatMap(({ labels }) => labels[ledgerLabels.stackId] ?? []));
  return new Map(
    [...stacks].sort().flatMap((stackId) => {
      const newest = ledgerImages(images, stackId)[0]?.generation;
      return newest ? [[stackId, newest] as const] : [];
    }),
  );
}
