/*
 * Builds an image of a plan. Files are read again, and must be what the plan saw: an image of
 * another content than the one that was shown is not built.
 */
import { EngineError, type OperationOf, type StepProgress } from '../../model/index.js';
import {
  buildImage,
  findImage,
  resolveImage,
  type BuildProgress,
  type ContainerEngine,
} from '../../runtime/index.js';

/** @throws EngineError `build-failed` when a source is gone, `invalid` when one has changed */
export async function buildOperation(
  { store }: ContainerEngine,
  { spec, completed, reference, labels, seals = [] }: OperationOf<'build-image'>,
  directory: string,
  progress: StepProgress,
): Promise<void> {
  const { value, diagnostics } = await resolveImage(spec, {
    directory,
    seals,
    baseOf: async (name) => {
      const base = await findImage(store, name);
      if (!base) return undefined;
      // An image of a registry is known by the digest that it was pulled by.
      const planned = [completed.base, ...Object.values(completed.dockerfile?.bases ?? {})];
      const known = planned.find((one) => name.endsWith(`@${one}`) || base.key === one);
      return { identity: known ?? base.id, config: base.config };
    },
  });
  const [problem] = diagnostics;
  if (!value) {
    throw new EngineError('build-failed', problem?.summary ?? `${spec.name} cannot be built`, {
      ...(problem?.detail === undefined ? {} : { hint: problem.detail }),
    });
  }
  if (value.image.key !== completed.key) {
    throw new EngineError(
      'invalid',
      `what ${spec.name} copies has changed since the plan was made`,
      {
        hint: 'Plan again, when nothing writes to the files.',
      },
    );
  }
  await buildImage(store, value, {
    directory,
    reference,
    labels,
    ...(spec.secrets && { secrets: spec.secrets }),
    signal: progress.signal,
    ...(progress.parallelism !== undefined && { parallelism: progress.parallelism }),
    onProgress: ({ text, cached, ...step }) =>
      progress.report(`${placeOf(step)}: ${text}${cached ? ' (cached)' : ''}`),
    // Lines of stages come as they come, so that each says whose it is.
    onOutput: (line, step) =>
      progress.report(step.stage === undefined ? line : `${placeOf(step)} | ${line}`),
  });
}

/** `step 3/7`, with the stage where there are several. */
const placeOf = ({ step, of, stage }: Omit<BuildProgress, 'text' | 'cached'>): string =>
  `step ${step}/${of}${stage === undefined ? '' : ` [${stage}]`}`;
