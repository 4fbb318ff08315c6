/* What is asked for images of registries when a stack is planned: its pins first, then the registries. */
import { openRegistries, type Registries } from '../../providers/index.js';
import { readLock } from './lock-file.js';

/** @throws EngineError when the lock file is damaged */
export function registriesOf(directory: string): Registries {
  return openRegistries(readLock(directory)?.images ?? new Map());
}
