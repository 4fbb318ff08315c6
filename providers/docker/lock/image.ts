/* The image that locks run from. It is there while the engine holds a ledger or a lock. */
import { EngineError } from '../../../model/index.js';
import { writeArchive, contentOf } from '../archive/index.js';
import { loadTinyImage } from '../archive/tiny-image.js';
import type { DockerClient } from '../client/index.js';
import { ledgerLabels } from '../ledger/read.js';
import { lockProgram } from './program.js';

export const lockImage = 'stowage/lock:1';
/** Path of the program in the image. */
export const lockCommand = '/lock';

export async function loadLockImage(client: DockerClient): Promise<void> {
  const { architecture } = await client.platform();
  const program = contentOf(lockProgram(architecture));
  const chunks: Uint8Array[] = [];
  const file = { kind: 'file', name: lockCommand.slice(1), mode: 0o755, content: program } as const;
  for await (const chunk of writeArchive([file])) chunks.push(chunk);
  await loadTinyImage(client, {
    reference: lockImage,
    labels: {},
    layer: Buffer.concat(chunks),
    architecture,
  });
}

/** Removes the image where no ledger is left, unless another lock is held. */
export async function removeLockImage(client: DockerClient): Promise<void> {
  const images = await client.listImages();
  if (images.some(({ labels }) => ledgerLabels.generation in labels)) return;
  try {
    await client.removeImage(lockImage);
  } catch (error) {
    const expected = error instanceof EngineError && ['in-use', 'not-found'].includes(error.code);
    if (!expected) throw error;
  }
}
