/*
 * Functions on numbers. Where a signature says `number` it takes ints, floats, sizes and durations,
 * all of one kind, and gives that kind.
 */
import type { Value } from '../../semantics/value.js';
import {
  fail,
  itemsAt,
  makeInt,
  makeNumber,
  makeText,
  numberAt,
  numberOr,
  quote,
  restFrom,
  textAt,
  textOr,
  valueAt,
} from '../call.js';
import type { Call, Category, Outcome } from '../library-function.js';

type Amount = Extract<Value, { kind: 'int' | 'float' | 'size' | 'duration' }>;

export const numbers: Category = {
  title: 'Numbers',
  introduction:
    'Where a signature says `number`, it takes ints, floats, sizes or durations, all of one kind, and gives that kind. Ints and floats may be mixed.',
  functions: [
    {
      signature: 'min(value: number | [number], ...others: number): number',
      documentation: 'The smallest of several numbers, or of the items of a list.',
      examples: [
        ['min(3, 1, 2)', '1'],
        ['min([2GiB, 512MiB])', '512MiB'],
        { expression: 'min(1, 5s)', fails: 'int and duration cannot be compared' },
      ],
      apply: (call) => extreme(call, (value, best) => value < best),
    },
    {
      signature: 'max(value: number | [number], ...others: number): number',
      documentation: 'The greatest of several numbers, or of the items of a list.',
      examples: [
        ['max(3, 7.5, 2)', '7.5'],
        ['max([5s, 1m])', '1m'],
        { expression: 'max([])', fails: 'an empty list has no greatest item' },
      ],
      apply: (call) => extreme(call, (value, best) => value > best),
    },
    {
      signature: 'clamp(value: number, least: number, most: number): number',
      documentation: 'The number, or the bound that it is beyond.',
      examples: [
        ['clamp(15, 1, 10)', '10'],
        ['clamp(64MiB, 128MiB, 1GiB)', '128MiB'],
      ],
      apply: (call) => {
        const amounts = sameKind([0, 1, 2].map((index) => valueAt(call, index)));
        if (!Array.isArray(amounts)) return amounts;
        const [value, least, most] = amounts;
        if (!value || !least || !most) return fail('there is nothing to compare');
        if (least.value > most.value) return fail('the least is more than the most', 1);
        return value.value < least.value ? least : value.value > most.value ? most : value;
      },
    },
    {
      signature: 'sum(list: [number]): number',
      documentation: 'The sum of the items; 0 of an empty list.',
      examples: [
        ['sum([1, 2, 3])', '6'],
        ['sum([512MiB, 512MiB])', '1GiB'],
      ],
      apply: (call) => {
        const amounts = sameKind(itemsAt(call, 0));
        if (!Array.isArray(amounts)) return amounts;
        const total = amounts.reduce((sum, { value }) => sum + value, 0);
        const unit = amounts.find(({ kind }) => kind !== 'int');
        return withinRange(total, unit ? { ...unit, value: total } : makeInt(call, total));
      },
    },
    {
      signature: 'abs(value: number): number',
      documentation: 'The amount without its sign.',
      examples: [['abs(-5)', '5']],
      apply: (call) => {
        const value = valueAt(call, 0);
        return isAmount(value) ? { ...value, value: Math.abs(value.value) } : value;
      },
    },
    {
      signature: 'floor(value: float): int',
      documentation: 'The greatest int that is not above the number.',
      examples: [
        ['floor(2.7)', '2'],
        ['floor(-2.1)', '-3'],
      ],
      apply: (call) => whole(call, Math.floor(numberAt(call, 0))),
    },
    {
      signature: 'ceil(value: float): int',
      documentation: 'The smallest int that is not below the number.',
      examples: [['ceil(2.1)', '3']],
      apply: (call) => whole(call, Math.ceil(numberAt(call, 0))),
    },
    {
      signature: 'round(value: float): int',
      documentation: 'The nearest int; a half goes away from zero.',
      examples: [
        ['round(2.5)', '3'],
        ['round(-2.5)', '-3'],
      ],
      apply: (call) => whole(call, roundAway(numberAt(call, 0))),
    },
    {
      signature: 'round_to(value: float, decimals: int): float',
      documentation: 'The nearest number with so many decimals.',
      examples: [
        ['round_to(3.14159, 2)', '3.14'],
        ['round_to(1.005, 2)', '1.01'],
      ],
      apply: (call) => {
        const decimals = numberAt(call, 1);
        if (decimals < 0 || decimals > 15) {
          return fail(`\`decimals\` is from 0 to 15, found ${decimals}`, 1);
        }
        const value = roundTo(numberAt(call, 0), decimals);
        return withinRange(value, makeNumber(call, value));
      },
    },
    {
      signature: 'pow(base: float, exponent: float): float',
      documentation: 'One number to the power of another.',
      examples: [
        ['pow(2, 10)', '1024'],
        ['pow(9, 0.5)', '3'],
        { expression: 'pow(-1, 0.5)', fails: 'there is no such power' },
      ],
      apply: (call) => {
        const value = numberAt(call, 0) ** numberAt(call, 1);
        return Number.isNaN(value)
          ? fail('there is no such power')
          : withinRange(value, makeNumber(call, value));
      },
    },
    {
      signature: 'parse_int(text: string, base?: int): int',
      documentation: 'The int that a text says, in base 10 or another from 2 to 36.',
      examples: [
        ['parse_int("ff", 16)', '255'],
        ['parse_int("-42")', '-42'],
        { expression: 'parse_int("12", 2)', fails: '"12" is no int in base 2' },
      ],
      apply: parseInteger,
    },
    {
      signature: 'format_int(value: int, base: int): string',
      documentation: 'The text of an int in a base from 2 to 36.',
      examples: [['format_int(493, 8)', '"755"']],
      apply: (call) => {
        const base = numberAt(call, 1);
        return wrongBase(base) ?? makeText(call, numberAt(call, 0).toString(base));
      },
    },
    {
      signature: 'format_number(value: float, decimals: int, group?: string): string',
      documentation:
        'The text of a number with so many decimals, and with a text between groups of three digits.',
      examples: [
        ['format_number(2, 2)', '"2.00"'],
        ['format_number(1234567.891, 1, ",")', '"1,234,567.9"'],
      ],
      apply: formatNumber,
    },
  ],
};

