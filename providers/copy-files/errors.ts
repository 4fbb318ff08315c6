/* What this host refuses of a path while something is copied, as engine errors. */
import { EngineError } from '../../model/index.js';
import { PathRefused } from '../../runtime/archive/index.js';

/** @throws EngineError `not-found`, `invalid` */
export async function pathError<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof PathRefused)) throw error;
    const code = error.fault.kind === 'missing' ? 'not-found' : 'invalid';
    throw new EngineError(code, error.message, { cause: error });
  }
}
