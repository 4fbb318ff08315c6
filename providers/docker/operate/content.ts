/* What Docker holds, and the removal of what nothing needs. */
import {
  EngineError,
  ownershipOf,
  type ContentOperator,
  type HeldContent,
  type HeldObject,
} from '../../../model/index.js';
import type { ContainerEntry, DiskUsage, DockerClient } from '../client/index.js';
import { allLedgers, ledgerLabels } from '../ledger/read.js';
import { lockImage } from '../lock/image.js';
import { readEntries, type Entry } from '../observe/entries.js';
import { isEnginesNetwork } from '../observe/inventory.js';
import { isOwnContainer } from '../own-containers.js';

export function contentOperator(client: DockerClient): ContentOperator {
  return {
    readContent: () => readContent(client),
    removeImage: (image) => client.removeImage(image),
    removeNetwork: async (network) => {
      const [found] = await client.findNetworks(network);
      await client.removeNetwork(found ? client.dialect.networkKey(found) : network);
    },
    removeVolume: (volume) => client.removeVolume(volume),
    // What the engine's own builder keeps is neither shown nor removed.
    removeCache: async (cache) => {
      throw new EngineError('not-found', `there is no cache ${cache}`);
    },
    // The engine lets go of layers with the last image that has them.
    collectGarbage: async () => undefined,
  };
}

async function readContent(client: DockerClient): Promise<HeldContent> {
  const [{ entries, containers, images }, usage] = await Promise.all([
    readEntries(client),
    client.diskUsage(),
  ]);
  const ledgers = allLedgers(images);
  const objects = entries.filter(isOthers).map((entry): HeldObject => {
    const { kind, id, name } = entry;
    const { owner } = ownershipOf(entry, ledgers);
    return {
      kind,
      id,
      name: kind === 'image' ? (entry.entry.references[0] ?? id) : name,
      size: sizeOf(entry, usage),
      ...(owner?.stack === undefined ? {} : { stack: owner.stack }),
      ...(owner ? { address: owner.address } : {}),
      usedBy: containers.filter((container) => uses(container, entry)).map(nameOf),
      isLive: isLive(entry, usage),
    };
  });
  return { objects, imageBytes: usage.imageBytes };
}

/** Whether it is neither Stowage's own nor the engine's. */
function isOthers(entry: Entry): boolean {
  switch (entry.kind) {
    case 'container':
      return !isOwnContainer(entry.labels);
    case 'image':
      return (
        !(ledgerLabels.generation in entry.labels) &&
        !entry.entry.references.some((name) => name.endsWith(lockImage))
      );
    case 'network':
      return !isEnginesNetwork(entry.name);
    case 'volume':
      return true;
    default:
      return entry satisfies never;
  }
}

function sizeOf(entry: Entry, usage: DiskUsage): number | null {
  if (entry.kind === 'image') return entry.entry.size;
  if (entry.kind === 'container') return usage.containers.get(entry.id)?.size ?? null;
  return entry.kind === 'volume' ? (usage.volumes.get(entry.name) ?? null) : null;
}

function isLive(entry: Entry, usage: DiskUsage): boolean {
  if (entry.kind === 'image') return entry.entry.references.length > 0;
  if (entry.kind !== 'container') return true;
  // One that has come since counts as living.
  return !['created', 'exited', 'dead'].includes(usage.containers.get(entry.id)?.state ?? '');
}

function uses(container: ContainerEntry, { kind, id, name }: Entry): boolean {
  if (kind === 'image') return container.imageId === id;
  if (kind === 'volume') return container.volumes.includes(name);
  const joined = container.networks[name];
  return kind === 'network' && joined !== undefined && (joined === '' || joined === id);
}

const nameOf = ({ id, names }: ContainerEntry): string => names[0] ?? id;
