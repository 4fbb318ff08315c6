/* Images of the store as the verbs have them: listed, fetched, sent. */
import {
  askedPlatform,
  EngineError,
  formatImageName,
  formatTag,
  type ImageOperator,
  ownershipOf,
  parseImageName,
} from '../../model/index.js';
import {
  findImage,
  listImages,
  pullImage,
  pushImage,
  readImageArchive,
  writeImageArchive,
  type ArchivedImage,
  type ContainerEngine,
} from '../../runtime/index.js';
import { pinName, readImageName, readTaggedName } from '../image-names.js';
import { connectionOptions } from '../registries.js';
import { translated, translateError } from './errors.js';
import { readLedgers } from './ledger.js';

/** A name as the store keeps it; what cannot be one in a registry is kept as it is, with its tag. */
function nameOf(given: string): string {
  const name = parseImageName(given);
  return name === undefined ? given : formatTag({ tag: 'latest', ...name });
}

export function imageOperator({ store, containers }: ContainerEngine): ImageOperator {
  return {
    commitContainer: (container, { name, ...options }) =>
      translated(async () => {
        const reference = name === undefined ? {} : { reference: formatTag(readTaggedName(name)) };
        return (await containers.commit(container, { ...options, ...reference })).id;
      }),
    listImages: () =>
      translated(async () => {
        const [images, ledgers] = await Promise.all([listImages(store), readLedgers(store)]);
        return images.map(({ id, references, size, config: { labels } }) => {
          const { owner } = ownershipOf({ kind: 'image', id, labels }, ledgers);
          return {
            id,
            references,
            size,
            ...(owner?.stack === undefined ? {} : { stack: owner.stack }),
            ...(owner ? { address: owner.address } : {}),
          };
        });
      }),
    pullImage: (text, progress, platform) =>
      translated(async () => {
        const name = await pinName(text, platform);
        await pullImage(store, name, {
          ...connectionOptions(),
          platform: askedPlatform(platform),
          report: (line) => progress.report(line),
          signal: progress.signal,
        });
        return formatImageName(name);
      }),
    pushImage: (text, target, progress) =>
      translated(async () => {
        const name = readImageName(target);
        const image = await findImage(store, text);
        if (!image) throw new EngineError('image-not-found', `there is no image ${text}`);
        const digest = await pushImage(store, image, name, {
          ...connectionOptions(),
          report: (line) => progress.report(line),
          signal: progress.signal,
        });
        return formatImageName({ ...name, digest });
      }),
    loadImages: (archive) =>
      translated(async () => {
        const images = await readImageArchive(store, archive, nameOf);
        return images.map(({ id, references }) => references[0] ?? id);
      }),
    saveImages: async function* (wanted) {
      const found = new Map<string, ArchivedImage>();
      for (const given of wanted) {
        const image = await findImage(store, given);
        if (!image) throw new EngineError('image-not-found', `there is no image ${given}`);
        const name = image.references.find((one) => one === given || one === `${given}:latest`);
        const names = [
          ...(found.get(image.id)?.names ?? []),
          ...(name === undefined ? [] : [name]),
        ];
        found.set(image.id, { image, names: [...new Set(names)] });
      }
      try {
        yield* writeImageArchive(store, [...found.values()]);
      } catch (error) {
        throw translateError(error);
      }
    },
  };
}
