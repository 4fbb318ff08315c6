/*
 * What the builder does, whether it is written as steps or in a Dockerfile: the same actions with every
 * setting known. Steps are one stage.
 */
import { resolveImagePath, type BuildStep } from '../../model/index.js';
import type {
  CopyAction,
  CopyPlan,
  ResolvedImage,
  ResolvedStage,
  RunAction,
  TransferAction,
  UnpackAction,
  WorkdirAction,
} from '../context/index.js';
import { describeStep } from './describe-step.js';

/** An action with how it is shown; `at` is where a Dockerfile has it. */
export type BuildAction = (
  | CopyAction
  | TransferAction
  | UnpackAction
  | RunAction
  | WorkdirAction
  /** It is part of the image's settings, and changes no file. */
  | { readonly kind: 'settings' }
) & { readonly text: string; readonly at?: string };

export interface BuildStage {
  /** For people: what the Dockerfile calls it, else `stage-` and its number there. */
  readonly name: string;
  /** Undefined for what the image says itself that it starts from. */
  readonly base: ResolvedStage['base'] | undefined;
  readonly actions: readonly BuildAction[];
}

export function stagesOf(resolved: ResolvedImage): readonly BuildStage[] {
  return resolved.stages ?? [{ name: 'steps', base: undefined, actions: stepActions(resolved) }];
}

/** Stages whose files an action takes, by their numbers. */
export function neededBy(action: BuildAction): readonly number[] {
  if (action.kind === 'transfer') return [action.stage];
  if (action.kind !== 'run') return [];
  return action.mounts.flatMap((mount) =>
    mount.type === 'bind' && 'stage' in mount.from ? [mount.from.stage] : [],
  );
}

function stepActions(resolved: ResolvedImage): readonly BuildAction[] {
  let { env, workdir, user } = resolved.base.config;
  return resolved.image.steps.map((step, index): BuildAction => {
    const text = describeStep(step);
    switch (step.kind) {
      case 'copy':
        return { kind: 'copy', plan: planOf(resolved, index), text };
      case 'workdir':
        workdir = resolveImagePath(workdir, step.path);
        return { kind: 'workdir', path: workdir, user: '', text };
      case 'run':
        return { ...runOf(step), env, workdir, user, text };
      case 'env':
        env = { ...env, ...step.env };
        return { kind: 'settings', text };
      case 'user':
        ({ user } = step);
        return { kind: 'settings', text };
      case 'expose':
      case 'label':
        return { kind: 'settings', text };
      default:
        return step satisfies never;
    }
  });
}

const runOf = ({ command }: Extract<BuildStep, { kind: 'run' }>) =>
  ({ kind: 'run', command, args: {}, passing: {}, network: 'default', mounts: [] }) as const;

function planOf(resolved: ResolvedImage, index: number): CopyPlan {
  const plan = resolved.copies.find(({ step }) => step === index);
  if (plan === undefined) throw new Error(`copy step ${index} was not resolved`);
  return plan;
}
