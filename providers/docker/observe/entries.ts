/* Everything that an engine holds, from four lists read at once. */
import { withoutCopiedLabels, withoutInherited, type Holding } from '../../../model/index.js';
import type { ContainerEntry, DockerReader, ImageEntry } from '../client/index.js';
import type { NetworkInspection, VolumeInspection } from '../client/index.js';

/** An object of the lists. */
export type Entry = Holding &
  (
    | { readonly kind: 'container'; readonly entry: ContainerEntry }
    | { readonly kind: 'image'; readonly entry: ImageEntry }
    | { readonly kind: 'network'; readonly entry: NetworkInspection }
    | { readonly kind: 'volume'; readonly entry: VolumeInspection }
  );

export interface Entries {
  readonly entries: readonly Entry[];
  readonly containers: readonly ContainerEntry[];
  readonly images: readonly ImageEntry[];
  readonly networks: readonly NetworkInspection[];
}

/** @throws EngineError when the engine cannot be reached or does not answer sensibly */
export async function readEntries(reader: DockerReader): Promise<Entries> {
  const [containers, images, networks, volumes] = await Promise.all([
    reader.listContainers(),
    reader.listImages(),
    reader.listNetworks(),
    reader.listVolumes(),
  ]);
  const labelsOf = new Map(images.map(({ id, labels }) => [id, labels]));
  const entries: readonly Entry[] = [
    ...images.map(imageEntry),
    ...volumes.map((entry): Entry => {
      const { name, labels } = entry;
      return { kind: 'volume', id: name, name, labels, entry };
    }),
    ...networks.map((entry): Entry => {
      const { id, name, labels } = entry;
      return { kind: 'network', id, name, labels, entry };
    }),
    ...containers.map((entry): Entry => {
      const { id, names, imageId } = entry;
      const labels = withoutInherited(entry.labels, labelsOf.get(imageId) ?? {});
      return { kind: 'container', id, name: names[0] ?? id, names, labels, entry };
    }),
  ];
  return { entries: withoutCopiedLabels(entries), containers, images, networks };
}

function imageEntry(entry: ImageEntry): Entry {
  const { id, labels, references } = entry;
  const repositories = references.map((reference) => reference.replace(/:[^:/]*$/, ''));
  const names = [...new Set([...repositories, ...references])];
  return { kind: 'image', id, name: names[0] ?? id, names, labels, entry };
}
