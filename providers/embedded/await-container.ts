/*
 * Waits for what a start is to lead to: still running, healthy, or completed. Only checks made after
 * the start count. Health is probed from here, since nothing else runs between commands.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, type CompletedHealth } from '../../model/index.js';
import { isFault, type ContainerEngine, type ContainerView } from '../../runtime/index.js';
import { lastLines } from './last-lines.js';

/** How long a container has to stay up to count as running, in milliseconds. */
const proving = 300;
const linesShown = 20;
/** Until a container that cannot be checked now is looked at again, in milliseconds. */
const soon = 50;

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

function endText({ name, state, exitCode, oomKilled }: ContainerView): string {
  const code = exitCode === null ? 'and nobody saw how' : `with exit code ${exitCode}`;
  const memory = oomKilled ? ', out of memory' : '';
  return state === 'exited' ? `${name} ended ${code}${memory}` : `${name} is ${state}`;
}

/** Fails when the container is no longer up; one that its restart policy brings back is. */
async function refuseEnded(engine: ContainerEngine, container: string): Promise<ContainerView> {
  const view = await engine.containers.inspect(container);
  if (view.state === 'running' || view.state === 'paused' || view.state === 'restarting') {
    return view;
  }
  throw new EngineError('start-failed', endText(view), {
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
  await refuseEnded(engine, container);
}

async function awaitHealthy(
  engine: ContainerEngine,
  container: string,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const view = await refuseEnded(engine, container);
    const check = view.live.health;
    if (!check) return;
    const health = await checkIfRunning(engine, view);
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
    const rest = Math.min(untilNextCheck(check, view), 30_000);
    await pause(health === undefined ? soon : rest, signal);
  }
}

/** Milliseconds between two checks: fewer while the container may still be starting. */
export function untilNextCheck(
  { interval, start_period, start_interval = interval }: CompletedHealth,
  { startedAt, health }: Pick<ContainerView, 'startedAt' | 'health'>,
): number {
  const age = startedAt === undefined ? 0 : Date.now() - Date.parse(startedAt);
  return age < start_period && health?.status === 'starting' ? start_interval : interval;
}

/**
 * What a check finds; `undefined` where there was nothing to be checked. The last look may be from
 * before the container's end, of which the next one tells how it came.
 */
async function checkIfRunning(
  { containers }: ContainerEngine,
  { id, state }: ContainerView,
): Promise<ContainerView['health']> {
  if (state !== 'running') return undefined;
  try {
    return await containers.checkHealth(id);
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
