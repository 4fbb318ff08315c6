/*
 * Follows a build: says which step of the image is being done, in the words of its definition, and
 * turns a failure into one that names the step and shows what its command wrote.
 */
import { EngineError, type StepProgress } from '../../../model/index.js';
import { jsonLines } from '../client/index.js';
import type { Rule } from '../dialect/index.js';
import type { Dockerfile } from './dockerfile.js';

export interface FollowedBuild {
  /** What is done, in the words that every engine has for it. */
  readonly steps: readonly string[];
  readonly reference: string;
  readonly dockerfile: Dockerfile;
  readonly progress: StepProgress;
  /** What the engine's refusals mean. */
  readonly rules: readonly Rule[];
}

/**
 * What a builder says before each instruction, one after another: `Step 1/5 : `, or by stages
 * `[1/2] STEP 1/5: `.
 */
const stepLine = /^(?:\[\d+\/\d+\] )?step \d+\/\d+ ?: /i;

/** How much of a failed step's output is shown. */
const shownLines = 20;

/** @throws EngineError `build-failed` */
export async function followBuild(
  body: AsyncIterable<Buffer>,
  { steps, reference, dockerfile, progress, rules }: FollowedBuild,
): Promise<void> {
  let instruction = 0;
  let current = -1;
  let output: string[] = [];
  try {
    const attempt = { action: `build image "${reference}"`, verb: 'build' } as const;
    for await (const message of jsonLines(body, attempt, rules)) {
      for (const line of plain(message.textOr('stream', '')).split('\n')) {
        if (!stepLine.test(line)) {
          if (line.trim() !== '' && !isChatter(line)) output = [...output, line].slice(-shownLines);
          continue;
        }
        const step = dockerfile.steps[instruction] ?? -1;
        instruction += 1;
        output = [];
        if (step !== current && step >= 0) {
          progress.report(`step ${step + 1}/${steps.length}: ${steps[step] ?? 'its settings'}`);
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
  return /^(?: ---> |--> |COMMIT |Removing intermediate container |Successfully (?:built|tagged) |[0-9a-f]{64}$)/.test(
    line,
  );
}

function failure(
  reference: string,
  steps: readonly string[],
  index: number,
  cause: EngineError,
  lines: readonly string[],
): EngineError {
  const code = /(?:returned a non-zero code:|: exit status) (\d+)/.exec(cause.message)?.[1];
  const reason =
    code === undefined
      ? cause.message.replace(/^cannot build image ".*?": /, '')
      : `it ended with exit code ${code}`;
  const step = steps[index];
  const where = step === undefined ? '' : ` at step ${index + 1}, ${step}`;
  return new EngineError('build-failed', `image "${reference}" failed${where}: ${reason}`, {
    cause,
    lines,
  });
}

// The builder colours what a command writes to its standard error.
const colours = /\u001b\[[\d;]*m/g;

const plain = (text: string): string => text.replace(colours, '');
