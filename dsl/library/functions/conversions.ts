/*
 * Functions that make a value of one type out of another, and that say what a value is. A type is
 * never changed without one of them.
 */
import { formatDuration, formatSize, parseDuration, parseSize } from '../../../model/index.js';
import { textOf } from '../../semantics/interpolate.js';
import { isIpv4, portValue } from '../../semantics/literals.js';
import { thereFor } from '../../semantics/nullable.js';
import type { Value } from '../../semantics/value.js';
import {
  fail,
  makeBool,
  makeInt,
  makeNumber,
  makeText,
  numberAt,
  quote,
  restFrom,
  textAt,
  textOr,
  valueAt,
} from '../call.js';
import type { Call, Category, Outcome } from '../library-function.js';
import { parseCidr } from '../ipv4.js';

const isOf =
  (...kinds: readonly Value['kind'][]) =>
  (call: Call): Outcome =>
    makeBool(call, kinds.includes(valueAt(call, 0).kind));

export const conversions: Category = {
  title: 'Types',
  introduction:
    'The functions that are named like types make values of them; what they cannot make is an error. `"${value}"` and `string(value)` are the same.',
  functions: [
    {
      signature: 'string(value: scalar): string',
      documentation: 'The text of a value, as it would stand in a string.',
      examples: [
        ['string(8080)', '"8080"'],
        ['string(1536MiB)', '"1536MiB"'],
        ['string(90s)', '"1m30s"'],
      ],
      apply: (call) => makeText(call, textOf(valueAt(call, 0)) ?? ''),
    },
    {
      signature: 'int(value: float | string): int',
      documentation:
        'The int that a text or a float says. A float with a fraction is an error: `floor`, `ceil` and `round` say what to do with it.',
      examples: [
        ['int("42")', '42'],
        ['int(2.0)', '2'],
        { expression: 'int("4x")', fails: '"4x" is no int' },
        { expression: 'int(2.5)', fails: '2.5 is no int' },
      ],
      apply: (call) => {
        const value = valueAt(call, 0);
        const number = value.kind === 'string' ? decimal(value.value) : numberAt(call, 0);
        const shown = value.kind === 'string' ? quote(value.value) : String(number);
        if (number === undefined || !Number.isInteger(number)) {
          return fail(
            `${shown} is no int`,
            0,
            number === undefined ? undefined : 'Use `floor`, `ceil` or `round`.',
          );
        }
        if (!Number.isSafeInteger(number)) return fail(`${shown} is too large for an int`, 0);
        return makeInt(call, number);
      },
    },
    {
      signature: 'float(value: float | string): float',
      documentation: 'The number that a text says.',
      examples: [
        ['float("2.5")', '2.5'],
        ['float("1e3")', '1000.0'],
        { expression: 'float("many")', fails: '"many" is no number' },
      ],
      apply: (call) => {
        const value = valueAt(call, 0);
        const number = value.kind === 'string' ? decimal(value.value) : numberAt(call, 0);
        if (number === undefined) return fail(`${quote(textAt(call, 0))} is no number`, 0);
        return { kind: 'float', value: number, span: call.span };
      },
    },
    {
      signature: 'bool(value: bool | string): bool',
      documentation: 'What `"true"` and `"false"` say.',
      examples: [
        ['bool("true")', 'true'],
        { expression: 'bool("yes")', fails: '"yes" is neither "true" nor "false"' },
      ],
      apply: (call) => {
        const value = valueAt(call, 0);
        if (value.kind === 'bool') return value;
        const text = textAt(call, 0);
        if (text === 'true' || text === 'false') return makeBool(call, text === 'true');
        return fail(`${quote(text)} is neither "true" nor "false"`, 0);
      },
    },
    {
      signature: 'size(value: size | int | string): size',
      documentation: 'The size of a number of bytes, or that a text says.',
      examples: [
        ['size("512MiB")', '512MiB'],
        ['size(1024)', '1KiB'],
        { expression: 'size("512m")', fails: '"512m" is no size' },
      ],
      apply: (call) =>
        quantity(call, 'size', parseSize, 'Sizes are written like `512MiB` or `2GB`.'),
    },
    {
      signature: 'duration(value: duration | int | string): duration',
      documentation: 'The duration of a number of milliseconds, or that a text says.',
      examples: [
        ['duration("1h30m")', '90m'],
        ['duration(1500)', '1500ms'],
      ],
      apply: (call) =>
        quantity(call, 'duration', parseDuration, 'Durations are written like `5s` or `1h30m`.'),
    },
    {
      signature: 'ip(text: string): ip',
      documentation: 'The IPv4 address that a text says.',
      examples: [
        ['ip("10.0.0.7")', '10.0.0.7'],
        { expression: 'ip("10.0.0.256")', fails: '"10.0.0.256" is no IPv4 address' },
      ],
      apply: (call) => {
        const text = textAt(call, 0);
        return isIpv4(text)
          ? { kind: 'ip', value: text, span: call.span }
          : fail(`${quote(text)} is no IPv4 address`, 0);
      },
    },
    {
      signature: 'cidr(text: string): cidr',
      documentation: 'The IPv4 subnet that a text says.',
      examples: [['cidr("10.89.0.0/16")', '10.89.0.0/16']],
      apply: (call) => {
        const text = textAt(call, 0);
        return parseCidr(text)
          ? { kind: 'cidr', value: text, span: call.span }
          : fail(`${quote(text)} is no IPv4 subnet`, 0);
      },
    },
    {
      signature: 'port(number: int, protocol?: string): port',
      documentation: 'A port, with `tcp` or `udp` where that is given.',
      examples: [
        ['port(53, "udp")', '53/udp'],
        { expression: 'port(0)', fails: '`0` is no port: ports go from 1 to 65535' },
      ],
      apply: (call) => {
        const number = numberAt(call, 0);
        const protocol = textOr(call, 1, 'tcp');
        if (protocol !== 'tcp' && protocol !== 'udp') {
          return fail(`${quote(protocol)} is neither "tcp" nor "udp"`, 1);
        }
        const text = call.arguments[1] ? `${number}/${protocol}` : String(number);
        return (
          portValue(text, call.span) ??
          fail(`\`${number}\` is no port: ports go from 1 to 65535`, 0)
        );
      },
    },
    {
      signature: 'bytes(size: size): int',
      documentation:
        'The number of bytes of a size. `size / 1MiB` gives the number of another unit.',
      examples: [['bytes(4KiB)', '4096']],
      apply: (call) => makeInt(call, numberAt(call, 0)),
    },
    {
      signature: 'milliseconds(duration: duration): int',
      documentation: 'The number of milliseconds of a duration.',
      examples: [['milliseconds(1.5s)', '1500']],
      apply: (call) => makeInt(call, numberAt(call, 0)),
    },
    {
      signature: 'seconds(duration: duration): float',
      documentation: 'The number of seconds of a duration.',
      examples: [
        ['seconds(2m)', '120'],
        ['seconds(250ms)', '0.25'],
      ],
      apply: (call) => makeNumber(call, numberAt(call, 0) / 1000),
    },
    {
      signature: 'type_of(value: T): string',
      documentation:
        'The type of a value as a text: `"string"`, `"int"`, `"list"`, `"object"`, `"null"`, `"secret"`, of a resource its kind.',
      examples: [
        ['type_of("a")', '"string"'],
        ['type_of([1])', '"list"'],
        ['type_of(5s)', '"duration"'],
      ],
      apply: (call) => makeText(call, nameOfType(valueAt(call, 0))),
    },
    {
      signature: 'is_null(value: T): bool',
      documentation: 'Whether a value is null.',
      examples: [
        ['is_null(null)', 'true'],
        ['is_null("")', 'false'],
      ],
      apply: isOf('null'),
    },
    {
      signature: 'is_string(value: T): bool',
      documentation: 'Whether a value is a text.',
      examples: [['is_string(5)', 'false']],
      apply: isOf('string'),
    },
    {
      signature: 'is_number(value: T): bool',
      documentation: 'Whether a value is an int or a float.',
      examples: [['is_number(2.5)', 'true']],
      apply: isOf('int', 'float'),
    },
    {
      signature: 'is_bool(value: T): bool',
      documentation: 'Whether a value is true or false.',
      examples: [['is_bool("true")', 'false']],
      apply: isOf('bool'),
    },
    {
      signature: 'is_list(value: T): bool',
      documentation: 'Whether a value is a list.',
      examples: [['is_list([])', 'true']],
      apply: isOf('list'),
    },
    {
      signature: 'is_object(value: T): bool',
      documentation: 'Whether a value is an object.',
      examples: [['is_object({})', 'true']],
      apply: isOf('object'),
    },
    {
      signature: 'coalesce(first: T?, ...others: T?): T',
      documentation:
        'The first value that is not null; that all are is an error. `a ?? b` says the same of two, and may be null.',
      examples: [
        ['coalesce(null, "", "b")', '""'],
        { expression: 'coalesce(null, null)', fails: 'all values are null' },
      ],
      apply: (call) => {
        const found = restFrom(call, 0).find(({ kind }) => kind !== 'null');
        return found ? thereFor(found) : fail('all values are null');
      },
    },
  ],
};

/** The number of a decimal text. */
function decimal(text: string): number | undefined {
  const number = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

function quantity(
  call: Call,
  kind: 'size' | 'duration',
  parse: (text: string) => number | undefined,
  detail: string,
): Outcome {
  const value = valueAt(call, 0);
  if (value.kind === kind) return value;
  const amount = value.kind === 'string' ? parse(value.value) : numberAt(call, 0);
  if (amount === undefined) return fail(`${quote(textAt(call, 0))} is no ${kind}`, 0, detail);
  if (amount < 0) {
    const shown = kind === 'size' ? formatSize(amount) : formatDuration(amount);
    return fail(`a ${kind} is not negative, found ${shown}`, 0);
  }
  return { kind, value: amount, span: call.span };
}

const nameOfType = (value: Value): string =>
  value.kind === 'resource' ? value.instance.symbol.kind : value.kind;
