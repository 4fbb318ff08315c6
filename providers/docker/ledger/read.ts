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

/** The image of one generation. */
export interface LedgerImage {
  readonly image: ImageEntry;
  /** Number of the generation, by the image's name. */
  readonly number: number;
}

/** The name of the image that holds a generation. */
export const ledgerReference = (stackId: string, number: number): string =>
  `stowage/ledger/${stackId}:${number}`;

/**
 * The images of a stack's ledger by their names, newest first. A generation that was written anew has
 * taken the name from the image that had it, which counts no more.
 */
export function ledgerImages(
  images: readonly ImageEntry[],
  stackId: string,
): readonly LedgerImage[] {
  const numberOf = (reference: string): number | undefined => {
    const digits = /:(\d{1,15})$/.exec(reference)?.[1];
    const isOwn = digits !== undefined && reference.endsWith(ledgerReference(stackId, +digits));
    return isOwn ? Number(digits) : undefined;
  };
  return images
    .filter(({ labels }) => labels[ledgerLabels.stackId] === stackId)
    .flatMap((image): readonly LedgerImage[] => {
      const number = image.references.map(numberOf).find((one) => one !== undefined);
      return number === undefined ? [] : [{ image, number }];
    })
    .sort((a, b) => b.number - a.number);
}

/** What an image of the ledger holds; one that says that it is another has been damaged. */
function generationOf({ image, number }: LedgerImage): Generation | undefined {
  const generation = parseGeneration(image.labels[ledgerLabels.generation] ?? '');
  return generation?.number === number ? generation : undefined;
}

/** Every generation of a stack that can be read, the newest first. */
export function historyOf(images: readonly ImageEntry[], stackId: string): readonly Generation[] {
  return ledgerImages(images, stackId)
    .map(generationOf)
    .filter((generation) => generation !== undefined);
}

/** The newest readable generation of every stack. Older ones are not looked into. */
export function allLedgers(images: readonly ImageEntry[]): Ledgers {
  const stacks = new Set(images.flatMap(({ labels }) => labels[ledgerLabels.stackId] ?? []));
  return new Map(
    [...stacks].sort().flatMap((stackId) => {
      for (const entry of ledgerImages(images, stackId)) {
        const generation = generationOf(entry);
        if (generation) return [[stackId, generation] as const];
      }
      return [];
    }),
  );
}
