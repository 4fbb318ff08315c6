/*
 * The ledger: what was applied, generation by generation, kept in the engine as tiny images. Loss is
 * harmless, so no more than the newest few are kept.
 */
import type { Generation, StackIdentity } from '../../../model/index.js';
import { canonicalJson, EngineError, ownLabels, toJson } from '../../../model/index.js';
import { loadTinyImage } from '../archive/tiny-image.js';
import type { DockerClient } from '../client/index.js';
import { ledgerImages, ledgerLabels } from './read.js';

/** How many generations are kept. */
const kept = 10;

export async function writeLedger(
  client: DockerClient,
  { id }: StackIdentity,
  generation: Generation,
): Promise<void> {
  if (id === undefined) throw new Error('a stack without an id has no ledger');
  await loadTinyImage(client, {
    reference: `stowage/ledger/${id}:${generation.number}`,
    labels: {
      [ledgerLabels.stackId]: id,
      [ledgerLabels.generation]: canonicalJson(toJson(generation)),
    },
  });
  const images = ledgerImages(await client.listImages(), id);
  if (!images.some(({ generation: { number } }) => number === generation.number)) {
    throw new EngineError('not-applied', 'the ledger was not written', {
      hint: 'What was applied is in place. The next apply writes it again.',
    });
  }
  // A generation that is written anew takes the name from the image that had it.
  const named = images.filter(({ image }) => image.references.length > 0);
  const outdated = images.filter((entry) => !named.slice(0, kept).includes(entry));
  for (const { image } of outdated) await removeWhole(client, image.references, image.id);
}

/** Forgets a stack: its ledger, and what failed builds of its images have left. */
export async function clearLedger(client: DockerClient, { id }: StackIdentity): Promise<void> {
  if (id === undefined) return;
  await removeBuildLeftovers(client, id);
  const images = await client.listImages();
  for (const { labels, references, id: image } of images) {
    if (labels[ledgerLabels.stackId] === id) await removeWhole(client, references, image);
  }
}

/** Removes an image with all its names; one that has gone in the meantime is well gone. */
async function removeWhole(
  client: DockerClient,
  references: readonly string[],
  id: string,
): Promise<void> {
  for (const name of references.length > 0 ? references : [id]) {
    try {
      await client.removeImage(name);
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'not-found') throw error;
    }
  }
}

/**
 * Every intermediate image of a build carries the stack's id and an empty address, which the last
 * one, and so whatever somebody else makes from it, has not. One without a name is what no build got
 * done with.
 */
async function removeBuildLeftovers(client: DockerClient, stackId: string): Promise<void> {
  for (const { id, references, labels } of await client.listImages()) {
    const left = labels[ownLabels.stackId] === stackId && labels[ownLabels.address] === '';
    if (left && references.length === 0) await removeWhole(client, [], id);
  }
}
