/*
 * The ledger: what was applied, generation by generation, kept in the engine as tiny images. Loss is
 * harmless, so no more than the newest few are kept.
 */
import type { Generation, StackIdentity } from '../../../model/index.js';
import {
  canonicalJson,
  EngineError,
  equalJson,
  generationJson,
  outdatedGenerations,
  toJson,
} from '../../../model/index.js';
import { loadTinyImage } from '../archive/tiny-image.js';
import { removeBuildLeftovers } from '../build/leftovers.js';
import { isLostReply, type DockerClient } from '../client/index.js';
import { historyOf, ledgerImages, ledgerLabels, ledgerReference } from './read.js';

export async function writeLedger(
  client: DockerClient,
  { id }: StackIdentity,
  generation: Generation,
): Promise<void> {
  if (id === undefined) throw new Error('a stack without an id has no ledger');
  const labels = {
    [ledgerLabels.stackId]: id,
    [ledgerLabels.generation]: canonicalJson(generationJson(generation)),
  };
  const reference = ledgerReference(id, generation.number);
  try {
    await loadTinyImage(client, { reference, labels });
  } catch (error) {
    // Without an answer it is looked whether the engine has it.
    if (!isLostReply(error)) throw error;
    const written = await client.findImage(reference);
    if (!equalJson(toJson(written?.labels), toJson(labels))) throw error;
  }
  const images = await client.listImages();
  if (!historyOf(images, id).some(({ number }) => number === generation.number)) {
    throw new EngineError('not-applied', 'the ledger was not written', {
      hint: 'What was applied is in place. The next apply writes it again.',
    });
  }
  const named = ledgerImages(images, id);
  const outdated = outdatedGenerations(
    named.map(({ image: { labels }, number }) => ({
      number,
      bytes: labels[ledgerLabels.generation]?.length ?? 0,
    })),
  );
  for (const { image, number } of named) {
    if (outdated.includes(number)) await removeWhole(client, image.references, image.id);
  }
  // A generation that was written anew has taken the name from the image that had it.
  for (const { id: image, labels, references } of images) {
    const isSuperseded = labels[ledgerLabels.stackId] === id && references.length === 0;
    if (isSuperseded) await removeWhole(client, [], image);
  }
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
