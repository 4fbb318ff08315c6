/* `stowage stats`: what running containers use, round after round. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  EngineError,
  parseDuration,
  type ContainerUsage,
  type Operator,
} from '../../model/index.js';
import { UsageError, valueOf, type CommandRunner, type Invocation } from '../command.js';
import { withEngine } from '../engine.js';
import { declaredStack } from '../stack/declared-stack.js';
import { exitCodes } from '../exit-codes.js';
import { processorShare, usageLines, type Measured } from '../render/usage.js';
import { findContainer } from '../stack/find-container.js';

const defaultInterval = 1000;
/** To the upper left corner, and nothing below it. */
const clearScreen = '\u001b[H\u001b[J';

interface Subject {
  readonly id: string;
  readonly name: string;
}

function intervalOf(invocation: Invocation): number {
  const given = valueOf(invocation, 'interval');
  if (given === undefined) return defaultInterval;
  const interval = parseDuration(given);
  if (interval === undefined || interval < 100) {
    throw new UsageError(`--interval takes a duration of at least 100ms, not ${given}`);
  }
  return interval;
}

/** Those that were asked for, else all of stacks, or all there are. */
async function subjectsOf(engine: Operator, invocation: Invocation): Promise<readonly Subject[]> {
  const wanted = await Promise.all(
    invocation.arguments.map((given) => findContainer(engine, given)),
  );
  const all = await engine.listContainers();
  if (wanted.length === 0) {
    return all.filter(({ stack }) => stack !== undefined || invocation.switches.has('all'));
  }
  return wanted.map((given) => {
    const exact = all.find(({ id, name }) => id === given || name === given);
    const found = exact ?? all.find(({ id }) => id.startsWith(given));
    if (found === undefined) {
      throw new EngineError('not-found', `there is no container ${given}`);
    }
    return found;
  });
}

/** `undefined` for a container that does not run, or has been removed since it was listed. */
async function usageOf(engine: Operator, id: string): Promise<ContainerUsage | undefined> {
  try {
    return await engine.usage(id);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return undefined;
    throw error;
  }
}

type Round = ReadonlyMap<string, Subject & { readonly usage: ContainerUsage }>;

async function measure(engine: Operator, subjects: readonly Subject[]): Promise<Round> {
  const found = await Promise.all(
    subjects.map(async ({ id, name }) => ({ id, name, usage: await usageOf(engine, id) })),
  );
  return new Map(
    found.flatMap(({ usage, ...subject }) =>
      usage === undefined ? [] : [[subject.id, { ...subject, usage }] as const],
    ),
  );
}

export const runStats: CommandRunner = async (invocation, context) => {
  const { terminal, signal } = context;
  const interval = intervalOf(invocation);
  const once = invocation.switches.has('no-stream');
  const declared = await declaredStack(undefined, context);
  return withEngine(invocation, context, declared, async (engine) => {
    const show = (measured: readonly Measured[]): void => {
      if (invocation.switches.has('json')) {
        const cpuPercent = (one: Measured): number => Number(processorShare(one).toFixed(2));
        terminal.print(
          JSON.stringify(
            measured.map((one) => ({ name: one.name, cpuPercent: cpuPercent(one), ...one.now })),
          ),
        );
        return;
      }
      if (!once && process.stdout.isTTY) terminal.write(clearScreen);
      for (const line of usageLines(measured)) terminal.print(line);
    };
    // An interrupt is the usual end of it, between two rounds.
    const pause = (): Promise<unknown> =>
      delay(interval, undefined, { signal }).catch(() => undefined);
    let before = await measure(engine, await subjectsOf(engine, invocation));
    await pause();
    while (!signal.aborted) {
      const round = await measure(engine, await subjectsOf(engine, invocation));
      show(
        [...round].map(([id, { name, usage }]) => ({
          name,
          before: before.get(id)?.usage ?? usage,
          now: usage,
        })),
      );
      if (once) break;
      before = round;
      await pause();
    }
    return exitCodes.done;
  });
};
