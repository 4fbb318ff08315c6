/*
 * Containers that are of no stack: made by hand, run, and forgotten. Part of the contract of every engine.
 */
import type { CompletedContainer } from './completed.js';

export interface OneOff {
  /** What it is to be. It has no marks of Stowage. Volumes that it names are made where they are not there. */
  readonly completed: CompletedContainer;
  /** Whether it is on the network that the engine has for containers which name none. */
  readonly onUsualNetwork: boolean;
  /** Whether its standard input ends with that of the first who is attached to it. */
  readonly inputOnce: boolean;
  /** Whether the engine removes it when it has ended, whoever watches. One that never ran stays. */
  readonly removeAtEnd: boolean;
}

export interface OneOffOperator {
  /**
   * Makes a container, and does not start it.
   * @returns its id, and what the engine had to remark
   * @throws EngineError `name-in-use`, `image-not-found`, `not-found` for a network
   */
  createOneOff(
    oneOff: OneOff,
  ): Promise<{ readonly id: string; readonly warnings: readonly string[] }>;
}
