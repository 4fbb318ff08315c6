/* Images of the store as the verbs have them: listed, fetched, sent. */
import { EngineError, ownershipOf, type ImageOperator } from '../../model/index.js';
import {
  findImage,
  formatImageName,
  listImages,
  pullImage,
  pushImage,
  type ContainerEngine,
} from '../../runtime/index.js';
import { pinName, readImageName } from '../image-names.js';
import { connectionOptions } from '../registries.js';
import { translated } from './errors.js';
import { readLedgers } from './ledger.js';

export function imageOperator({ store }: ContainerEngine): ImageOperator {
  return {
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
    pullImage: (text, progress) =>
      translated(async () => {
        const name = await pinName(text);
        await pullImage(store, name, {
          ...connectionOptions(),
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
  };
}
