/*
 * Which stages and images a target of a Dockerfile needs, told from its text and its arguments alone.
 * What nothing needs is not built, and decides nothing.
 */
import { BadExpansion, expandWord } from './expand.js';
import type { Dockerfile, DockerfileProblem, Instruction, Place, Stage } from './instruction.js';
import { findStage } from './parse.js';

/** What `FROM`, `COPY --from` or a mount takes. */
export type Reference =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'image'; readonly name: string };

export interface NeededImage {
  readonly name: string;
  readonly place: Place;
}

export interface Needed {
  /** Stages in the order of the file. */
  readonly stages: readonly Stage[];
  readonly images: readonly NeededImage[];
  readonly problems: readonly DockerfileProblem[];
}

/** Values of the `ARG`s before the first `FROM`. @throws BadExpansion */
export function globalArguments(
  { escape, globals }: Dockerfile,
  given: Readonly<Record<string, string>>,
  predefined: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const values = new Map(Object.entries(predefined));
  for (const { name, value } of globals.flatMap(({ args }) => args)) {
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    const expanded =
      own ??
      (value === undefined
        ? undefined
        : expandWord(value, { escape, valueOf: (one) => values.get(one) }));
    if (expanded !== undefined) values.set(name, expanded);
  }
  return values;
}

/** What a stage is built on. @throws BadExpansion */
export function baseReference(
  dockerfile: Dockerfile,
  stage: Stage,
  globals: ReadonlyMap<string, string>,
): Reference | undefined {
  const name = expandWord(stage.from.image, {
    escape: dockerfile.escape,
    valueOf: (one) => globals.get(one),
  });
  if (name === '') return undefined;
  const before = dockerfile.stages.find(
    (one) => one.index < stage.index && one.name === name.toLowerCase(),
  );
  if (before) return { kind: 'stage', stage: before };
  return name === 'scratch' ? { kind: 'scratch' } : { kind: 'image', name };
}

/** What a `--from` names. A number that is no stage is a problem. */
export function fromReference(
  dockerfile: Dockerfile,
  stage: Stage,
  name: string,
): Reference | { readonly problem: Omit<DockerfileProblem, 'from' | 'to'> } {
  const found = findStage(dockerfile, name, stage.index);
  if (found) return { kind: 'stage', stage: found };
  const code = 'dockerfile-stage-unknown';
  const later = findStage(dockerfile, name);
  if (later) {
    const which = later.index === stage.index ? 'is the one that it stands in' : 'comes later';
    return { problem: { code, summary: `the stage \`${name}\` ${which}` } };
  }
  if (/^\d+$/.test(name)) {
    const detail = `They are counted from 0, and there are ${dockerfile.stages.length}.`;
    return { problem: { code, summary: `there is no stage ${name}`, detail } };
  }
  if (name.includes('$')) {
    const detail = 'Give the image a name by `FROM … AS name`, and copy from that.';
    return {
      problem: {
        code: 'dockerfile-unsupported',
        summary: 'variables do not count in `from`',
        detail,
      },
    };
  }
  return name === 'scratch' ? { kind: 'scratch' } : { kind: 'image', name };
}

/** What an instruction takes files from, beside the context. */
export function sourcesOf(
  instruction: Instruction,
): readonly { readonly name: string; readonly place: Place }[] {
  if (instruction.kind === 'copy' && instruction.from !== undefined) {
    return [{ name: instruction.from, place: instruction.place }];
  }
  if (instruction.kind !== 'run') return [];
  return instruction.mounts.flatMap(({ options, place }) => {
    const { from } = options;
    return from === undefined ? [] : [{ name: from, place }];
  });
}

/** @param predefined arguments that every build has, such as `TARGETARCH` */
export function neededBy(
  dockerfile: Dockerfile,
  target: Stage,
  given: Readonly<Record<string, string>>,
  predefined: Readonly<Record<string, string>> = {},
): Needed {
  const stages = new Set<Stage>();
  const images = new Map<string, NeededImage>();
  const problems: DockerfileProblem[] = [];
  let globals: ReadonlyMap<string, string> = new Map();
  const attempt = (place: Place, action: () => void): void => {
    try {
      action();
    } catch (error) {
      if (!(error instanceof BadExpansion)) throw error;
      problems.push({ code: 'dockerfile-invalid', summary: error.message, ...spanOf(place) });
    }
  };
  const visit = (stage: Stage): void => {
    if (stages.has(stage)) return;
    stages.add(stage);
    const take = (reference: Reference | undefined, place: Place): void => {
      if (reference?.kind === 'stage') visit(reference.stage);
      if (reference?.kind === 'image' && !images.has(reference.name)) {
        images.set(reference.name, { name: reference.name, place });
      }
    };
    attempt(stage.from.place, () => {
      const base = baseReference(dockerfile, stage, globals);
      if (!base) throw new BadExpansion('the name of the image is empty');
      take(base, stage.from.place);
    });
    for (const { name, place } of stage.instructions.flatMap(sourcesOf)) {
      const reference = fromReference(dockerfile, stage, name);
      if ('problem' in reference) problems.push({ ...reference.problem, ...spanOf(place) });
      else take(reference, place);
    }
  };
  attempt(dockerfile.globals[0]?.place ?? target.from.place, () => {
    globals = globalArguments(dockerfile, given, predefined);
  });
  visit(target);
  return {
    stages: [...stages].sort((a, b) => a.index - b.index),
    images: [...images.values()],
    problems,
  };
}

const spanOf = ({ from, to }: Place): Place => ({ from, to });
