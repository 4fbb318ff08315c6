/* Sizes and times on command lines, as docker writes them and as the language does. */
import { parseDuration, parseSize } from '../../model/index.js';
import { UsageError } from '../command.js';

const binary: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
};

/** Bytes: `512m` as docker has it, in powers of 1024, or `512MiB` as the language has it. */
export function readSize(option: string, given: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([bkmgt]?)$/i.exec(given) ?? [];
  const factor = binary[unit.toLowerCase()] ?? 1;
  const bytes = amount === '' ? parseSize(given) : Math.round(Number(amount) * factor);
  if (bytes !== undefined && Number.isSafeInteger(bytes)) return bytes;
  throw new UsageError(`--${option} takes a size such as 512m or 512MiB, not ${given}`);
}

/** Milliseconds: whole seconds as docker has them, or `1m30s` as the language has it. */
export function readTime(option: string, given: string): number {
  const time = /^\d{1,9}$/.test(given) ? Number(given) * 1000 : parseDuration(given);
  if (time !== undefined) return time;
  throw new UsageError(`--${option} takes seconds, or a time such as 1m30s, not ${given}`);
}

export function readNumber(option: string, given: string): number {
  if (/^-?\d{1,15}(?:\.\d{1,9})?$/.test(given)) return Number(given);
  throw new UsageError(`--${option} takes a number, not ${given}`);
}

/** A name and its value, such as `nofile=1024`. */
export function readPair(option: string, given: string, form: string): readonly [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new UsageError(`--${option} takes ${form}, not ${given}`);
}
