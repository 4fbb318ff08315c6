/*
 * Reading an OCI image layout: a directory with `index.json` and blobs by digest. Nothing in it is
 * trusted: digests and sizes of documents are checked here, those of layers where they are unpacked.
 */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { choosePlatform, formatPlatform, isOfPlatform, type Platform } from '../../model/index.js';
import { errorCode, ShapeError, type Shape } from '../store/index.js';
import {
  configShape,
  indexShape,
  manifestShape,
  mediaTypes,
  refNameAnnotation,
  type Descriptor,
  type Manifest,
  type OciConfig,
} from './media.js';
import { ownPlatform } from './settings.js';

/** A layout that is none, or whose bytes are not what it says. */
export class LayoutInvalid extends Error {
  override readonly name = 'LayoutInvalid';
  constructor(layout: string, reason: string) {
    super(`${layout} is no usable OCI layout: ${reason}`);
  }
}

/** The layout has no image of that reference, or several where none was named. */
export class LayoutRefMissing extends Error {
  override readonly name = 'LayoutRefMissing';
  constructor(layout: string, ref: string | undefined, there: readonly string[]) {
    const names = there.length === 0 ? 'It names none.' : `It names ${there.join(', ')}.`;
    super(
      ref === undefined
        ? `${layout} holds several images; name one of them. ${names}`
        : `${layout} holds no image named ${JSON.stringify(ref)}. ${names}`,
    );
  }
}

/** An image in a layout, with its documents read. */
export interface LayoutImage {
  readonly layout: string;
  /** Digest of the manifest. */
  readonly digest: string;
  readonly manifest: Manifest;
  readonly config: OciConfig;
  /** The bytes of the config, which its digest is over. */
  readonly configText: string;
}

/** Documents are small; larger ones are not read. */
const documentLimit = 4 << 20;

/**
 * Finds an image in a layout.
 * @param ref its reference name; may be left out where there is one image
 * @param platform what it is to be made for; this host where it is absent
 * @throws LayoutInvalid, LayoutRefMissing
 */
export async function readLayoutImage(
  layout: string,
  ref?: string,
  platform?: Platform,
): Promise<LayoutImage> {
  const index = parse(layout, 'index.json', await readIndex(layout), indexShape);
  const found = index.manifests.filter(
    (entry) => ref === undefined || entry.annotations[refNameAnnotation] === ref,
  );
  const [first] = found;
  const distinct = new Set(found.map((entry) => entry.digest));
  if (first === undefined || (ref === undefined && distinct.size > 1)) {
    const there = index.manifests
      .map((entry) => entry.annotations[refNameAnnotation])
      .filter((name) => name !== undefined);
    if (ref === undefined && first === undefined) throw new LayoutInvalid(layout, 'it is empty');
    throw new LayoutRefMissing(layout, ref, there);
  }
  const descriptor = await throughIndexes(layout, first, platform ?? ownPlatform, 0);
  const manifest = parse(
    layout,
    descriptor.digest,
    await readDocument(layout, descriptor),
    manifestShape,
  );
  const configText = await readDocument(layout, manifest.config);
  const config = parse(layout, manifest.config.digest, configText, configShape);
  if (config.rootfs.diff_ids.length !== manifest.layers.length) {
    throw new LayoutInvalid(layout, 'manifest and config count different layers');
  }
  if (platform && config.architecture !== '' && !isOfPlatform(config, platform)) {
    throw notForPlatform(layout, platform);
  }
  return { layout, digest: descriptor.digest, manifest, config, configText };
}

/** Where a layout keeps a blob. */
export function blobPath(layout: string, digest: string): string {
  return join(layout, 'blobs', 'sha256', digest.slice('sha256:'.length));
}

const notForPlatform = (layout: string, platform: Platform): LayoutInvalid =>
  new LayoutInvalid(layout, `it has no image for ${formatPlatform(platform)}`);

/** Goes through indexes of platforms to the manifest for one of them. */
async function throughIndexes(
  layout: string,
  descriptor: Descriptor,
  platform: Platform,
  depth: number,
): Promise<Descriptor> {
  if (descriptor.mediaType === mediaTypes.manifest) return descriptor;
  if (descriptor.mediaType === mediaTypes.dockerManifest) return descriptor;
  const isIndex =
    descriptor.mediaType === mediaTypes.index || descriptor.mediaType === mediaTypes.dockerIndex;
  if (!isIndex || depth > 3) {
    throw new LayoutInvalid(layout, `it has an entry of the unknown type ${descriptor.mediaType}`);
  }
  const text = await readDocument(layout, descriptor);
  const index = parse(layout, descriptor.digest, text, indexShape);
  const own = choosePlatform(index.manifests, platform, (one) => one.platform);
  const next = own ?? (index.manifests.length === 1 ? index.manifests[0] : undefined);
  if (next === undefined) throw notForPlatform(layout, platform);
  return throughIndexes(layout, next, platform, depth + 1);
}

async function readIndex(layout: string): Promise<string> {
  try {
    return await readFile(join(layout, 'index.json'), 'utf8');
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw new LayoutInvalid(layout, `index.json cannot be read (${errorCode(error) ?? ''})`);
  }
}

async function readDocument(layout: string, { digest, size }: Descriptor): Promise<string> {
  if (size > documentLimit) throw new LayoutInvalid(layout, `${digest} is too large`);
  const content = await readBlob(layout, digest);
  const actual = createHash('sha256').update(content).digest('hex');
  if (content.length !== size || digest !== `sha256:${actual}`) {
    throw new LayoutInvalid(layout, `the content of ${digest} is not what its digest says`);
  }
  return content.toString('utf8');
}

async function readBlob(layout: string, digest: string): Promise<Buffer> {
  try {
    const handle = await open(blobPath(layout, digest), 'r');
    try {
      const { size } = await handle.stat();
      if (size > documentLimit) throw new LayoutInvalid(layout, `${digest} is too large`);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw new LayoutInvalid(layout, `blob ${digest} cannot be read (${errorCode(error) ?? ''})`);
  }
}

function parse<T>(layout: string, name: string, text: string, shape: Shape<T>): T {
  try {
    const value: unknown = JSON.parse(text);
    return shape(value);
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) {
      throw new LayoutInvalid(layout, `${name}: ${error.message}`);
    }
    throw error;
  }
}
