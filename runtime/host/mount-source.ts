/*
 * Whether a path of the host can be mounted into a container.
 */
import { stat } from 'node:fs/promises';
import { errorCode } from '../store/index.js';

const problems: Readonly<Record<string, string>> = {
  ENOENT: 'there is nothing at that path',
  ENOTDIR: 'a part of that path is no directory',
  ELOOP: 'its symbolic links lead in a circle',
};

/**
 * Why a path cannot be mounted; `undefined` where nothing speaks against it, or where this user may
 * not look and the engine may.
 */
export async function mountSourceProblem(path: string): Promise<string | undefined> {
  try {
    await stat(path);
    return undefined;
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return problems[code];
  }
}
