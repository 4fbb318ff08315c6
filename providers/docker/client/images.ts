/* Calls that bring images to the engine, out of it, or off it. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { RegistryAccess } from './errors.js';
import { Fields, parseJson } from './fields.js';
import { queryOf } from './reader.js';
import type { Transport } from './transport.js';

interface BuildQuery {
  readonly reference: string;
  /** Values of build arguments by name. */
  readonly arguments: Readonly<Record<string, string>>;
  /** What the image is for; the engine's own where it is absent. */
  readonly platform?: string | undefined;
}

interface CommitQuery {
  readonly author?: string;
  readonly comment?: string;
  readonly pause: boolean;
}

interface PullQuery {
  /** The image as it is told of, with what was written of its name. */
  readonly reference: string;
  /** Without tag. */
  readonly repository: string;
  /** Tag or digest. */
  readonly version: string;
  /** The engine's own where it is absent. */
  readonly platform?: string | undefined;
}

export interface ImageClient {
  removeImage(image: string): Promise<void>;
  /**
   * Has the engine fetch an image; the answer is a stream of messages.
   */
  pullImage(
    query: PullQuery,
    registry: RegistryAccess,
    signal: AbortSignal,
  ): Promise<IncomingMessage>;
  /** Has the engine send an image; the answer is a stream of messages. */
  pushImage(
    repository: string,
    tag: string,
    registry: RegistryAccess,
    signal: AbortSignal,
  ): Promise<IncomingMessage>;
  /** Makes an image without a name of a container; gives its id. */
  commitContainer(container: string, options: CommitQuery): Promise<string>;
  /** Gives an image a name with a tag. */
  tagImage(image: string, reference: string): Promise<void>;
  /** Takes in images from an archive; the answer is a stream of messages. */
  loadImages(archive: Readable): Promise<IncomingMessage>;
  /** The archive of images by name or id. */
  saveImages(images: readonly string[]): Promise<IncomingMessage>;
  /** Builds with the classic builder; the answer is a stream of messages. */
  buildImage(query: BuildQuery, context: Readable, signal: AbortSignal): Promise<IncomingMessage>;
}

export function openImages(transport: Transport): ImageClient {
  const { dialect } = transport;
  return {
    removeImage: async (image) => {
      await transport.request({
        action: `remove image "${image}"`,
        verb: 'remove',
        method: 'DELETE',
        path: `/images/${encodeURI(image)}`,
      });
    },
    commitContainer: async (container, { pause, ...query }) => {
      const action = `commit container "${container}"`;
      const path = `/commit${queryOf({ container, ...query, pause: pause ? 1 : 0 })}`;
      // Nothing is sent again: each call makes an image.
      const { text } = await transport.request({
        action,
        verb: 'change',
        method: 'POST',
        path,
        // Podman asks for settings, if only for none.
        body: {},
        timeout: null,
      });
      const id = new Fields(parseJson(text, action), action).text('Id');
      // Podman leaves out the algorithm here, and nowhere else.
      return id.includes(':') ? id : `sha256:${id}`;
    },
    tagImage: async (image, reference) => {
      const [, repo = reference, tag] = /^(.*):([^/:]*)$/.exec(reference) ?? [];
      const named = dialect.imageName(repo);
      const path = `/images/${encodeURI(image)}/tag${queryOf({ repo: named, tag })}`;
      await transport.request({
        action: `name image "${image}" ${reference}`,
        verb: 'change',
        method: 'POST',
        path,
      });
    },
    pullImage: ({ reference, repository: fromImage, version: tag, platform }, registry, signal) =>
      transport.stream({
        action: `pull ${reference}`,
        verb: 'pull',
        method: 'POST',
        path: `/images/create${queryOf({ fromImage, tag, platform })}`,
        signal,
        timeout: null,
        silence: registry.silence,
        registry,
      }),
    pushImage: (repository, tag, registry, signal) =>
      transport.stream({
        action: `push ${repository}:${tag}`,
        verb: 'push',
        method: 'POST',
        path: `/images/${encodeURI(repository)}/push${queryOf({ tag })}`,
        signal,
        timeout: null,
        silence: registry.silence,
        registry,
      }),
    loadImages: (archive) =>
      transport.stream({
        action: 'load an image',
        verb: 'build',
        method: 'POST',
        path: '/images/load?quiet=1',
        archive,
        timeout: null,
      }),
    saveImages: (images) =>
      transport.stream({
        action: `save ${images.join(', ')}`,
        verb: 'read',
        method: 'GET',
        path: `/images/get?${images.map((name) => `names=${encodeURIComponent(name)}`).join('&')}`,
        timeout: null,
      }),
    buildImage: (query, archive, signal) =>
      transport.stream({
        action: `build image "${query.reference}"`,
        verb: 'build',
        method: 'POST',
        path: `/build${queryOf({
          version: 1,
          t: dialect.imageName(query.reference),
          buildargs: JSON.stringify(query.arguments),
          rm: 1,
          forcerm: 1,
          platform: query.platform,
        })}`,
        archive,
        signal,
        timeout: null,
      }),
  };
}
