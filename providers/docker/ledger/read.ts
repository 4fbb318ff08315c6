/*
 * Reads the ledger: one tiny image a generation, whose label holds it. What is in it may have been
 * written by others, so an entry that makes no sense is left out; losing it loses only history.
 */
import type { Generation, Kind, LedgerEntry } from '../../../model/index.js';
import { kinds } from '../../../model/index.js';
import { validators } from '../../../model/generated/validators.js';
import { Fields } from '../client/fields.js';
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

function parseGeneration(text: string): Generation | undefined {
  try {
    const fields = new Fields(JSON.parse(text), 'a generation');
    const commit = fields.textOr('commit', '');
    return {
      number: fields.number('number'),
      time: fields.text('time'),
      author: fields.text('author'),
      ...(commit === '' ? {} : { commit }),
      resources: parseResources(fields.object('resources')),
    };
  } catch {
    return undefined;
  }
}

function parseResources(resources: Fields): Readonly<Record<string, LedgerEntry>> {
  const entries = resources.names().flatMap((address): [string, LedgerEntry][] => {
    const fields = resources.objectOr(address);
    const entry = fields && parseEntry(fields);
    if (!entry) return [];
    return [[address, fields.flag('protect') ? { ...entry, protect: true } : entry]];
  });
  return Object.fromEntries(entries);
}

function parseEntry(fields: Fields): LedgerEntry | undefined {
  const kind: Kind | undefined = kinds.find((candidate) => candidate === fields.textOr('kind', ''));
  const name = fields.text('name');
  const spec: unknown = fields.value('spec');
  switch (kind) {
    case 'image': {
      const image = fields.object('spec');
      return { kind, name, spec: { name: image.text('name'), key: image.text('key') } };
    }
    case 'volume':
      return validators.volume(spec) ? { kind, name, spec } : undefined;
    case 'network':
      return validators.network(spec) ? { kind, name, spec } : undefined;
    case 'container':
      return validators.container(spec) ? { kind, name, spec } : undefined;
    case undefined:
      return undefined;
    default:
      return kind satisfies never;
  }
}
