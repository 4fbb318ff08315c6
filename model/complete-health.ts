/*
 * Health checks: what a container does with the one of its image, and the two forms that a check has, in
 * specs (program and arguments) and in images (Docker's, whose first word says how the rest is meant).
 * One that a container declares takes the place of the image's as a whole.
 */
import type { CompletedHealth, ImageConfig, ImageHealth } from './completed.js';
import type { ContainerSpec, Health } from './schemas/index.js';

export const healthDefaults = {
  healthInterval: 30_000,
  healthTimeout: 30_000,
  healthRetries: 3,
} as const;

/**
 * A start period of nothing, in milliseconds, where Docker would take zero for that of the image below. It
 * refuses less than a millisecond, and the nanosecond more tells it from a millisecond that was asked for.
 */
export const noStartPeriod = 1.000001;

/** What runs a check that is a line for the shell, where the image says nothing of shells. */
const usualShell = ['/bin/sh', '-c'];

/** How an image says that there is no check. */
const noCheck: ImageHealth = { test: ['NONE'] };

/** The check of a container; null where it has none. */
export function checkOfContainer(
  { health: declared }: Pick<ContainerSpec, 'health'>,
  image: ImageConfig,
): CompletedHealth | null {
  if (declared) return declared.test.length > 0 ? completeHealth(declared) : null;
  return checkOfImage(image);
}

/** The check that an image brings along; null where it has none. */
export function checkOfImage({
  health,
  shell = usualShell,
}: Pick<ImageConfig, 'health' | 'shell'>): CompletedHealth | null {
  if (!health) return null;
  const test = checkCommand(health.test, shell);
  return test.length > 0 ? completeHealth({ ...health, test }) : null;
}

/**
 * Program and arguments of a check in Docker's form; none where there is no check.
 * @param shell what runs a line, of the image
 */
export function checkCommand(
  [form, ...words]: readonly string[],
  shell: readonly string[] = usualShell,
): readonly string[] {
  if (form === undefined || form === 'NONE') return [];
  return form === 'CMD-SHELL' ? [...shell, ...words] : words;
}

/** What an image says of the check that its spec declares. */
export const imageHealth = ({ test, ...times }: Health): ImageHealth =>
  normalImageHealth({ test: test.length > 0 ? ['CMD', ...test] : noCheck.test, ...times });

/**
 * The one form of what an image says of its check: what is left to the engine, or is its default, is left
 * out, and so are the times where nothing is checked. Builders write defaults out where the base has others.
 */
export function normalImageHealth(health: ImageHealth): ImageHealth {
  const { test } = health;
  if (test[0] === noCheck.test[0]) return noCheck;
  const { interval = 0, timeout = 0, start_period: begins = 0, retries = 0 } = health;
  const { start_interval: often = 0 } = health;
  const { healthInterval, healthTimeout, healthRetries } = healthDefaults;
  const usual = interval === 0 ? healthInterval : interval;
  return {
    test,
    ...(usual !== healthInterval && { interval }),
    ...(timeout !== 0 && timeout !== healthTimeout && { timeout }),
    ...(begins !== 0 && begins !== noStartPeriod && { start_period: begins }),
    ...(often !== 0 && often !== usual && { start_interval: often }),
    ...(retries !== 0 && retries !== healthRetries && { retries }),
  };
}

function completeHealth(health: ImageHealth): CompletedHealth {
  const interval = health.interval ?? healthDefaults.healthInterval;
  const often = health.start_interval;
  return {
    test: health.test,
    interval,
    timeout: health.timeout ?? healthDefaults.healthTimeout,
    start_period: health.start_period ?? 0,
    ...(often !== undefined && often !== interval && { start_interval: often }),
    retries: health.retries ?? healthDefaults.healthRetries,
  };
}
