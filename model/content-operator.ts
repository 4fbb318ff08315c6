/*
 * All that an engine holds, with what it takes and who needs it; and the removal of single objects
 * that nobody needs. What is to be removed is chosen from it, and not by the engine.
 */

export interface HeldObject {
  /** A cache is what builds keep for the next build. */
  readonly kind: 'cache' | 'container' | 'image' | 'network' | 'volume';
  readonly id: string;
  /** Of an image without a name its id. */
  readonly name: string;
  /** Bytes on the engine's disk, of an image with layers that others share; null where it is not told. */
  readonly size: number | null;
  readonly stack?: string;
  readonly address?: string;
  /** Names of the containers that use it, running or not; of a cache, what does. */
  readonly usedBy: readonly string[];
  /** Of a container: whether it has not ended. Of an image: whether it has a name. */
  readonly isLive: boolean;
}

export interface HeldContent {
  readonly objects: readonly HeldObject[];
  /** Bytes of all images together, each layer counted once; null where it is not told. */
  readonly imageBytes: number | null;
}

export interface ContentOperator {
  /** What Stowage and the engine keep for themselves is left out. */
  readContent(): Promise<HeldContent>;
  /**
   * Removes an image by name or id. By a name it loses that name, and goes with its last one.
   * @throws EngineError `in-use`, `image-not-found`
   */
  removeImage(image: string): Promise<void>;
  /** @throws EngineError `in-use`, `not-found` */
  removeNetwork(network: string): Promise<void>;
  /** Removes a volume with all that is in it. @throws EngineError `in-use`, `not-found` */
  removeVolume(volume: string): Promise<void>;
  /** Removes what builds have kept. @throws EngineError `in-use`, `not-found` */
  removeCache(cache: string): Promise<void>;
  /** Removes layers and whatever else killed or ended commands have left, and nothing needs. */
  collectGarbage(): Promise<void>;
}
