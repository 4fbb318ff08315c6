/*
 * Names of signals. Docker keeps what it was given, and takes `SIGINT`, `INT`, `int` and `2` alike.
 */
import { constants } from 'node:os';
import { containerDefaults } from '../../model/index.js';

/** The full name of a signal in any of the spellings that Docker takes; none is the default's. */
export function signalName(text: string): string {
  if (text === '') return containerDefaults.stopSignal;
  const name = Object.entries(constants.signals).find(([, number]) => String(number) === text)?.[0];
  if (name !== undefined) return name;
  const upper = text.toUpperCase();
  return upper.startsWith('SIG') || /^\d/.test(upper) ? upper : `SIG${upper}`;
}
