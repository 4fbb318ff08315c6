/*
 * The verbs for images that are of no stack, or are to leave the engine: part of the contract of every engine.
 */
import type { StepProgress } from './engine.js';

/** An image as `images` shows it. */
export interface ImageSummary {
  readonly id: string;
  /** Names with tags, and with digests where it came by one; sorted. */
  readonly references: readonly string[];
  /** Bytes of its layers. */
  readonly size: number;
  readonly stack?: string;
  readonly address?: string;
}

export interface CommitOptions {
  /** Name of the image, `latest` where it has no tag; none when left out. */
  readonly name?: string;
  readonly author?: string;
  readonly message?: string;
  /** Freezes the container's processes while it is read. */
  readonly pause: boolean;
}

export interface ImageOperator {
  /**
   * Makes an image of what a container has written over its own, without volumes and mounts.
   * @returns its id
   * @throws EngineError `not-found`, `image-not-found`, `invalid` for what is no name
   */
  commitContainer(container: string, options: CommitOptions): Promise<string>;
  listImages(): Promise<readonly ImageSummary[]>;
  /**
   * Fetches an image from its registry; a name without a digest means what its tag stands for now.
   * @param platform what it is to be made for; what the engine runs where it is absent
   * @returns the name with its digest
   * @throws EngineError `registry`, `invalid` for what is no name
   */
  pullImage(name: string, progress: StepProgress, platform?: string): Promise<string>;
  /**
   * Sends an image that the engine has to a registry.
   * @param image its name or id
   * @param name the name to give it there
   * @returns that name with its digest
   * @throws EngineError `registry`, `image-not-found`, `invalid` for what is no name
   */
  pushImage(image: string, name: string, progress: StepProgress): Promise<string>;
  /**
   * Takes in the images of an archive, as docker, podman and skopeo write them.
   * @returns what came in: names, or ids of those without one
   * @throws EngineError `invalid`
   */
  loadImages(archive: AsyncIterable<Uint8Array>): Promise<readonly string[]>;
  /**
   * An archive of images, which docker, podman and skopeo read, in pieces that are good until the next is asked for.
   * @param images names or ids; only a name that is given is in the archive
   * @throws EngineError `image-not-found`
   */
  saveImages(images: readonly string[]): AsyncIterable<Uint8Array>;
}
