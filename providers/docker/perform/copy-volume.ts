/*
 * Copies a volume under another name, over the engine's archives of files: from one container that is
 * never started, which has the old volume, into another that has the new one. What arrived is read
 * again and compared; where it differs, or anything fails, the new volume goes and the old one stays.
 */
import { createHash } from 'node:crypto';
import { EngineError, ownLabels, type StepOutcome } from '../../../model/index.js';
import { readTar, TarInvalid } from '../../../runtime/layers/index.js';
import { brokenOff, type DockerClient } from '../client/index.js';
import { volumeToEngine } from '../lenses/index.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { makeCopyHelper, refuseWriters, removeCopyHelpers } from '../volume-access.js';
import { unpackIntoVolume, volumeArchive } from '../volume-files.js';
import { nameInUse } from './targets.js';

const copying = { action: 'copied', hint: 'Stop it, and apply again.' };

export async function copyVolume(
  { client }: StepContext,
  { from, spec, labels }: OperationOf<'copy-volume'>,
): Promise<StepOutcome> {
  const { name } = spec;
  if (!(await client.findVolume(from.name))) {
    throw new EngineError('not-found', `volume "${from.name}" is not there any more`);
  }
  await removeCopyHelpers(client, from.name);
  await removeCopyHelpers(client, name);
  await refuseWriters(client, from.name, copying);
  const existing = await client.findVolume(name);
  // One that an apply has left may have been meant for another address, or with other labels.
  const isCopy = [ownLabels.copiedFrom, ownLabels.stackId].every(
    (label) => existing?.labels[label] === labels[label],
  );
  if (existing && !isCopy) throw nameInUse('volume', name, name);
  if (existing) await client.removeVolume(name);
  await client.createVolume(volumeToEngine(spec, labels));
  try {
    await fill(client, from.name, name);
    await refuseWriters(client, from.name, copying);
  } catch (error) {
    await removeCopyHelpers(client, name);
    await client.removeVolume(name);
    throw error;
  }
  return noRemarks;
}

async function fill(client: DockerClient, from: string, name: string): Promise<void> {
  try {
    const source = await makeCopyHelper(client, from);
    const target = await makeCopyHelper(client, name);
    await unpackIntoVolume(client, target, await volumeArchive(client, source), name);
    const [wanted, arrived] = [await listingOf(client, source), await listingOf(client, target)];
    const path = firstDifference(wanted, arrived);
    if (path !== undefined) {
      throw new EngineError(
        'not-applied',
        `the copy of volume "${from}" to "${name}" differs at ${path}`,
        { hint: 'The volume is left as it was. Something may have written to it meanwhile.' },
      );
    }
  } finally {
    await removeCopyHelpers(client, from);
    await removeCopyHelpers(client, name);
  }
}

/** Everything of an archive, by path: what has to be alike. */
type Listing = ReadonlyMap<string, string>;

/** Reads what a helper has in its volume. */
async function listingOf(client: DockerClient, helper: string): Promise<Listing> {
  const listing = new Map<string, string>();
  const archive = await volumeArchive(client, helper);
  try {
    for await (const { entry, content } of readTar(archive)) {
      const hash = createHash('sha256');
      for await (const chunk of content) hash.update(chunk);
      const { kind, name, link, mode, uid, gid, mtime, size, deviceMajor, deviceMinor } = entry;
      // Times of directories change as they are filled; the engine writes whole seconds.
      const time = kind === 'file' ? mtime.split('.')[0] : '';
      const facts = [kind, link, mode, uid, gid, time, size, deviceMajor, deviceMinor];
      const attributes = [...entry.xattrs].sort(([a], [b]) => (a < b ? -1 : 1));
      listing.set(
        name.replace(/^\.\//, ''),
        JSON.stringify([...facts, attributes, hash.digest('hex')]),
      );
    }
  } catch (error) {
    if (!(error instanceof TarInvalid)) {
      throw brokenOff({ action: `read the files of container "${helper}"`, verb: 'read' }, error);
    }
    const message = `Docker sent files in a form that is not understood: ${error.message}`;
    throw new EngineError('protocol', message);
  } finally {
    archive.destroy();
  }
  return listing;
}

function firstDifference(one: Listing, other: Listing): string | undefined {
  const paths = [...new Set([...one.keys(), ...other.keys()])].sort();
  return paths.find((path) => one.get(path) !== other.get(path));
}
