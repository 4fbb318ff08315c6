/*
 * Waits for what a start is to lead to: still running, healthy, or completed. Only checks made after
 * the start count. Health is probed from here, at once and then in the container's own rhythm; what the
 * agent finds meanwhile counts as well.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../model/index.js';
import {
  isFault,
  untilNextCheck,
  type ContainerEngine,
  type ContainerView,
} from '../../runtime/index.js';
import { lastLines } from './last-lines.js';

/** How long a container has to stay up to count as running, in milliseconds. */
const proving = 300;
const linesShown = 20;
/** Until a container that cannot be checked now is looked at again, in milliseconds. */
const soon = 50;
/** Milliseconds between two checks at most, whatever the interval of the check is. */
const longestRest = 30_000;

type Until = 'running' | 'healthy' | 'completed';

/** @throws EngineError `start-failed`, `unhealthy`, `job-failed` with the last lines, `interrupted` */
export async function awaitContainer(
  engine: ContainerEngine,
  container: string,
  until: Until,
  signal: AbortSignal,
): Promise<void> {
  switch (until) {
    case 'running':
      return awaitRunning(engine, container, signal);
    case 'healthy':
      return awaitHealthy(engine, container, signal);
    case 'completed':
      return awaitCompleted(engine, container, signal);
  }
}

/** What a wait gives. @throws EngineError `interrupted` where the signal has ended it */
async function interruptible<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await waiting;
  } catch (error) {
    const isEnded = signal.aborted && error instanceof Error && error.name === 'AbortError';
    if (!isEnded) throw error;
    throw new EngineError('interrupted', 'interrupted while waiting', { cause: error });
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  interruptible(delay(milliseconds, undefined, { signal }), signal);

function endText({ name, state, exitCode, oomKilled }: ContainerView, comesBack = false): string {
  const code = exitCode === null ? 'and nobody saw how' : `with exit code ${exitCode}`;
  const memory = oomKilled ? ', out of memory' : '';
  if (comesBack)
    return `${name} ends again and again${exitCode === null ? '' : `, ${code}`}${memory}`;
  return state === 'exited' ? `${name} ended ${code}${memory}` : `${name} is ${state}`;
}

/**
 * Fails when the container is no longer up, or its restart policy brings it back: it would be waited for
 * without end.
 * @param before how often it had been brought back when it began to be waited for
 */
async function refuseEnded(
  engine: ContainerEngine,
  container: string,
  before = Infinity,
): Promise<ContainerView> {
  const view = await engine.containers.inspect(container);
  const comesBack = view.state === 'restarting' || view.restarts > before;
  if (!comesBack && (view.state === 'running' || view.state === 'paused')) return view;
  throw new EngineError('start-failed', endText(view, comesBack), {
    lines: await lastLines(engine, container, linesShown),
  });
}

async function awaitRunning(
  engine: ContainerEngine,
  container: string,
  signal: AbortSignal,
): Promise<void> {
  const view = await refuseEnded(engine, container);
  const age = view.startedAt === undefined ? 0 : Date.now() - Date.parse(view.startedAt);
  if (age < proving) await pause(proving - age, signal);
  await refuseEnded(engine, container, view.restarts);
}

async function awaitHealthy(
  engine: ContainerEngine,
  container: string,
  signal: AbortSignal,
): Promise<void> {
  let before: number | undefined;
  for (let rest = 0; ;) {
    const view = await refuseEnded(engine, container, before);
    before ??= view.restarts;
    const check = view.live.health;
    if (!check) return;
    const health = await checkIfRunning(engine, view, rest);
    if (health?.status === 'healthy') return;
    if (health?.status === 'unhealthy') {
      throw new EngineError(
        'unhealthy',
        `${view.name} is unhealthy: ${health.failingStreak} checks failed in a row`,
        {
          lines: [
            ...health.lastOutput.split('\n').filter(Boolean),
            ...(await lastLines(engine, container, linesShown)),
          ],
        },
      );
    }
    rest = Math.min(untilNextCheck(check, view.startedAt, view.health), longestRest);
    const age = Date.now() - Date.parse(health?.checkedAt ?? '');
    await pause(age >= 0 ? Math.max(rest - age, soon) : soon, signal);
  }
}

/**
 * What a check finds, or one not older than `rest` milliseconds has found; `undefined` where there was nothing to be checked. The last look may be from
 * before the container's end, of which the next one tells how it came.
 */
async function checkIfRunning(
  { containers }: ContainerEngine,
  { id, state }: ContainerView,
  rest: number,
): Promise<ContainerView['health']> {
  if (state !== 'running') return undefined;
  try {
    // A timer may fire a little early.
    return await containers.checkHealth(id, { unlessSince: rest * 0.9 });
  } catch (error) {
    if (!isFault(error, 'not-running')) throw error;
    return undefined;
  }
}

async function awaitCompleted(
  engine: ContainerEngine,
  container: string,
  signal: AbortSignal,
): Promise<void> {
  const code = await interruptible(engine.containers.wait(container, signal), signal);
  if (code === 0) return;
  const view = await engine.containers.inspect(container);
  throw new EngineError('job-failed', endText(view), {
    lines: await lastLines(engine, container, linesShown),
  });
}
