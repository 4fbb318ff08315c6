/* A provider: one engine, seen either through a reader that cannot write or as a whole. */
import type { Engine, EngineReader, Operator } from '../model/index.js';

export interface Provider {
  /** For `plan` and `drift`: nothing it returns can change the engine. */
  openReader(): Promise<EngineReader>;
  openEngine(): Promise<Engine & Operator>;
}

export interface ProviderOptions {
  /** How this command is started again, for what has to act when it is not running. */
  readonly selfCommand: readonly string[];
  /** Its version, by which agents of others are told; where it is left out none is started. */
  readonly version?: string;
}
