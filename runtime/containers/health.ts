/*
 * Checks a container's health, once for each call. There is no daemon that would check by itself:
 * who waits for health calls again after the interval, and between commands the last finding stands
 * with its time.
 */
import type { CompletedHealth } from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import { errorCode } from '../store/index.js';
import type { Context } from './context.js';
import { execCaptured, type CapturedExec } from './exec.js';
import { readQuickly, writeQuickly } from './files.js';
import { findContainer, readRun } from './library.js';
import { placesOf } from './places.js';
import { isRunning } from './processes.js';
import { healthShape, type Health } from './record.js';

const mostOutput = 4096;

/**
 * Runs a container's check and keeps what it found.
 * @returns the finding; `undefined` for a container without a check
 * @throws RuntimeError `not-running`, also when it ended during the check
 */
export async function checkHealth(context: Context, wanted: string): Promise<Health | undefined> {
  const { store } = context;
  const { id, spec } = await findContainer(store, wanted);
  if (spec.health === null) return undefined;
  const run = await readRun(store, id);
  if (run === undefined) {
    throw new RuntimeError({ kind: 'not-running', name: spec.name, action: 'be checked' });
  }
  const places = placesOf(store, id);
  const before = await readQuickly(places.health, healthShape);
  const probe = await runProbe(context, id, spec.health);
  // A check that was cut short by the container's end says nothing of its health.
  if (!probe.passed && !isRunning(run.process)) {
    throw new RuntimeError({ kind: 'not-running', name: spec.name, action: 'be checked' });
  }
  const age = Date.now() - Date.parse(run.startedAt);
  const health = nextHealth(spec.health, before, probe, age, new Date().toISOString());
  try {
    await writeQuickly(places.health, health);
  } catch (error) {
    // The container has ended meanwhile, and its files with it.
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  return health;
}

export interface Probe {
  readonly passed: boolean;
  readonly output: string;
}

async function runProbe(context: Context, id: string, check: CompletedHealth): Promise<Probe> {
  try {
    return probeOf(await execCaptured(context, id, check.test, { timeout: check.timeout }), check);
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.fault.kind !== 'exec-failed') throw error;
    return { passed: false, output: error.fault.reason };
  }
}

function probeOf(result: CapturedExec, { timeout }: CompletedHealth): Probe {
  if (result.timedOut) return { passed: false, output: `no answer within ${timeout} ms` };
  const output = `${result.stdout}${result.stderr}`.slice(-mostOutput);
  return { passed: result.exitCode === 0, output };
}

/**
 * What a check means after what was found before. Failures in the start period do not count, until
 * a check has passed once.
 * @param age milliseconds since the container was started
 */
export function nextHealth(
  check: CompletedHealth,
  before: Health | undefined,
  probe: Probe,
  age: number,
  checkedAt: string,
): Health {
  const status = before?.status ?? 'starting';
  const lastOutput = probe.output;
  if (probe.passed) return { status: 'healthy', failingStreak: 0, lastOutput, checkedAt };
  if (status === 'starting' && age < check.start_period) {
    return { status, failingStreak: 0, lastOutput, checkedAt };
  }
  const failingStreak = (before?.failingStreak ?? 0) + 1;
  return {
    status: failingStreak >= check.retries ? 'unhealthy' : status,
    failingStreak,
    lastOutput,
    checkedAt,
  };
}
