/*
 * When two values are equal: by what they are, whatever their spelling and place.
 */
import type { LiteralType } from '../types/type.js';
import { isAbsent } from './module-values.js';
import type { Value } from './value.js';

const mostComparisons = 100_000;

/** Values share parts, so that there may be more to compare than anybody has time for. */
function limited(): () => boolean {
  let left = mostComparisons;
  return () => --left >= 0;
}

/**
 * Whether two values are equal; resources are when they are one.
 * @param spend is asked before each comparison of parts; false ends them
 * @returns `undefined` where a part that is not known decides it, or it would take too long
 */
export function equalValues(
  a: Value,
  b: Value,
  spend: () => boolean = limited(),
): boolean | undefined {
  if (!spend() || a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  if (a.kind === 'list' && b.kind === 'list') {
    if (a.items.length !== b.items.length) return false;
    const pairs = a.items.map((item, index) => [item, b.items[index]] as const);
    return allEqual(pairs, spend);
  }
  if (a.kind === 'object' && b.kind === 'object') {
    if (a.members.size !== b.members.size) return false;
    const pairs = [...a.members].map(
      ([name, { value }]) => [value, b.members.get(name)?.value] as const,
    );
    return allEqual(pairs, spend);
  }
  if (a.kind === 'resource' && b.kind === 'resource') {
    return a.instance.address === b.instance.address;
  }
  if (a.kind === 'arrow' && b.kind === 'arrow') {
    const pairs = [
      [a.from, b.from],
      [a.to, b.to],
    ] as const;
    return allEqual(pairs, spend);
  }
  if (a.kind === 'port' || b.kind === 'port') return equalPorts(a, b);
  if (a.kind === 'null' || b.kind === 'null') return isNothing(a) && isNothing(b);
  return 'value' in a && 'value' in b && a.value === b.value;
}

/** Null, and what is not there because its condition is false. */
const isNothing = (value: Value): boolean => value.kind === 'null' || isAbsent(value);

/** A pair that differs decides; one that is not known leaves it open. */
function allEqual(
  pairs: readonly (readonly [Value, Value | undefined])[],
  spend: () => boolean,
): boolean | undefined {
  let equal: boolean | undefined = true;
  for (const [a, b] of pairs) {
    const one = b ? equalValues(a, b, spend) : false;
    if (one === false) return false;
    if (one === undefined) equal = undefined;
  }
  return equal;
}

/** A plain int is the port of that number, by whatever protocol is the usual one. */
function equalPorts(a: Value, b: Value): boolean {
  const [one, other] = [portOf(a), portOf(b)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.port === other.port &&
    one.ip === other.ip &&
    (one.protocol ?? 'tcp') === (other.protocol ?? 'tcp')
  );
}

function portOf(value: Value): { port: number; ip?: string; protocol?: string } | undefined {
  if (value.kind === 'port') return value;
  return value.kind === 'int' ? { port: value.value } : undefined;
}

/** Whether a value is the one that a literal type allows. */
export function isLiteral(value: Value, { of, value: wanted }: LiteralType): boolean {
  if (!('value' in value) || value.value !== wanted) return false;
  const isText = of === 'string' && (value.kind === 'ip' || value.kind === 'cidr');
  const isNumber =
    (of === 'float' && value.kind === 'int') || (of === 'int' && value.kind === 'float');
  return value.kind === of || isText || isNumber;
}
