/* The stages that a target needs, one after another, with the images that they take files from. */
import { emptyImageConfig } from '../../../model/index.js';
import {
  baseReference,
  fromReference,
  globalArguments,
  positionIn,
  type Dockerfile,
  type Place,
  type Reference,
  type Stage,
} from '../../../model/dockerfile/index.js';
import { baseOf, checkPlatform, configOf, findImages, type BaseRequest } from './bases.js';
import { lowerStage, type StageProblem } from './lower-stage.js';
import type { LateContext } from './open-context.js';
import type { ResolvedStage } from './stages.js';
import type { Lowered } from './summary.js';
import type { StageWorld } from './world.js';

export interface Lowering extends BaseRequest {
  readonly dockerfile: Dockerfile;
  readonly predefined: Readonly<Record<string, string>>;
  readonly context: LateContext;
  readonly shown: string;
  readonly text: string;
}

export async function lowerAll(
  lowering: Lowering,
  problems: StageProblem[],
): Promise<Lowered | undefined> {
  const { spec, options, dockerfile, needed, predefined } = lowering;
  const given = spec.args ?? {};
  const globals = globalArguments(dockerfile, given, predefined);
  const images = await findImages(lowering, problems);
  const stages: ResolvedStage[] = [];
  const numbers = new Map<Stage | string, number>();
  const keep = (key: Stage | string, stage: ResolvedStage): number => {
    stages.push(stage);
    numbers.set(key, stages.length - 1);
    return stages.length - 1;
  };
  const imageStage = (name: string): number => {
    const base = images.get(name);
    return (
      numbers.get(name) ??
      keep(name, { name, base: base ?? { kind: 'scratch' }, actions: [], config: configOf(base) })
    );
  };
  const numberOf = (reference: Reference): number => {
    if (reference.kind === 'stage') return numbers.get(reference.stage) ?? 0;
    return imageStage(reference.kind === 'image' ? reference.name : 'scratch');
  };
  for (const stage of needed.stages) {
    const reference = baseReference(dockerfile, stage, globals);
    if (!reference) continue;
    const base = baseOf(reference, images, numbers);
    const world: StageWorld = {
      root: lowering.context.root,
      tree: lowering.context.tree,
      secrets: new Set(Object.keys(spec.secrets ?? {})),
      ...(options.refuses && { refuses: options.refuses }),
      stageOf: (name) => {
        const from = fromReference(dockerfile, stage, name);
        // A reference that is none has been said.
        return 'problem' in from ? 0 : numberOf(from);
      },
    };
    checkPlatform(stage, dockerfile, globals, predefined, problems);
    const baseConfig =
      base.kind === 'stage' ? (stages[base.stage]?.config ?? emptyImageConfig) : configOf(base);
    const outside = { escape: dockerfile.escape, given, globals };
    const shown = (place: Place): string =>
      `${lowering.shown}:${positionIn(lowering.text, place.from).line}`;
    const lowered = await lowerStage({ stage, base, baseConfig, outside, world, shown }, problems);
    keep(stage, lowered);
  }
  if (problems.length > 0) return undefined;
  const bases = Object.fromEntries(
    [...images].map(([name, base]) => [name, base.kind === 'image' ? base.identity : '']),
  );
  return { stages, bases };
}
