/*
 * A registry of a few lines that answers what a test wants, rightly or not, and notes what it was asked.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mediaTypes } from '../oci-image/index.js';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
}

export interface LyingRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly port: number;
  readonly asked: Asked[];
  stop(): Promise<void>;
}

/** Answers a request itself, or gives false for the honest answer. */
export type Lie = (request: IncomingMessage, response: ServerResponse) => boolean;

export const digestOf = (content: Buffer | string): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** An image of one layer that no engine could run; what it is made of, by digest. */
export interface Published {
  readonly blobs: ReadonlyMap<string, Buffer>;
  readonly manifest: Buffer;
  readonly layer: { readonly digest: string; readonly size: number };
}

export function publish(layer: Buffer, config: object = {}): Published {
  const text = Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
      ...config,
    }),
  );
  const described = (mediaType: string, content: Buffer) => ({
    mediaType,
    digest: digestOf(content),
    size: content.length,
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: described(mediaTypes.config, text),
      layers: [described(mediaTypes.layer, layer)],
    }),
  );
  return {
    blobs: new Map([
      [digestOf(text), text],
      [digestOf(layer), layer],
    ]),
    manifest,
    layer: { digest: digestOf(layer), size: layer.length },
  };
}

export async function startLying(
  { blobs, manifest }: Pick<Published, 'blobs' | 'manifest'>,
  lie: Lie = () => false,
): Promise<LyingRegistry> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    asked.push({ method, path, authorization: headers.authorization, range: headers.range });
    request.resume();
    if (lie(request, response)) return;
    const digest = /sha256:[0-9a-f]{64}$/.exec(path)?.[0] ?? '';
    if (path === '/v2/') response.end('{}');
    else if (/\/manifests\//.test(path)) {
      response.setHeader('content-type', mediaTypes.manifest);
      response.end(manifest);
    } else if (blobs.has(digest)) response.end(blobs.get(digest));
    else
      response.writeHead(404).end('{"errors":[{"code":"BLOB_UNKNOWN","message":"no such blob"}]}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    host: `127.0.0.1:${address.port}`,
    port: address.port,
    asked,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
