/*
 * Functions on lists. None changes a list: each gives another.
 */
import { equalValues } from '../../semantics/equality.js';
import { textOf } from '../../semantics/interpolate.js';
import { thereFor } from '../../semantics/nullable.js';
import { describeValue, type Value } from '../../semantics/value.js';
import { listTooLong, textTooLong } from '../bounds.js';
import {
  charactersOf,
  fail,
  itemsAt,
  makeBool,
  makeInt,
  makeList,
  makeNull,
  makeText,
  numberAt,
  numberOr,
  restFrom,
  textAt,
  valueAt,
} from '../call.js';
import type { Call, Category, Outcome } from '../library-function.js';

export const lists: Category = {
  title: 'Lists',
  introduction:
    'Positions count from 0, negative ones from the end. `[...a, ...b]`, comprehensions and `0..<n` are part of the language itself.',
  functions: [
    {
      signature: 'length(value: [T] | {[string]: T} | string): int',
      documentation:
        'How many items a list, members an object, or characters a text has. Of a resource with `for` it is the number of its instances.',
      examples: [
        ['length(["a", "b"])', '2'],
        ['length({ a: 1 })', '1'],
        ['length("héllo")', '5'],
      ],
      apply: (call) => makeInt(call, sizeOf(valueAt(call, 0))),
    },
    {
      signature: 'is_empty(value: [T] | {[string]: T} | string): bool',
      documentation: 'Whether `length` is 0.',
      examples: [
        ['is_empty([])', 'true'],
        ['is_empty(" ")', 'false'],
      ],
      apply: (call) => makeBool(call, sizeOf(valueAt(call, 0)) === 0),
    },
    {
      signature: 'join(list: [scalar], separator?: string): string',
      documentation:
        'The texts of the items one after the other, with the separator between them. Numbers, sizes and the like have the text that they have in a string.',
      examples: [
        ['join(["a", "b"], ", ")', '"a, b"'],
        ['join([8080, 64MiB, true], " ")', '"8080 64MiB true"'],
        {
          expression: 'join([["a"], "b"], ",")',
          fails: '`join` takes [scalar] as `list`, found a list in it',
        },
      ],
      apply: (call) => {
        const texts = itemsAt(call, 0).map((item) => textOf(item) ?? '');
        const separator = call.arguments[1] ? textAt(call, 1) : '';
        const length = texts.reduce((sum, one) => sum + one.length + separator.length, 0);
        return textTooLong(length) ?? makeText(call, texts.join(separator));
      },
    },
    {
      signature: 'contains(in: [any] | string, value: any): bool',
      documentation:
        'Whether one of the items of a list equals a value, or a text has another in it. For the keys of an object there is `has`.',
      examples: [
        ['contains(["a", "b"], "b")', 'true'],
        ['contains([1GiB], 1024MiB)', 'true'],
        ['contains("standby", "and")', 'true'],
        {
          expression: 'contains("a1", 1)',
          fails: 'a text has only text in it, found int',
        },
      ],
      apply: (call) => {
        const [within, value] = [valueAt(call, 0), valueAt(call, 1)];
        if (within.kind === 'list') {
          return makeBool(
            call,
            within.items.some((item) => equalValues(item, value)),
          );
        }
        const text = 'value' in value ? value.value : undefined;
        if (typeof text !== 'string') {
          return fail(`a text has only text in it, found ${describeValue(value)}`, 1);
        }
        return makeBool(call, textAt(call, 0).includes(text));
      },
    },
    {
      signature: 'index_of(list: [any], value: any): int?',
      documentation:
        'The position of the first item that equals a value; null where there is none.',
      examples: [
        ['index_of(["a", "b", "b"], "b")', '1'],
        ['index_of(["a"], "c") ?? -1', '-1'],
      ],
      apply: (call) => {
        const value = valueAt(call, 1);
        const index = itemsAt(call, 0).findIndex((item) => equalValues(item, value));
        return index === -1 ? makeNull(call) : makeInt(call, index);
      },
    },
    {
      signature: 'first(list: [T], default?: T): T',
      documentation:
        'The first item. Of an empty list it is the default, and without one that is an error.',
      examples: [
        ['first(["a", "b"])', '"a"'],
        ['first([], "none")', '"none"'],
        { expression: 'first([])', fails: 'an empty list has no first item' },
      ],
      apply: (call) => itemOr(call, itemsAt(call, 0)[0], 'first'),
    },
    {
      signature: 'last(list: [T], default?: T): T',
      documentation: 'The last item, as `first` gives the first.',
      examples: [['last([1, 2, 3])', '3']],
      apply: (call) => itemOr(call, itemsAt(call, 0).at(-1), 'last'),
    },
    {
      signature: 'slice(list: [T], start: int, end?: int): [T]',
      documentation:
        'The items from one position up to, not including, another; to the end where that is left out. Positions outside of the list are taken for its ends.',
      examples: [
        ['slice(["a", "b", "c", "d"], 1, 3)', '["b", "c"]'],
        ['slice([1, 2, 3], -2)', '[2, 3]'],
      ],
      apply: (call) => {
        const end = call.arguments[2] ? numberAt(call, 2) : undefined;
        return makeList(call, itemsAt(call, 0).slice(numberAt(call, 1), end));
      },
    },
    {
      signature: 'reverse(list: [T]): [T]',
      documentation: 'The items from the last to the first.',
      examples: [['reverse([1, 2, 3])', '[3, 2, 1]']],
      apply: (call) => makeList(call, [...itemsAt(call, 0)].reverse()),
    },
    {
      signature: 'concat(...lists: [T]): [T]',
      documentation: 'The items of all lists, one list after the other.',
      examples: [['concat(["a"], [], ["b", "c"])', '["a", "b", "c"]']],
      apply: (call) => flattened(call, restFrom(call, 0)),
    },
    {
      signature: 'flatten(lists: [[T]]): [T]',
      documentation:
        'The items of the lists in a list. It takes one level off; `flatten(flatten(x))` takes two.',
      examples: [
        ['flatten([["a"], ["b", "c"], []])', '["a", "b", "c"]'],
        {
          expression: 'flatten([["a"], "b"])',
          fails: '`flatten` takes [[T]] as `lists`, found string in it',
        },
      ],
      apply: (call) => flattened(call, itemsAt(call, 0)),
    },
    {
      signature: 'chunk(list: [T], size: int): [[T]]',
      documentation: 'The items in lists of a size; the last one may be shorter.',
      examples: [['chunk([1, 2, 3, 4, 5], 2)', '[[1, 2], [3, 4], [5]]']],
      apply: (call) => {
        const [items, size] = [itemsAt(call, 0), numberAt(call, 1)];
        if (size < 1) return fail(`\`size\` is at least 1, found ${size}`, 1);
        const count = Math.ceil(items.length / size);
        return makeList(
          call,
          Array.from({ length: count }, (_, index) =>
            makeList(call, items.slice(index * size, (index + 1) * size)),
          ),
        );
      },
    },
    {
      signature: 'zip(first: [T], second: [T]): [[T]]',
      documentation:
        'Pairs of the items at the same positions of two lists, which have to be of the same length.',
      examples: [
        ['zip(["a", "b"], [1, 2])', '[["a", 1], ["b", 2]]'],
        {
          expression: 'zip(["a", "b"], [1])',
          fails: 'the lists have different lengths: 2 and 1',
        },
      ],
      apply: (call) => {
        const [first, second] = [itemsAt(call, 0), itemsAt(call, 1)];
        if (first.length !== second.length) {
          return fail(`the lists have different lengths: ${first.length} and ${second.length}`, 1);
        }
        const pairs = first.map((item, index) => {
          const partner = second[index];
          return makeList(call, partner ? [item, partner] : [item]);
        });
        return makeList(call, pairs);
      },
    },
    {
      signature: 'compact(list: [T?]): [T]',
      documentation: 'The items that are neither null nor an empty text.',
      examples: [['compact(["a", null, "", "b"])', '["a", "b"]']],
      apply: (call) => {
        const isKept = (item: Value): boolean =>
          item.kind !== 'null' && !(item.kind === 'string' && item.value === '');
        return makeList(call, itemsAt(call, 0).filter(isKept).map(thereFor));
      },
    },
    {
      signature: 'range(start: int, end: int, step?: int): [int]',
      documentation:
        'Numbers from one up to, not including, another; with a negative step, down. Where the step is 1, `start..<end` says the same.',
      examples: [
        ['range(0, 10, 4)', '[0, 4, 8]'],
        ['range(3, 0, -1)', '[3, 2, 1]'],
        { expression: 'range(0, 5, 0)', fails: '`step` cannot be 0' },
      ],
      apply: (call) => {
        const [start, end, step] = [numberAt(call, 0), numberAt(call, 1), numberOr(call, 2, 1)];
        if (step === 0) return fail('`step` cannot be 0', 2);
        const count = Math.max(0, Math.ceil((end - start) / step));
        const number = (_: unknown, index: number) => makeInt(call, start + index * step);
        return listTooLong(count) ?? makeList(call, Array.from({ length: count }, number));
      },
    },
    {
      signature: 'all(list: [bool]): bool',
      documentation: 'Whether every item is true; of an empty list it is.',
      examples: [
        ['all([true, 1 < 2])', 'true'],
        ['all([])', 'true'],
      ],
      apply: (call) => makeBool(call, itemsAt(call, 0).every(isTrue)),
    },
    {
      signature: 'any(list: [bool]): bool',
      documentation: 'Whether at least one item is true; of an empty list it is not.',
      examples: [['any([1 > 2, true])', 'true']],
      apply: (call) => makeBool(call, itemsAt(call, 0).some(isTrue)),
    },
  ],
};

function sizeOf(value: Value): number {
  if (value.kind === 'list') return value.items.length;
  if (value.kind === 'object') return value.members.size;
  return charactersOf(textOf(value) ?? '').length;
}

const isTrue = (value: Value): boolean => value.kind === 'bool' && value.value;

const itemOr = (call: Call, item: Value | undefined, which: 'first' | 'last'): Outcome =>
  item ??
  call.arguments[1] ??
  fail(`an empty list has no ${which} item`, 0, `Give a default: \`${which}(list, default)\`.`);

function flattened(call: Call, parts: readonly Value[]): Outcome {
  const inner = parts.map((part) => (part.kind === 'list' ? part.items : []));
  const length = inner.reduce((sum, items) => sum + items.length, 0);
  return listTooLong(length) ?? makeList(call, inner.flat());
}
