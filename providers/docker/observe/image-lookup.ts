/*
 * Images by name or id for the length of one observation, each asked for once: many containers
 * share one image.
 */
import { EngineError, type Platform } from '../../../model/index.js';
import type { DockerReader, ImageInspection } from '../client/index.js';
import type { Dialect } from '../dialect/index.js';

export interface ImageLookup {
  /** The ways of the engine that has them. */
  readonly dialect: Dialect;
  find(reference: string): Promise<ImageInspection | undefined>;
  /** What containers of the engine are made for. */
  platform(): Promise<Platform>;
}

export function openImageLookup(reader: DockerReader): ImageLookup {
  const asked = new Map<string, Promise<ImageInspection | undefined>>();
  let own: Promise<Platform> | undefined;
  return {
    dialect: reader.dialect,
    platform: () => (own ??= reader.platform()),
    find: (reference) => {
      const known = asked.get(reference);
      if (known) return known;
      const answer = findOrNothing(reader, reference);
      asked.set(reference, answer);
      return answer;
    },
  };
}

/** The engine refuses texts that can be no name of an image; they name none. */
async function findOrNothing(
  reader: DockerReader,
  reference: string,
): Promise<ImageInspection | undefined> {
  try {
    return await reader.findImage(reference);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'invalid') return undefined;
    throw error;
  }
}
