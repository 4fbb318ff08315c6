/*
 * How a build fails for reasons that are not a bug: each with the step and what it said.
 */
import { ContextChanged, UnsupportedFile } from '../context/index.js';
import { ArchiveChanged } from '../images/index.js';
import { LayerInvalid, TooManyLayers, ZstdMissing } from '../layers/index.js';
import { LayoutInvalid, LayoutRefMissing } from '../oci-image/index.js';

export type BuildFailure =
  /** A command of a `run` step ended with another exit code than 0. */
  | { readonly kind: 'exit'; readonly code: number; readonly lines: readonly string[] }
  /** A command could not be started. */
  | { readonly kind: 'not-started'; readonly reason: string }
  /** A copy would hide what the image has, or there is no way to its target. */
  | { readonly kind: 'target'; readonly path: string; readonly reason: string }
  /** The base is not there, or no longer what it was when the image was resolved. */
  | { readonly kind: 'base'; readonly reason: string }
  /** What is built from is broken, hostile or was changed meanwhile. */
  | { readonly kind: 'content'; readonly reason: string }
  | { readonly kind: 'interrupted' };

export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
  readonly image: string;
  /** Number of the step, from 1; undefined for what comes before the first. */
  readonly step: number | undefined;
  readonly failure: BuildFailure;
  /** Last lines of the command's output. */
  readonly lines: readonly string[];
  constructor(
    image: string,
    step: { readonly number: number; readonly text: string } | undefined,
    failure: BuildFailure,
    cause?: unknown,
  ) {
    const where = step === undefined ? '' : `, step ${step.number} (${step.text})`;
    super(`image ${image}${where}: ${describe(failure)}`, cause === undefined ? {} : { cause });
    this.image = image;
    this.step = step?.number;
    this.failure = failure;
    this.lines = failure.kind === 'exit' ? failure.lines : [];
  }
}

/** Thrown inside a step, which does not know its own number. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly failure: BuildFailure;
  constructor(failure: BuildFailure) {
    super(describe(failure));
    this.failure = failure;
  }
}

/**
 * What went wrong, when it is something that the content of a build can cause; `undefined` for a
 * fault of the host or of Stowage.
 */
export function failureOf(error: unknown): BuildFailure | undefined {
  if (error instanceof StepFailed) return error.failure;
  const ofContent =
    error instanceof ContextChanged ||
    error instanceof UnsupportedFile ||
    error instanceof ArchiveChanged ||
    error instanceof LayerInvalid ||
    error instanceof LayoutInvalid ||
    error instanceof LayoutRefMissing ||
    error instanceof TooManyLayers ||
    error instanceof ZstdMissing;
  return ofContent ? { kind: 'content', reason: error.message } : undefined;
}

function describe(failure: BuildFailure): string {
  switch (failure.kind) {
    case 'exit':
      return `the command ended with exit code ${failure.code}`;
    case 'not-started':
      return `the command could not be started: ${failure.reason}`;
    case 'target':
      return `${failure.path} ${failure.reason}`;
    case 'base':
    case 'content':
      return failure.reason;
    case 'interrupted':
      return 'the build was interrupted';
  }
}
