/* The text of a Dockerfile, and of the rules that stand beside it, from a context on disk. */
import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { ImageSpec } from '../../../model/index.js';
import { errorCode } from '../../store/index.js';

export interface DockerfileText {
  readonly text: string;
  /** As people know the file, from the stack's directory. */
  readonly shown: string;
  /** The rules of `NAME.dockerignore` beside it, which go before the context's. */
  readonly rules: string | undefined;
}

/** Name of a Dockerfile that stands in the stack's own files. */
export const inlineName = 'dockerfile_inline';

/**
 * Reads the Dockerfile of an image.
 * @returns the error code of the system where there is none
 */
export function readDockerfile(
  { context = '.', dockerfile, dockerfile_inline: inline }: ImageSpec,
  directory: string,
): DockerfileText | { readonly failed: string; readonly shown: string } {
  if (inline !== undefined) return { text: inline, shown: inlineName, rules: undefined };
  const path = resolve(directory, context, dockerfile ?? 'Dockerfile');
  const shown = relative(directory, path) || '.';
  try {
    const text = readFileSync(path, 'utf8');
    const beside = `${path}.dockerignore`;
    const rules = existsSync(beside) ? readFileSync(beside, 'utf8') : undefined;
    return { text, shown, rules };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return { failed: code, shown };
  }
}
