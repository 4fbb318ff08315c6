/*
 * One stage of a Dockerfile to its base, its actions and the settings after it. What is wrong with an
 * instruction is a problem at its place; those after it are looked at all the same.
 */
import type { ImageConfig } from '../../../model/index.js';
import {
  BadExpansion,
  parseTrigger,
  type DockerfileProblem,
  type Instruction,
  type Place,
  type Stage,
} from '../../../model/dockerfile/index.js';
import { copyActions } from './copy-actions.js';
import { runAction } from './run-action.js';
import {
  applySettings,
  BadInstruction,
  startSettings,
  type StageArguments,
  type StageSettings,
} from './settings.js';
import type { ResolvedStage, StageAction, StageBase } from './stages.js';
import { CopyRefused, type StageWorld } from './world.js';

/** A problem of a Dockerfile, or of what it copies. */
export interface StageProblem extends Place {
  readonly code: string;
  readonly summary: string;
  readonly detail?: string;
}

export interface StageInput {
  readonly stage: Stage;
  readonly base: StageBase;
  readonly baseConfig: ImageConfig;
  readonly outside: StageArguments;
  readonly world: StageWorld;
  /** Where a place is, for people: `app/Dockerfile:12`. */
  readonly shown: (place: Place) => string;
}

export async function lowerStage(
  { stage, base, baseConfig, outside, world, shown }: StageInput,
  problems: StageProblem[],
): Promise<ResolvedStage> {
  const settings = startSettings(baseConfig, outside);
  const actions: StageAction[] = [];
  const triggers = base.kind === 'image' ? (baseConfig.on_build ?? []) : [];
  const refusal = triggers.length > 0 ? world.refuses?.({ kind: 'triggers' }) : undefined;
  if (refusal !== undefined) problems.push(refused(refusal, stage.from.place));
  for (const instruction of [...triggersOf(triggers, stage, problems), ...stage.instructions]) {
    const at = shown(instruction.place);
    const { text } = instruction;
    const oftenAtStart =
      instruction.kind === 'healthcheck' &&
      instruction.startInterval !== undefined &&
      world.refuses?.({ kind: 'start-interval' });
    if (typeof oftenAtStart === 'string') problems.push(refused(oftenAtStart, instruction.place));
    try {
      const done = await actionsOf(instruction, settings, world);
      for (const action of done.map((one) => ({ ...one, text, at }))) {
        const why = world.refuses?.(action);
        if (why === undefined) actions.push(action);
        else problems.push(refused(why, instruction.place));
      }
    } catch (error) {
      problems.push(problemOf(error, instruction.place));
    }
  }
  return {
    name: stage.name ?? `stage-${stage.index}`,
    base,
    actions,
    config: settings.config,
  };
}

/** What the base has kept for images on it, as if it stood behind `FROM`. */
function triggersOf(
  triggers: readonly string[],
  { from }: Stage,
  problems: StageProblem[],
): readonly Instruction[] {
  return triggers.flatMap((trigger) => {
    const read = parseTrigger(trigger);
    if ('instruction' in read) {
      const { instruction } = read;
      return [{ ...instruction, place: from.place, text: `ONBUILD ${instruction.text}` }];
    }
    problems.push({
      code: 'dockerfile-invalid',
      summary: `what the image sets off cannot be read: ${read.problem}`,
      ...from.place,
    });
    return [];
  });
}

async function actionsOf(
  instruction: Instruction,
  settings: StageSettings,
  world: StageWorld,
): Promise<readonly ActionBody[]> {
  applySettings(settings, instruction);
  const { workdir, user } = settings.config;
  switch (instruction.kind) {
    case 'copy':
    case 'add':
      return copyActions(instruction, settings, world);
    case 'run':
      return [await runAction(instruction, settings, world)];
    case 'workdir':
      return [{ kind: 'workdir', path: workdir, user }];
    default:
      return [];
  }
}

type ActionBody = DistributiveOmit<StageAction, 'text' | 'at'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const refused = (why: string, { from, to }: Place): StageProblem => ({
  code: 'dockerfile-unsupported',
  summary: `the builder of the engine ${why}`,
  from,
  to,
});

/** A mistake as a problem with its place. @throws what is none */
function problemOf(error: unknown, place: Place): StageProblem {
  const at = { from: place.from, to: place.to };
  if (error instanceof CopyRefused) {
    const { code, summary, detail } = error.problem;
    return { code, summary, ...(detail !== undefined && { detail }), ...at };
  }
  if (error instanceof BadInstruction) {
    const { code, detail, message } = error;
    return { code, summary: message, ...(detail !== undefined && { detail }), ...at };
  }
  if (!(error instanceof BadExpansion)) throw error;
  const code: DockerfileProblem['code'] = 'dockerfile-invalid';
  return { code, summary: error.message, ...at };
}
