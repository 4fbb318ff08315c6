/* The health check of an image as an instruction that every builder takes. */
import { healthDefaults, noStartPeriod, type ImageHealth } from '../../../model/index.js';

/**
 * One line, of which nothing is expanded.
 * @param base the check of the image below, of which a builder takes all times that are not said
 */
export function healthLine(health: ImageHealth, base: ImageHealth | undefined): string {
  const [how, ...rest] = health.test;
  if (how === 'NONE') return 'HEALTHCHECK NONE';
  const said = base ? writtenOut(health, base) : health;
  const { interval, timeout, start_period, start_interval, retries } = said;
  const time = (name: string, value: number | undefined): readonly string[] =>
    value === undefined ? [] : [`--${name}=${Math.round(value * 1e6)}ns`];
  const flags = [
    ...time('interval', interval),
    ...time('timeout', timeout),
    ...time('start-period', start_period),
    ...time('start-interval', start_interval),
    ...(retries === undefined ? [] : [`--retries=${retries}`]),
  ];
  const command = how === 'CMD-SHELL' ? (rest[0] ?? '') : JSON.stringify(rest);
  return ['HEALTHCHECK', ...flags, 'CMD', command].join(' ');
}

function writtenOut(health: ImageHealth, base: ImageHealth): ImageHealth {
  const { healthInterval, healthTimeout, healthRetries } = healthDefaults;
  const { interval = healthInterval, timeout = healthTimeout, retries = healthRetries } = health;
  const { start_period = noStartPeriod, start_interval } = health;
  // Older builders do not know this one, and have no base with it.
  const often = start_interval ?? (base.start_interval === undefined ? undefined : interval);
  return { ...health, interval, timeout, retries, start_period, start_interval: often };
}
