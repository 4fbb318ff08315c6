/* What the scenarios need of an engine beside the command: its environment, and a hand to meddle. */

export interface EngineUnderTest {
  readonly name: string;
  /** Environment that makes the command speak to this engine. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether it can keep limits of memory, processors and processes; it can where this is left out. */
  readonly hasLimits?: boolean;
  /** Fetches a page through a published port. */
  fetch(url: string): Promise<string>;
  /**
   * Changes the memory limit of a running container past Stowage. Absent where the engine does not keep
   * such a change, and tells the old limit on.
   */
  readonly setMemory?: (container: string, bytes: number) => Promise<void>;
  /** Takes a running container off a network past Stowage. */
  disconnect(container: string, network: string): Promise<void>;
  /** Stops a container past Stowage. */
  stop(container: string): Promise<void>;
  /** Removes a container past Stowage. */
  remove(container: string): Promise<void>;
  /** The engine's ids of containers, by name. */
  containerIds(): Promise<Readonly<Record<string, string>>>;
  /** Names of everything that the engine holds: `volume x`, `container y`. */
  holdings(): Promise<readonly string[]>;
  /** Notes how the host is; what it gives says what has come to it since. */
  watchHost(): () => Promise<readonly string[]>;
  /** All that Stowage has written into the engine to know its objects again: labels, ledger, names. */
  records(): Promise<string>;
  /** Content of a file in a volume. */
  readVolumeFile(volume: string, path: string): Promise<string>;
  /** Listens on a port of every interface where the engine publishes ports, as a stranger; gives what ends it. */
  listen(port: number): Promise<() => Promise<void>>;
  /** Removes a volume past Stowage. */
  removeVolume(volume: string): Promise<void>;
  /** An environment in which a file of what is copied into a volume is damaged, and what ends it. */
  damageCopies?(volume: string): Promise<{
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly stop: () => Promise<void>;
  }>;
}

/** An engine that keeps a limit which is changed by hand. */
export type LimitKeeper = EngineUnderTest & Required<Pick<EngineUnderTest, 'setMemory'>>;

/** One that also lets somebody meddle with the copy of a volume. */
export type CopyDamager = EngineUnderTest &
  Required<Pick<EngineUnderTest, 'setMemory' | 'damageCopies'>>;
