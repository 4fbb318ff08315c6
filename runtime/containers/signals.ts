/* Names of signals, as specs and people write them, to the numbers of Linux. */
import { constants } from 'node:os';
import { RuntimeError } from '../errors.js';

const firstRealTime = 34;
const lastRealTime = 64;
const numbers = new Map<string, number>(Object.entries(constants.signals));

/**
 * The number of `SIGTERM`, `TERM`, `SIGRTMIN+3` or `15`.
 * @throws RuntimeError `signal-unknown`
 */
export function signalNumber(name: string): number {
  const full = name.startsWith('SIG') ? name : `SIG${name}`;
  const found = /^\d+$/.test(name) ? Number(name) : (numbers.get(full) ?? realTime(full));
  if (found === undefined || found < 1 || found > lastRealTime) {
    throw new RuntimeError({ kind: 'signal-unknown', name });
  }
  return found;
}

function realTime(name: string): number | undefined {
  const match = /^SIGRT(MIN|MAX)(?:([+-])(\d+))?$/.exec(name);
  if (match === null) return undefined;
  const distance = Number(match[3] ?? 0) * (match[2] === '-' ? -1 : 1);
  const number = (match[1] === 'MIN' ? firstRealTime : lastRealTime) + distance;
  return number >= firstRealTime ? number : undefined;
}
