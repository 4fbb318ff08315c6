/*
 * Follows a build: says which step of the image is being done, in the words of its definition, and
 * turns a failure into one that names the step and shows what its command wrote.
 */
import {
  EngineError,
  type BuildStep,
  type ImageSpec,
  type StepProgress,
} from '../../../model/index.js';
import { jsonLines } from '../client/index.js';
import type { Dockerfile } from './dockerfile.js';

export interface FollowedBuild {
  readonly spec: ImageSpec;
  readonly reference: string;
  readonly dockerfile: Dockerfile;
  readonly progress: StepProgress;
}

/** How much of a failed step's output is shown. */
const shownLines = 20;

/** @throws EngineError `build-failed` */
export async function followBuild(
  body: AsyncIterable<Buffer>,
  { spec, reference, dockerfile, progress }: FollowedBuild,
): Promise<void> {
  const steps = spec.steps ?? [];
  let current = -1;
  let output: string[] = [];
  try {
    const attempt = { action: `build image "${reference}"`, verb: 'build' } as const;
    for await (const message of jsonLines(body, attempt)) {
      for (const line of message.textOr('stream', '').split('\n')) {
        const instruction = /^Step (\d+)\/\d+ : /.exec(line)?.[1];
        if (instruction === undefined) {
          if (line.trim() !== '' && !isChatter(line)) output = [...output, line].slice(-shownLines);
          continue;
        }
        const step = dockerfile.steps[Number(instruction) - 1] ?? -1;
        output = [];
        if (step !== current && step >= 0) {
          progress.report(`step ${step + 1}/${steps.length}: ${describeStep(steps[step])}`);
        }
        current = step;
      }
    }
  } catch (error) {
    if (progress.signal.aborted) {
      throw new EngineError('interrupted', `stopped building image "${reference}"`, {
        cause: error,
      });
    }
    if (!(error instanceof EngineError) || error.code !== 'build-failed') throw error;
    throw failure(reference, steps, current, error, output);
  }
}

/** What the builder says of itself between the lines of a command. */
function isChatter(line: string): boolean {
  return /^(?: ---> |Removing intermediate container |Successfully (?:built|tagged) )/.test(line);
}

function failure(
  reference: string,
  steps: readonly BuildStep[],
  index: number,
  cause: EngineError,
  lines: readonly string[],
): EngineError {
  const code = /returned a non-zero code: (\d+)/.exec(cause.message)?.[1];
  const reason =
    code === undefined
      ? cause.message.replace(/^cannot build image ".*?": /, '')
      : `it ended with exit code ${code}`;
  const step = steps[index];
  const where = step ? ` at step ${index + 1}, ${describeStep(step)}` : '';
  return new EngineError('build-failed', `image "${reference}" failed${where}: ${reason}`, {
    cause,
    lines,
  });
}

/** A step as it is written, on one line. */
export function describeStep(step: BuildStep | undefined): string {
  switch (step?.kind) {
    case 'copy':
      return `copy ${step.sources.join(', ')} to ${step.target}`;
    case 'run': {
      const [shell, flag, line, ...rest] = step.command;
      const isShell = shell === '/bin/sh' && flag === '-c' && rest.length === 0;
      return `run ${isShell ? (line ?? '') : step.command.join(' ')}`.replace(/\s+/g, ' ');
    }
    case 'env':
      return `env ${Object.keys(step.env).join(', ')}`;
    case 'workdir':
      return `workdir ${step.path}`;
    case 'user':
      return `user ${step.user}`;
    case 'expose':
      return `expose ${step.ports.join(', ')}`;
    case 'label':
      return `label ${Object.keys(step.labels).join(', ')}`;
    case undefined:
      return 'its settings';
    default:
      return step satisfies never;
  }
}
