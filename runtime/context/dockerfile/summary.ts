/* What of a resolved Dockerfile is completed, and what a plan shows of it. */
import { createHash } from 'node:crypto';
import {
  completeImageConfig,
  type CompletedDockerfile,
  type ImageConfig,
  type ImageSource,
  type ImageSpec,
} from '../../../model/index.js';
import type { Dockerfile, Needed } from '../../../model/dockerfile/index.js';
import type { CopyPlan } from '../copy-plan.js';
import type { ResolvedStage, StageAction, StageBase } from './stages.js';

/** What of an image follows from its Dockerfile. */
export interface FromDockerfile {
  readonly stages: readonly ResolvedStage[];
  /** What the last of them is built on at the bottom. */
  readonly from: ImageSource;
  readonly base: string;
  readonly config: ImageConfig;
  readonly dockerfile: CompletedDockerfile;
  /** All plans of files of the context. */
  readonly copies: readonly CopyPlan[];
}

export interface Lowered {
  readonly stages: readonly ResolvedStage[];
  /** Identities of the images by the names that are written. */
  readonly bases: Readonly<Record<string, string>>;
}

export function summarise(
  spec: ImageSpec,
  dockerfile: Dockerfile,
  needed: Needed,
  { stages, bases }: Lowered,
): FromDockerfile {
  const last = stages.at(-1);
  if (!last) throw new Error('a Dockerfile without stages has been resolved');
  const bottom = bottomOf(stages, last.base);
  const config = completeImageConfig({ ...spec, steps: [] }, last.config);
  const { on_build: onBuild } = last.config;
  return {
    stages,
    from: bottom.kind === 'image' ? { kind: 'image', name: bottom.name } : { kind: 'scratch' },
    base: bottom.kind === 'image' ? bottom.identity : '',
    config: onBuild ? { ...config, on_build: onBuild } : config,
    dockerfile: {
      instructions: instructionsOf(needed),
      args: argumentsOf(spec, dockerfile, needed),
      bases,
    },
    copies: stages.flatMap(({ actions }) => actions.flatMap(plansOf)),
  };
}

/** What a base comes down to when stages are gone through. */
function bottomOf(
  stages: readonly ResolvedStage[],
  base: StageBase,
): Exclude<StageBase, { kind: 'stage' }> {
  if (base.kind !== 'stage') return base;
  const below = stages[base.stage];
  return below ? bottomOf(stages, below.base) : { kind: 'scratch' };
}

function plansOf(action: StageAction): readonly CopyPlan[] {
  if (action.kind === 'copy') return [action.plan];
  if (action.kind === 'unpack') {
    return [
      { step: 0, owner: { uid: 0, gid: 0 }, directory: undefined, entries: [action.archive] },
    ];
  }
  if (action.kind !== 'run') return [];
  return action.mounts.flatMap((mount) =>
    mount.type === 'bind' && 'entries' in mount.from ? [mount.from] : [],
  );
}

/** How much of an instruction a record keeps; a longer one by its digest. */
const longest = 400;

function instructionsOf({ stages }: Needed): Readonly<Record<string, string>> {
  const all = stages.flatMap(({ from, instructions }) => [from, ...instructions]);
  const kept = (text: string): string =>
    text.length <= longest ? text : `${text.slice(0, 80)}… (${digest(text)})`;
  return Object.fromEntries(all.map(({ text }, index) => [String(index), kept(text)]));
}

const digest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Arguments that an `ARG` asks for; of the others nothing depends. */
function argumentsOf(
  { args = {} }: ImageSpec,
  { globals }: Dockerfile,
  { stages }: Needed,
): Readonly<Record<string, string>> {
  const declared = new Set(
    [...globals, ...stages.flatMap(({ instructions }) => instructions)].flatMap((instruction) =>
      instruction.kind === 'arg' ? instruction.args.map(({ name }) => name) : [],
    ),
  );
  const used = Object.entries(args).filter(([name]) => declared.has(name));
  return Object.fromEntries(used.map(([name, value]) => [name, digest(value)]));
}
