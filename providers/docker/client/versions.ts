/* Versions of engines and of their API. */

/** Orders versions such as `1.9` and `1.41` by their numbers. */
export function compareVersions(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a text begins as versions do. */
export const isVersion = (text: string): boolean => /^\d+\.\d+/.test(text);

/** What follows the numbers, such as `-dev`, counts nothing. */
const numbersOf = (version: string): readonly number[] =>
  version.split('.').map((part) => Number.parseInt(part, 10) || 0);
