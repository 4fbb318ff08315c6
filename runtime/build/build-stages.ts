/*
 * The stages of a build, at the same time: each step waits for the stages that it needs, and for
 * nothing else. The first stage that fails stops the others, and is what is told; what the stages
 * make is the same in whatever order they are carried out.
 */
import type { ResolvedImage } from '../context/index.js';
import type { Layer } from '../layers/index.js';
import type { BuildAction, BuildStage } from './actions.js';
import { layersBelow } from './base.js';
import { shorten } from './describe-step.js';
import { doAction } from './do-action.js';
import { BuildFailed, failureOf, StepFailed } from './errors.js';
import type { BuildWorld } from './make-layer.js';

/** Told before each step, and again with `cached` known for those that make layers. */
export interface BuildProgress {
  /** Number of the step, from 1; those of a stage follow one another, whenever they are done. */
  readonly step: number;
  readonly of: number;
  readonly text: string;
  readonly cached: boolean;
  /** Name of the stage, where there are several. */
  readonly stage?: string;
}

export interface BuildWatch {
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Called with every line that the command of a step writes. */
  readonly onOutput?: (line: string, step: Omit<BuildProgress, 'cached'>) => void;
}

type StagesWorld = Omit<BuildWorld, 'signal' | 'layersOf'> &
  BuildWatch & {
    /** Ends the build. */
    readonly signal: AbortSignal | undefined;
  };

/** A stage that has been built. */
export interface BuiltStage {
  /** The lowest first. */
  readonly layers: readonly Layer[];
  /** Those of them that its own steps make. */
  readonly made: readonly Layer[];
}

/**
 * Builds stages, each once what it needs is there, and returns when nothing of them is under way.
 * @throws BuildFailed of the stage that failed first, RuntimeError, CommandFailed
 */
export async function buildStages(
  world: StagesWorld,
  stages: readonly BuildStage[],
): Promise<readonly BuiltStage[]> {
  const { signal } = world;
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new StepFailed({ kind: 'interrupted' }));
  signal?.addEventListener('abort', interrupt, { once: true });
  if (signal?.aborted === true) interrupt();
  let failure: { readonly reason: unknown } | undefined;
  const built: Promise<BuiltStage>[] = [];
  const inside: BuildWorld = {
    ...world,
    signal: stop.signal,
    layersOf: async (stage) => {
      const needed = await built[stage];
      if (!needed) throw new Error(`there is no stage ${stage} before it`);
      return needed.layers;
    },
  };
  try {
    const numbered = numberSteps(stages);
    for (const stage of numbered) {
      const work = buildStage(inside, stage, world);
      work.catch((reason: unknown) => {
        failure ??= { reason };
        interrupt();
      });
      built.push(work);
    }
    await Promise.allSettled(built);
    if (failure) throw failure.reason;
    return await Promise.all(built);
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

interface NumberedStage extends BuildStage {
  /** Number of the step before its first. */
  readonly before: number;
  readonly of: number;
  /** Absent where it is the only one. */
  readonly shown?: string;
}

function numberSteps(stages: readonly BuildStage[]): readonly NumberedStage[] {
  const of = stages.reduce((sum, { actions }) => sum + actions.length, 0);
  const several = stages.filter(({ actions }) => actions.length > 0).length > 1;
  let before = 0;
  return stages.map((stage) => {
    const numbered = { ...stage, before, of, ...(several && { shown: stage.name }) };
    before += stage.actions.length;
    return numbered;
  });
}

async function buildStage(
  world: BuildWorld,
  { base, actions, before, of, shown }: NumberedStage,
  watch: BuildWatch,
): Promise<BuiltStage> {
  const { name } = world.resolved.image;
  const below = await failingAs(name, undefined, () => layersBelow(world, base));
  const work = { ...world, layers: [...below] };
  for (const [index, action] of actions.entries()) {
    const number = before + index + 1;
    const text = textOf(action);
    const step = { step: number, of, text, ...(shown !== undefined && { stage: shown }) };
    await failingAs(name, { number, text }, async () => {
      world.signal.throwIfAborted();
      await doAction(work, action, {
        report: (cached) => watch.onProgress?.({ ...step, cached }),
        tell: (line) => watch.onOutput?.(line, step),
      });
    });
  }
  return { layers: work.layers, made: work.layers.slice(below.length) };
}

function textOf({ text, at }: BuildAction): string {
  const short = shorten(text);
  return at === undefined ? short : `${short}, ${at}`;
}

/** Does a part of the build; what its content can cause is told with image and step. */
async function failingAs<T>(
  image: ResolvedImage['image']['name'],
  step: { readonly number: number; readonly text: string } | undefined,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const failure = failureOf(error);
    throw failure === undefined ? error : new BuildFailed(image, step, failure, error);
  }
}
