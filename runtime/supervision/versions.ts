/* Which of two versions of Stowage is the older one, by the rules of Semantic Versioning. Pure. */

/** Whether a version comes before another; what is no version is neither older nor newer. */
export function isOlder(version: string, other: string): boolean {
  const [a, b] = [parse(version), parse(other)];
  if (a === undefined || b === undefined) return false;
  for (const [index, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return precedes(a.pre, b.pre);
}

interface Version {
  readonly numbers: readonly number[];
  readonly pre: readonly string[];
}

function parse(version: string): Version | undefined {
  const [, major, minor, patch, pre = ''] =
    /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version) ?? [];
  if (major === undefined) return undefined;
  return { numbers: [major, minor, patch].map(Number), pre: pre === '' ? [] : pre.split('.') };
}

function precedes(a: readonly string[], b: readonly string[]): boolean {
  // One without an addition comes after all that have one.
  if (a.length === 0 || b.length === 0) return a.length > b.length;
  for (const [index, word] of a.entries()) {
    const other = b[index];
    if (other === undefined) return false;
    if (word === other) continue;
    const [isNumber, isOtherNumber] = [/^\d+$/.test(word), /^\d+$/.test(other)];
    if (isNumber && isOtherNumber) return Number(word) < Number(other);
    return isNumber === isOtherNumber ? word < other : isNumber;
  }
  return a.length < b.length;
}
