/* What resolving an image is given: where it is, and what it may ask for. */
import type { Diagnostic, ImageConfig, Platform, Seal, Span } from '../../model/index.js';
import type { StageAction } from './dockerfile/stages.js';

/** What an image is built on. */
export interface ImageBase {
  /** Content key, digest or engine id; empty for scratch. */
  readonly identity: string;
  readonly config: ImageConfig;
}

/** What a builder may be unable to do: an action, what a base sets off, or a setting of the image. */
export type Refusable = StageAction | { readonly kind: 'triggers' | 'start-interval' };

/** Why there is no image of a name, where more is known of it than that. */
export interface MissingBase {
  readonly missing: Pick<Diagnostic, 'code' | 'summary' | 'detail'>;
}

export type FoundBase = ImageBase | MissingBase | undefined;

export interface ResolveOptions {
  /** Absolute path of the stack; relative paths in the spec start here. */
  readonly directory: string;
  /**
   * Gives an image of the stack (its content key and config) or of the engine (its id and config)
   * by name; `undefined` when there is none.
   */
  readonly baseOf: (
    name: string,
    /** As a Dockerfile has it. */
    written?: string,
  ) => FoundBase | Promise<FoundBase>;
  /** What is built for; this host where it is absent. */
  readonly platform?: () => Promise<Platform | undefined>;
  /** Why a builder cannot do an action of a Dockerfile: the end of a sentence. */
  readonly refuses?: (action: Refusable) => string | undefined;
  /** The settings of an image as the engine keeps them. */
  readonly kept?: (config: ImageConfig) => ImageConfig;
  /** Where attributes are written, by path such as `steps[2]`, for the diagnostics. */
  readonly spans?: Readonly<Record<string, Span>>;
  /** Secrets in the spec and in its bases: the content key is made from what stands for them. */
  readonly seals?: readonly Seal[];
}
