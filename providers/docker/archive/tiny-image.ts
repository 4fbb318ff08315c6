/*
 * Images that hold no program, or one, made without building: an archive as `docker save` writes it.
 * Their id follows from their content alone, so making one twice, or at once, gives one image.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { DockerClient } from '../client/index.js';
import { mustSucceed } from '../client/index.js';
import { hostArchitecture } from '../../../runtime/oci-image/index.js';
import { contentOf, writeArchive, type ArchiveEntry } from './index.js';

export interface TinyImage {
  /** Name with tag; absent for none. */
  readonly reference?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The archive of its one layer; absent for none. */
  readonly layer?: Uint8Array;
  /** In the engine's words; that of this machine when absent. */
  readonly architecture?: string;
  readonly variant?: string | undefined;
}

const sha256 = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/** Gives an image to the engine. */
export async function loadTinyImage(
  client: DockerClient,
  image: TinyImage & { readonly reference: string },
): Promise<void> {
  const archive = writeArchive(tinyImageEntries(image));
  const body = await client.loadImages(Readable.from(archive, { objectMode: false }));
  const attempt = { action: `make image "${image.reference}"`, verb: 'build' } as const;
  await mustSucceed(body, attempt, client.dialect.rules);
}

/** The archive of an image. */
export function tinyImageEntries({
  reference,
  labels,
  layer,
  architecture,
  variant,
}: TinyImage): readonly ArchiveEntry[] {
  const diffIds = layer ? [`sha256:${sha256(layer)}`] : [];
  const config = JSON.stringify({
    architecture: architecture ?? hostArchitecture(),
    ...(variant !== undefined && { variant }),
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: { Labels: labels },
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: layer ? [{ created: '1970-01-01T00:00:00Z' }] : [],
  });
  const configName = `${sha256(config)}.json`;
  const layers = layer ? ['layer.tar'] : [];
  const manifest = [
    { Config: configName, RepoTags: reference === undefined ? null : [reference], Layers: layers },
  ];
  const file = (name: string, data: string | Uint8Array): ArchiveEntry => ({
    kind: 'file',
    name,
    mode: 0o644,
    content: contentOf(data),
  });
  return [
    file(configName, config),
    ...(layer ? [file('layer.tar', layer)] : []),
    file('manifest.json', JSON.stringify(manifest)),
  ];
}
