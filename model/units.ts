/*
 * Sizes and durations: their literals, and their canonical text.
 * A size is a count of bytes, a duration a count of milliseconds; both are integers, and two
 * spellings of one amount are equal because only the amount is kept.
 */

/** Bytes in one unit. Binary units are IEC 80000-13, decimal ones SI; `B` stands for itself. */
export const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Milliseconds in one unit. */
export const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A decimal amount of a unit, exactly: 1.001 seconds are 1001 ms, which floating point misses. */
function multiply(amount: string, unit: number): number | undefined {
  const [whole = '', fraction = ''] = amount.split('.');
  const scale = 10n ** BigInt(fraction.length);
  const product = BigInt(whole + fraction) * BigInt(unit);
  if (product % scale !== 0n) return undefined;
  const result = Number(product / scale);
  return Number.isSafeInteger(result) ? result : undefined;
}

/** Reads `512MiB` or `1.5GB` as bytes; `undefined` when the text is no size or no whole byte count. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text);
  const unit = match?.[2] === undefined ? undefined : sizeUnits[match[2]];
  if (match?.[1] === undefined || unit === undefined) return undefined;
  return multiply(match[1], unit);
}

/** Reads `5s`, `1h30m` or `250ms` as milliseconds; `undefined` when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    const part = multiply(amount, durationUnits[unit] ?? 0);
    if (part === undefined) return undefined;
    total += part;
  }
  return Number.isSafeInteger(total) ? total : undefined;
}

/** The shortest exact text of a size: the largest binary unit that divides it, else bytes. */
export function formatSize(bytes: number): string {
  for (const unit of ['TiB', 'GiB', 'MiB', 'KiB'] as const) {
    const factor = sizeUnits[unit] ?? 1;
    if (bytes !== 0 && bytes % factor === 0) return `${bytes / factor}${unit}`;
  }
  return `${bytes}B`;
}

/** The exact text of a duration, from hours down to milliseconds: 5_400_000 is `1h30m`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 0) return `-${formatDuration(-milliseconds)}`;
  let rest = milliseconds;
  let text = '';
  for (const unit of ['h', 'm', 's', 'ms'] as const) {
    const factor = durationUnits[unit] ?? 1;
    const amount = Math.floor(rest / factor);
    rest -= amount * factor;
    if (amount > 0) text += `${amount}${unit}`;
  }
  return text;
}
