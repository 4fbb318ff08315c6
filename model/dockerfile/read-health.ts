/* `HEALTHCHECK`: none, or a command with its times. */
import type { HealthInstruction } from './instruction.js';
import { flagOf, readFlags, type Reading } from './reading.js';
import { readJsonForm } from './words.js';

const times = ['interval', 'timeout', 'start-period', 'start-interval'] as const;

export function readHealth(reading: Reading): HealthInstruction | null {
  const flags = readFlags(reading, {
    interval: 'value',
    timeout: 'value',
    'start-period': 'value',
    'start-interval': 'value',
    retries: 'value',
  });
  if (!flags) return null;
  const kind = 'healthcheck';
  const [, word = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(reading.rest) ?? [];
  if (word.toUpperCase() === 'NONE') {
    return rest === '' && flags.size === 0
      ? { kind }
      : reading.say({ summary: '`HEALTHCHECK NONE` stands alone' });
  }
  if (word.toUpperCase() !== 'CMD' || rest === '') {
    const detail = 'It is written `HEALTHCHECK CMD command`, or `HEALTHCHECK NONE`.';
    return reading.say({ summary: '`HEALTHCHECK` needs a command', detail });
  }
  const read: Partial<Record<(typeof times)[number], number>> = {};
  for (const name of times) {
    const text = flagOf(flags, name);
    if (text === undefined) continue;
    const milliseconds = goDuration(text);
    if (milliseconds === undefined || (milliseconds !== 0 && milliseconds < 1)) {
      const detail = 'It is written such as `30s`, `1m30s` or `500ms`.';
      return reading.say({ summary: `${JSON.stringify(text)} is no time`, detail });
    }
    read[name] = milliseconds;
  }
  const retries = flagOf(flags, 'retries');
  if (retries !== undefined && !/^\d{1,9}$/.test(retries)) {
    return reading.say({ summary: `${JSON.stringify(retries)} is no number of retries` });
  }
  const argv = readJsonForm(rest);
  return {
    kind,
    command: argv ? { form: 'exec', argv } : { form: 'shell', line: rest },
    ...(read.interval !== undefined && { interval: read.interval }),
    ...(read.timeout !== undefined && { timeout: read.timeout }),
    ...(read['start-period'] !== undefined && { startPeriod: read['start-period'] }),
    ...(read['start-interval'] !== undefined && { startInterval: read['start-interval'] }),
    ...(retries !== undefined && { retries: Number(retries) }),
  };
}

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Reads a time as Go writes it; milliseconds. */
function goDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|\u00b5s|ms|s|m|h))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ns|us|\u00b5s|ms|s|m|h)/g);
  let total = 0;
  for (const [, amount = '', unit = ''] of parts) total += Number(amount) * (units[unit] ?? 0);
  return Math.round(total * 1e6) / 1e6;
}
