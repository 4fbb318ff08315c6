/* The images that a Dockerfile names, told from its text, for those who move pins. */
import type { ImageSpec } from '../model/index.js';
import { neededBy, parseDockerfile, targetStage } from '../model/dockerfile/index.js';
import { readDockerfile } from '../runtime/index.js';

/**
 * Names as they are written, or as the spec has them in their place. None where there is no Dockerfile, or
 * it is not understood, which planning says.
 * @param directory absolute path of the stack
 */
export function imagesOfDockerfile(spec: ImageSpec, directory: string): readonly string[] {
  if (spec.dockerfile === undefined && spec.dockerfile_inline === undefined) return [];
  const read = readDockerfile(spec, directory);
  if ('failed' in read) return [];
  const { dockerfile } = parseDockerfile(read.text);
  const target = targetStage(dockerfile, spec.target);
  if ('names' in target) return [];
  const { images } = neededBy(dockerfile, target, spec.args ?? {});
  return images.map(({ name }) => spec.bases?.[name] ?? name);
}
