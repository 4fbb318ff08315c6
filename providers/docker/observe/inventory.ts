/* What stands on a whole engine: its stacks, without the files of any, and what no stack owns. */
import { stacksOf, unownedOf, type StackSummary, type Unowned } from '../../../model/index.js';
import type { DockerReader } from '../client/index.js';
import { allLedgers } from '../ledger/read.js';
import { isOwnContainer } from '../own-containers.js';
import { mapParallel, readWidth } from '../parallel.js';
import { readEntries, type Entry } from './entries.js';
import { isAuthentic } from './images.js';

/** Every stack that has an object or a ledger; what others made from its images is no object of it. */
export async function readStacks(reader: DockerReader): Promise<readonly StackSummary[]> {
  const { entries, images } = await readEntries(reader);
  const ledgers = allLedgers(images);
  const own = await mapParallel(entries, readWidth, async (entry): Promise<readonly Entry[]> => {
    const isMarked = stacksOf([entry], new Map()).length > 0;
    const isOurs = entry.kind !== 'image' || !isMarked || (await isAuthentic(reader, entry.entry));
    return isOurs ? [entry] : [];
  });
  return stacksOf(own.flat(), ledgers);
}

/** Networks that engines make for themselves. */
const ownNetworks = ['bridge', 'host', 'none', 'podman', 'ingress', 'docker_gwbridge'];

/** Whether a network is one that engines make for themselves, by its name. */
export const isEnginesNetwork = (name: string): boolean => ownNetworks.includes(name);

/** What no stack owns. Some containers are Stowage's own, and some networks the engine's. */
export async function readUnowned(reader: DockerReader): Promise<readonly Unowned[]> {
  const { entries, images } = await readEntries(reader);
  const others = entries.filter(
    ({ kind, name, labels }) =>
      !(kind === 'network' && isEnginesNetwork(name)) &&
      !(kind === 'container' && isOwnContainer(labels)),
  );
  return unownedOf(others, allLedgers(images));
}
