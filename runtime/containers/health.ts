/*
 * Checks a container's health, once for each call. Who waits for health calls again after the interval;
 * between commands the agent does, and where none runs the last finding stands with its time.
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

export interface CheckOptions {
  /** Takes the last finding for this one if it is not older than so many milliseconds. */
  readonly unlessSince?: number;
  /** Cuts the check short; then nothing is found. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a container's check and keeps what it found. Of several who ask at a time one checks after the other,
 * so that no failure counts twice.
 * @returns the finding; `undefined` for a container without a check
 * @throws RuntimeError `not-running`, also when it ended during the check
 */
export async function checkHealth(
  context: Context,
  wanted: string,
  options: CheckOptions = {},
): Promise<Health | undefined> {
  const { store } = context;
  const { id, spec } = await findContainer(store, wanted);
  const { health: check } = spec;
  if (check === null) return undefined;
  // Whoever has the lock may use up all the time that a check has.
  const timeout = check.timeout + lockPatience;
  return store.withLock(`health ${id}`, () => checkAlone(context, id, spec.name, check, options), {
    timeout,
  });
}

const lockPatience = 10_000;

/** What the last check of the present run has found; `undefined` before the first. */
export function readHealth(store: Context['store'], id: string): Promise<Health | undefined> {
  return readQuickly(placesOf(store, id).health, healthShape);
}

async function checkAlone(
  context: Context,
  id: string,
  name: string,
  check: CompletedHealth,
  { unlessSince = 0, signal }: CheckOptions,
): Promise<Health | undefined> {
  const { store } = context;
  const ended = new RuntimeError({ kind: 'not-running', name, action: 'be checked' });
  const run = await readRun(store, id);
  if (run === undefined) throw ended;
  const places = placesOf(store, id);
  const before = await readHealth(store, id);
  const since = Date.now() - Date.parse(before?.checkedAt ?? '');
  if (since >= 0 && since < unlessSince) return before;
  const probe = await runProbe(context, id, check, signal);
  if (signal?.aborted === true) return before;
  // A check that was cut short by the container's end says nothing of its health.
  if (!probe.passed && !isRunning(run.process)) throw ended;
  const age = Date.now() - Date.parse(run.startedAt);
  const health = nextHealth(check, before, probe, age, new Date().toISOString());
  // It may have been started again meanwhile: then this is said of another run.
  if ((await readRun(store, id))?.startedAt !== run.startedAt) throw ended;
  try {
    await writeQuickly(places.health, health);
  } catch (error) {
    // The container has ended meanwhile, and its files with it.
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  return health;
}

/**
 * Milliseconds between two checks: fewer while the container may still be starting.
 * @param startedAt when the present run began
 */
export function untilNextCheck(
  { interval, start_period, start_interval = interval }: CompletedHealth,
  startedAt: string | undefined,
  health: Health | undefined,
): number {
  const age = startedAt === undefined ? 0 : Date.now() - Date.parse(startedAt);
  const isStarting = health === undefined || health.status === 'starting';
  return age < start_period && isStarting ? start_interval : interval;
}

export interface Probe {
  readonly passed: boolean;
  readonly output: string;
}

async function runProbe(
  context: Context,
  id: string,
  check: CompletedHealth,
  signal: AbortSignal | undefined,
): Promise<Probe> {
  try {
    const limits = { timeout: check.timeout, ...(signal && { signal }) };
    return probeOf(await execCaptured(context, id, check.test, limits), check);
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
