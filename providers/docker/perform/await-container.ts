/*
 * Waits until a started container is what its dependents need: still running, healthy, or done.
 * The engine is asked again and again in short turns, because its own waiting answers at once for a
 * container between two restarts, and its events are lost when there are many.
 */
import { setTimeout as delay } from 'node:timers/promises';
import {
  EngineError,
  type EngineErrorCode,
  type StepOutcome,
  type Target,
} from '../../../model/index.js';
import type { ContainerInspection, DockerClient } from '../client/index.js';
import { healthOf } from '../observe/containers.js';
import { failureLines, lastLines } from '../operate/last-lines.js';
import { noRemarks, type OperationOf, type StepContext } from './operation.js';
import { getTargetContainer } from './targets.js';

/** Milliseconds for which a container without a check must run to count as started. */
const provenAfter = 300;
/** Milliseconds beyond the times of a check before a container that says nothing is given up. */
const patience = 10_000;

export async function awaitContainer(
  context: StepContext,
  { target, until }: OperationOf<'await-container'>,
): Promise<StepOutcome> {
  const wait = openWait(context, target);
  switch (until) {
    case 'running':
      await untilProven(wait);
      break;
    case 'healthy':
      await untilHealthy(wait);
      break;
    case 'completed':
      await untilCompleted(wait);
      break;
    default:
      return until satisfies never;
  }
  return noRemarks;
}

interface Wait {
  readonly client: DockerClient;
  readonly name: string;
  /** Looks at the container again. */
  look(): Promise<ContainerInspection>;
  /** @throws EngineError `interrupted` */
  pause(milliseconds: number): Promise<void>;
}

function openWait({ client, progress }: StepContext, target: Target): Wait {
  const { signal } = progress;
  return {
    client,
    name: target.name,
    look: () => getTargetContainer(client, target),
    pause: async (milliseconds) => {
      await delay(milliseconds, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) return;
      throw new EngineError('interrupted', `stopped waiting for container "${target.name}"`);
    },
  };
}

async function failure(
  { client, name }: Wait,
  container: ContainerInspection,
  code: EngineErrorCode,
  what: string,
  lines?: readonly string[],
): Promise<EngineError> {
  return new EngineError(code, `container "${name}" ${what}`, {
    lines: lines ?? (await lastLines(client, container.id, failureLines)),
  });
}

/** How a container ended, in words. */
function endOf({ state }: ContainerInspection): string {
  const memory = state.oomKilled ? ', because it ran out of memory' : '';
  return `with exit code ${state.exitCode}${memory}`;
}

/** The failure of a container that was to run and does not; `undefined` while it runs. */
async function endedEarly(
  wait: Wait,
  container: ContainerInspection,
  restartsBefore: number,
): Promise<EngineError | undefined> {
  const { state, restartCount } = container;
  if (state.status === 'created') {
    const reason = state.error === '' ? '' : `: ${state.error}`;
    return failure(wait, container, 'start-failed', `was not started${reason}`);
  }
  if (state.status === 'restarting' || restartCount > restartsBefore) {
    return failure(wait, container, 'start-failed', `ends again and again, ${endOf(container)}`);
  }
  if (state.status !== 'running') {
    return failure(wait, container, 'start-failed', `ended right away ${endOf(container)}`);
  }
  return undefined;
}

async function untilProven(wait: Wait): Promise<void> {
  let container = await wait.look();
  const { restartCount } = container;
  const start = Date.now();
  for (;;) {
    const ended = await endedEarly(wait, container, restartCount);
    if (ended) throw ended;
    if (Date.now() - start >= provenAfter) return;
    await wait.pause(50);
    container = await wait.look();
  }
}

async function untilHealthy(wait: Wait): Promise<void> {
  let container = await wait.look();
  if (!container.healthCheck || container.healthCheck.test[0] === 'NONE') return untilProven(wait);
  const { restartCount } = container;
  const { interval, timeout, startPeriod, retries } = container.healthCheck;
  const allowed = startPeriod / 1e6 + ((interval + timeout) / 1e6) * retries + patience;
  const deadline = Date.now() + allowed;
  for (let turn = 50; ; turn = Math.min(turn * 1.3, 500)) {
    const ended = await endedEarly(wait, container, restartCount);
    if (ended) throw ended;
    const health = healthOf(container.state);
    if (health === 'healthy') return;
    if (health === 'unhealthy') throw await unhealthy(wait, container, 'is unhealthy');
    await runDueCheck(wait, container, interval / 1e6);
    if (Date.now() > deadline) {
      const seconds = Math.round(allowed / 1000);
      throw await unhealthy(wait, container, `is not healthy after ${seconds} s`);
    }
    await wait.pause(turn);
    container = await wait.look();
  }
}

/**
 * Runs a check that is due where the engine may leave that to others. One that runs them by itself is
 * never late.
 * @param interval milliseconds between two checks
 */
async function runDueCheck(
  { client }: Wait,
  { id, state }: ContainerInspection,
  interval: number,
): Promise<void> {
  if (!client.dialect.needsCheckRunner) return;
  const ended = state.health?.log.map(({ end }) => Date.parse(end)) ?? [];
  const last = Math.max(Date.parse(state.startedAt), ...ended);
  // Its clock may be another host's.
  const now = (await client.clock()) * 1000;
  if (now - last >= interval) await client.runHealthCheck(id);
}

/** Explained by what its own check said since the start, else by what it wrote. */
async function unhealthy(
  wait: Wait,
  container: ContainerInspection,
  what: string,
): Promise<EngineError> {
  const { health, startedAt } = container.state;
  const last = health?.log.filter(({ start }) => Date.parse(start) >= Date.parse(startedAt)).at(-1);
  const said = last?.output.trim().split('\n').slice(-failureLines) ?? [];
  if (last === undefined || said.join('') === '') {
    return failure(wait, container, 'unhealthy', what);
  }
  const checked = `${what}; its check ended with exit code ${last.exitCode}`;
  return failure(wait, container, 'unhealthy', checked, said);
}

async function untilCompleted(wait: Wait): Promise<void> {
  for (let turn = 20; ; turn = Math.min(turn * 1.3, 500)) {
    const container = await wait.look();
    const { status, exitCode, error } = container.state;
    if (status === 'created') {
      const reason = error === '' ? '' : `: ${error}`;
      throw await failure(wait, container, 'start-failed', `was not started${reason}`);
    }
    if (status === 'exited' || status === 'dead') {
      if (exitCode === 0) return;
      throw await failure(wait, container, 'job-failed', `ended ${endOf(container)}`);
    }
    await wait.pause(turn);
  }
}
