/* What the parts of the simulated engine share in doing an operation: refusing it, and how containers behave. */
import { EngineError, equalJson, toJson, type EngineErrorCode } from '../../model/index.js';
import { findByName, type Labels, type World } from './world.js';

/** How containers behave once they run, by name. Whatever is not named here works. */
export interface Behaviour {
  /** Their health check never succeeds. */
  readonly unhealthy: ReadonlySet<string>;
  /** They end right after their start. */
  readonly exits: ReadonlySet<string>;
  /** As jobs they end with exit code 1. */
  readonly failingJobs: ReadonlySet<string>;
  /** Containers that the stack made before this generation work whatever is said of their names. */
  readonly from?: number;
}

export function refuse(code: EngineErrorCode, message: string): never {
  throw new EngineError(code, message);
}

export const sameLabels = (a: Labels, b: Labels): boolean => equalJson(toJson(a), toJson(b));

export function networkIdOf(world: World, name: string): string {
  const network = findByName(world.networks, name);
  return (network ?? refuse('not-found', `there is no network ${name}`)).id;
}
