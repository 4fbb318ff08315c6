/*
 * Reads all that one stack has on the engine, and who else holds a name that it wants: four lists
 * at once, then an inspection of each container and image that is the stack's. Objects are found by
 * label and ledger, never by name.
 */
import {
  isInTheWay,
  sortHoldings,
  type Foreign,
  type Holding,
  type Observation,
  type Observed,
  type ObserveQuery,
  type SortedHoldings,
} from '../../../model/index.js';
import type { ContainerEntry, DockerReader } from '../client/index.js';
import { allLedgers } from '../ledger/read.js';
import { isOwnContainer } from '../own-containers.js';
import { mapParallel, readWidth } from '../parallel.js';
import { observeContainer } from './containers.js';
import { readEntries, type Entry } from './entries.js';
import type { Identity } from './identity.js';
import { openImageLookup } from './image-lookup.js';
import { isAuthentic, observeImage } from './images.js';
import { observeNetwork, observeVolume } from './named.js';

export { openImageLookup, type ImageLookup } from './image-lookup.js';
export { readStacks, readUnowned } from './inventory.js';

/** @throws EngineError when the engine cannot be reached or does not answer sensibly */
export async function observe(reader: DockerReader, query: ObserveQuery): Promise<Observation> {
  const { stack } = query;
  const { entries, containers, images, networks } = await readEntries(reader);
  const ledgers = allLedgers(images);
  const { own, foreign, asked } = sortHoldings(query, entries, ledgers);
  const ours = new Set(own.map(({ holding }) => holding.id));
  const strangers = containers.filter(({ id, labels }) => !ours.has(id) && !isOwnContainer(labels));
  const lookup = openImageLookup(reader);
  const look = async (holding: Entry, identity: Identity): Promise<Observed | undefined> => {
    switch (holding.kind) {
      case 'container':
        return observeContainer(reader, holding.id, lookup, networks, identity);
      case 'image':
        return observeImage(holding.entry, lookup, identity);
      case 'network':
        return observeNetwork(holding.entry, identity);
      case 'volume':
        return observeVolume(holding.entry, identity);
      default:
        return holding satisfies never;
    }
  };
  const strange: Foreign[] = [];
  const [objects, candidates] = await Promise.all([
    mapParallel(own, readWidth, async ({ holding, owner: { address, stackId, generation } }) => {
      const isTheirs = holding.kind === 'image' && !(await isAuthentic(reader, holding.entry));
      if (isTheirs) {
        strange.push(...asStranger(holding, query.names));
        return undefined;
      }
      const otherUsers = usersOf(holding, strangers);
      return look(holding, { address, stackId, generation, otherUsers });
    }),
    mapParallel(asked, readWidth, async ({ holding, wanted, generation, owner }) => {
      const otherUsers = usersOf(holding, strangers);
      const identity = { address: '', stackId: stack.id ?? '', generation, otherUsers };
      const object = await look(holding, identity);
      return object && { wanted, object, ...(owner ? { owner } : {}) };
    }),
  ]);
  const ledger = ledgers.get(stack.id ?? onlyStackId(own) ?? '');
  return {
    objects: objects.filter((object) => object !== undefined),
    foreign: [...foreign, ...strange].filter(isInTheWay),
    candidates: candidates.filter((candidate) => candidate !== undefined),
    ...(ledger ? { ledger } : {}),
  };
}

/** What somebody has made of an image of ours, as far as it has a name that is wanted. */
const asStranger = ({ id, names = [] }: Entry, wanted: ObserveQuery['names']): readonly Foreign[] =>
  names
    .filter((name) => wanted.some((one) => one.kind === 'image' && one.name === name))
    .map((name) => ({ kind: 'image', id, name }));

/** The id of a stack that was asked for by its name alone, where there is one of that name only. */
function onlyStackId(own: SortedHoldings<Entry>['own']): string | undefined {
  const ids = new Set(own.map(({ owner }) => owner.stackId));
  const [only] = ids;
  return ids.size === 1 ? only : undefined;
}

/** Names of the containers among these that use an object. */
function usersOf(
  { kind, id, name }: Holding,
  containers: readonly ContainerEntry[],
): readonly string[] {
  const uses = ({ imageId, volumes, networks }: ContainerEntry): boolean => {
    if (kind === 'image') return imageId === id;
    if (kind === 'volume') return volumes.includes(name);
    const joined = networks[name];
    return kind === 'network' && joined !== undefined && (joined === '' || joined === id);
  };
  return containers
    .filter(uses)
    .map(({ id: container, names }) => names[0] ?? container)
    .sort();
}
