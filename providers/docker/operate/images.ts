/* Images of the engine as the verbs have them: listed, fetched, sent. */
import { Readable } from 'node:stream';
import {
  digestPattern,
  EngineError,
  formatImageName,
  formatTag,
  type ImageOperator,
  ownershipOf,
} from '../../../model/index.js';
import { pinName, readImageName, readTaggedName } from '../../image-names.js';
import { registryEngineError } from '../../registries.js';
import { jsonLines, type DockerClient } from '../client/index.js';
import { allLedgers } from '../ledger/read.js';
import { pullImage } from '../perform/pull-image.js';
import { registryAccess } from '../perform/registry-access.js';

export function imageOperator(client: DockerClient): ImageOperator {
  return {
    commitContainer: async (container, { name, author, message: comment, pause }) => {
      const reference = name === undefined ? undefined : formatTag(readTaggedName(name));
      const id = await client.commitContainer(container, {
        pause,
        ...(author === undefined ? {} : { author }),
        ...(comment === undefined ? {} : { comment }),
      });
      if (reference !== undefined) await client.tagImage(id, reference);
      return id;
    },
    listImages: async () => {
      const images = await client.listImages();
      const ledgers = allLedgers(images);
      return images.map(({ id, references, size, labels }) => {
        const { owner } = ownershipOf({ kind: 'image', id, labels }, ledgers);
        return {
          id,
          references: [...references].sort(),
          size,
          ...(owner?.stack === undefined ? {} : { stack: owner.stack }),
          ...(owner ? { address: owner.address } : {}),
        };
      });
    },
    pullImage: async (text, progress, platform) => {
      const name = await pinName(text, platform).catch((error: unknown) => {
        throw registryEngineError(error);
      });
      const reference = formatImageName(name);
      const asked = platform === undefined ? {} : { platform };
      await pullImage({ client, progress }, { op: 'pull-image', reference, ...asked });
      return reference;
    },
    pushImage: async (text, target, progress) => {
      const name = readImageName(target);
      const { tag = 'latest' } = name;
      const reference = formatTag({ ...name, tag });
      const image = await client.findImage(text);
      if (!image) throw new EngineError('image-not-found', `there is no image ${text}`);
      // The engine sends what has the name, and keeps that name.
      if (!image.references.includes(reference)) await client.tagImage(image.id, reference);
      const registry = { auth: noCredentials, ...(await registryAccess(name.host, process.env)) };
      const repository = reference.slice(0, -tag.length - 1);
      const body = await client.pushImage(repository, tag, registry, progress.signal);
      const attempt = { action: `push ${reference}`, verb: 'push', registry } as const;
      let digest: string | undefined;
      for await (const message of jsonLines(body, attempt, client.dialect.rules)) {
        const status = message.textOr('status', '');
        if (/^(?:Pushed|Layer already exists|Mounted from)/.test(status)) {
          progress.report(`layer ${message.textOr('id', '')}: ${status.toLowerCase()}`);
        }
        // Docker says it apart, too; Podman in words alone.
        digest = /: digest: (sha256:[0-9a-f]{64})/.exec(status)?.[1] ?? digest;
        digest = message.objectOr('aux')?.textOr('Digest', '') ?? digest;
      }
      if (digest === undefined || !digestPattern.test(digest)) {
        throw new EngineError(
          'protocol',
          `${client.dialect.name} does not tell what it pushed as ${reference}`,
        );
      }
      return formatImageName({ ...name, tag, digest });
    },
    loadImages: async (archive) => {
      const body = await client.loadImages(Readable.from(archive, { objectMode: false }));
      const attempt = { action: 'load images', verb: 'change' } as const;
      const loaded: string[] = [];
      for await (const message of jsonLines(body, attempt, client.dialect.rules)) {
        const told = /^Loaded image(?:\(s\)| ID)?: (.*)$/.exec(message.textOr('stream', '').trim());
        loaded.push(...(told?.[1]?.split(',') ?? []));
      }
      return loaded;
    },
    saveImages: async function* (images) {
      const body = await client.saveImages(images);
      try {
        for await (const chunk of body) if (chunk instanceof Uint8Array) yield chunk;
      } finally {
        body.destroy();
      }
    },
  };
}

/** The engine wants to be told something. */
const noCredentials = Buffer.from('{}').toString('base64');