const isAmount = (value: Value): value is Amount =>
  value.kind === 'int' ||
  value.kind === 'float' ||
  value.kind === 'size' ||
  value.kind === 'duration';

/** Numbers that can be compared; of ints and floats floats. */
function sameKind(values: readonly Value[]): Amount[] | ReturnType<typeof fail> {
  const amounts = values.filter(isAmount);
  const unitOf = ({ kind }: Amount) => (kind === 'float' ? 'int' : kind);
  const [first] = amounts;
  const other = first && amounts.find((one) => unitOf(one) !== unitOf(first));
  return other
    ? fail(`${first.kind} and ${other.kind} cannot be compared`, { code: 'type-mismatch' })
    : amounts;
}

function extreme(call: Call, isBetter: (value: number, best: number) => boolean): Outcome {
  const first = valueAt(call, 0);
  const values = [...(first.kind === 'list' ? first.items : [first]), ...restFrom(call, 1)];
  const amounts = sameKind(values);
  if (!Array.isArray(amounts)) return amounts;
  const [start, ...others] = amounts;
  if (!start) {
    return fail(`an empty list has no ${call.name === 'min' ? 'smallest' : 'greatest'} item`, 0);
  }
  return others.reduce((best, one) => (isBetter(one.value, best.value) ? one : best), start);
}

/** A result, where it is small enough to be exact. */
function withinRange(amount: number, value: Value): Outcome {
  const isTooLarge =
    !Number.isFinite(amount) || (Number.isInteger(amount) && !Number.isSafeInteger(amount));
  return isTooLarge ? fail('the result is too large') : value;
}

const whole = (call: Call, value: number): Outcome =>
  withinRange(value, makeInt(call, value === 0 ? 0 : value));

const roundAway = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));

/** Moves the decimal point in the text of a number, where binary fractions would be inexact. */
function shift(value: number, places: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}

const roundTo = (value: number, decimals: number): number =>
  shift(roundAway(shift(value, decimals)), -decimals);

function wrongBase(base: number): ReturnType<typeof fail> | undefined {
  return base < 2 || base > 36 ? fail(`a base is from 2 to 36, found ${base}`, 1) : undefined;
}

function parseInteger(call: Call): Outcome {
  const [text, base] = [textAt(call, 0).toLowerCase(), numberOr(call, 1, 10)];
  const wrong = wrongBase(base);
  if (wrong) return wrong;
  const digits = /^[+-]?([0-9a-z]+)$/.exec(text)?.[1] ?? '';
  const isNumber = digits !== '' && Array.from(digits).every((digit) => parseInt(digit, 36) < base);
  if (!isNumber) return fail(`${quote(textAt(call, 0))} is no int in base ${base}`, 0);
  return whole(call, parseInt(text, base));
}

function formatNumber(call: Call): Outcome {
  const [value, decimals] = [numberAt(call, 0), numberAt(call, 1)];
  if (decimals < 0 || decimals > 15) {
    return fail(`\`decimals\` is from 0 to 15, found ${decimals}`, 1);
  }
  if (Math.abs(value) >= 1e21) return fail('the number is too large to be written out', 0);
  const [digits = '', fraction] = Math.abs(roundTo(value, decimals)).toFixed(decimals).split('.');
  const grouped = digits.replace(/\B(?=(?:\d{3})+$)/g, () => textOr(call, 2, ''));
  const isNegative = roundTo(value, decimals) < 0;
  return makeText(
    call,
    `${isNegative ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`,
  );
}
