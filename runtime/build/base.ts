/*
 * What an image is built on, as layers in the store. The base must still be the one that the image
 * was resolved with: a plan is a promise.
 */
import { resolve } from 'node:path';
import { askedPlatform } from '../../model/index.js';
import type { ResolvedImage, StageBase } from '../context/index.js';
import {
  findImage,
  findImageByContent,
  importLayers,
  importRootfs,
  layoutSource,
} from '../images/index.js';
import type { Layer, LayerSession } from '../layers/index.js';
import { readLayoutImage } from '../oci-image/index.js';
import type { Store } from '../store/index.js';
import { StepFailed } from './errors.js';
import type { BuildWorld } from './make-layer.js';

/**
 * Gives the layers of a base, the lowest first, importing them where the store has none.
 * @param directory absolute path of the stack
 * @throws StepFailed, LayoutInvalid, LayoutRefMissing, LayerInvalid, ArchiveChanged, ZstdMissing
 */
async function openBase(
  store: Store,
  session: LayerSession,
  { image, base }: ResolvedImage,
  directory: string,
): Promise<readonly Layer[]> {
  const { from } = image;
  switch (from.kind) {
    case 'scratch':
      return [];
    case 'rootfs':
      return [await importRootfs(session, resolve(directory, from.path), base.identity)];
    case 'layout': {
      const found = await readLayoutImage(
        resolve(directory, from.path),
        from.ref,
        askedPlatform(image.config.platform),
      );
      if (found.digest !== base.identity) {
        return fail(`${from.path} holds another image now: ${found.digest}, not ${base.identity}`);
      }
      return importLayers(session, layoutSource(found));
    }
    case 'image':
      return imageLayers(store, session, from.name, base.identity);
    default:
      return from satisfies never;
  }
}

function fail(reason: string): never {
  throw new StepFailed({ kind: 'base', reason });
}

async function imageLayers(
  store: Store,
  session: LayerSession,
  name: string,
  identity: string,
): Promise<readonly Layer[]> {
  // What was pulled is known by the name with its digest, anything else by what it holds.
  const found = name.endsWith(`@${identity}`)
    ? await findImage(store, name)
    : await findImageByContent(store, identity);
  if (found === undefined) return fail(`its base ${name} is not in the store`);
  const layers: Layer[] = [];
  for (const key of found.layers) {
    const layer = await session.use(key);
    if (layer === undefined) return fail(`a layer of its base ${name} is missing`);
    layers.push(layer);
  }
  return layers;
}

/**
 * The layers that a stage begins with, once they are there.
 * @param base what it is built on; where absent, what the image says itself
 */
export async function layersBelow(
  { store, session, resolved, directory, layersOf }: BuildWorld,
  base: StageBase | undefined,
): Promise<readonly Layer[]> {
  if (base === undefined) return openBase(store, session, resolved, directory);
  switch (base.kind) {
    case 'scratch':
      return [];
    case 'stage':
      return layersOf(base.stage);
    case 'image':
      return imageLayers(store, session, base.name, base.identity);
    default:
      return base satisfies never;
  }
}
