/*
 * Puts placeholders for secrets into JSON, and the secrets back. A text is found in every shape that
 * masking knows, the longest first; one too short to be looked for within others counts where it is a
 * whole text. Pure.
 *
 *   "db://u:hunter2@db"   { "$secret": ["db://u:", [0, 0], "@db"] }   text 0 in its shape 0
 *   8471                  { "$number": [1, 0] }
 *   { "hunter2": 1 }      { "$members": [[{ "$secret": [[0, 0]] }, 1]] }
 */
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../model/index.js';
import { formsOf } from '../terminal/secret-forms.js';

interface Form {
  readonly form: string;
  readonly text: number;
  readonly shape: number;
  /** Whether it is looked for within other texts. */
  readonly within: boolean;
}

/** What covers texts; `used` are the places of those that it has met. */
export interface Cover {
  cover(value: JsonValue): JsonValue;
  /** The value with each text or number that holds a secret replaced whole. */
  replace(value: JsonValue, by: (text: string) => string): JsonValue;
  readonly used: ReadonlySet<number>;
}

const marks: readonly string[] = ['$secret', '$number', '$members'];

/** The shapes of a text: itself first. */
const shapesOf = (text: string): readonly string[] => [
  text,
  ...formsOf(text).filter((form) => form !== text),
];

/** @param texts a placeholder names a text by its place here */
export function coverFor(texts: readonly string[]): Cover {
  const known = new Map<string, Form>();
  const within: Form[] = [];
  for (const [text, given] of texts.entries()) {
    for (const [shape, form] of shapesOf(given).entries()) {
      if (form === '' || known.has(form)) continue;
      const found = { form, text, shape, within: form.length >= shortestWithin };
      known.set(form, found);
      if (found.within) within.push(found);
    }
  }
  within.sort((a, b) => b.form.length - a.form.length);
  const used = new Set<number>();
  const hole = ({ text, shape }: Form): JsonValue => {
    used.add(text);
    return [text, shape];
  };
  const parts = (value: string, from: number): readonly JsonValue[] => {
    if (value === '') return [];
    const index = within.findIndex(({ form }, at) => at >= from && value.includes(form));
    const found = within[index];
    if (!found) return [value];
    return value
      .split(found.form)
      .flatMap((piece, at) => [...(at === 0 ? [] : [hole(found)]), ...parts(piece, index + 1)]);
  };
  const coverText = (value: string): JsonValue => {
    const whole = known.get(value);
    if (whole) return { $secret: [hole(whole)] };
    const found = parts(value, 0);
    return found.length === 0 || (found.length === 1 && found[0] === value)
      ? value
      : { $secret: found };
  };
  const cover = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return coverText(value);
    if (typeof value === 'number') {
      const whole = known.get(String(value));
      return whole?.within ? { $number: hole(whole) } : value;
    }
    if (isJsonArray(value)) return value.map(cover);
    if (!isJsonObject(value)) return value;
    const pairs = Object.entries(value).map(([key, member]): readonly [string, JsonValue] => [
      key,
      cover(member ?? null),
    ]);
    const plain = pairs.every(([key]) => coverText(key) === key && !marks.includes(key));
    return plain
      ? Object.fromEntries(pairs)
      : { $members: pairs.map(([key, member]) => [coverText(key), member]) };
  };
  const replace = (value: JsonValue, by: (text: string) => string): JsonValue => {
    if (isJsonArray(value)) return value.map((item) => replace(item, by));
    if (isJsonObject(value)) {
      const pairs = Object.entries(value).map(([key, member]): [string, JsonValue] => {
        const own = coverText(key) === key ? key : by(key);
        return [own, replace(member ?? null, by)];
      });
      return Object.fromEntries(pairs);
    }
    const holds = typeof value === 'string' || typeof value === 'number';
    return holds && cover(value) !== value ? by(String(value)) : value;
  };
  return { cover, replace, used };
}

const shortestWithin = 4;

/** Thrown by `uncover` for a placeholder that means nothing. Never leaves this folder. */
export class UnknownPlaceholder extends Error {
  override readonly name = 'UnknownPlaceholder';
}

/**
 * Puts the texts back.
 * @param textOf the text of a place
 * @throws UnknownPlaceholder
 */
export function uncover(
  value: JsonValue,
  textOf: (place: number) => string | undefined,
): JsonValue {
  return fillIn(value, (place, shape) => {
    const text = textOf(place);
    return text === undefined ? undefined : shapesOf(text)[shape];
  });
}

/**
 * Puts a text in the place of every placeholder, whatever it stands for.
 * @throws UnknownPlaceholder
 */
export function blankOut(value: JsonValue, text: string): JsonValue {
  return fillIn(value, () => text);
}

function fillIn(
  value: JsonValue,
  fill: (place: number, shape: number) => string | undefined,
): JsonValue {
  const filled = (hole: JsonValue | undefined): string => {
    const [place, shape] = isJsonArray(hole) ? hole : [];
    if (typeof place !== 'number' || typeof shape !== 'number') throw new UnknownPlaceholder();
    const text = fill(place, shape);
    if (text === undefined) throw new UnknownPlaceholder();
    return text;
  };
  const textIn = (parts: JsonValue | undefined): string => {
    if (!isJsonArray(parts)) throw new UnknownPlaceholder();
    return parts.map((part) => (typeof part === 'string' ? part : filled(part))).join('');
  };
  const keyOf = (key: JsonValue | undefined): string =>
    typeof key === 'string' ? key : textIn(isJsonObject(key) ? key['$secret'] : undefined);
  const open = (given: JsonValue): JsonValue => {
    if (isJsonArray(given)) return given.map(open);
    if (!isJsonObject(given)) return given;
    const only = onlyMark(given);
    switch (only) {
      case '$secret':
        return textIn(given['$secret']);
      case '$number':
        return numberOr(filled(given['$number']));
      case '$members':
        return Object.fromEntries(
          pairsOf(given['$members']).map(([key, member]) => [keyOf(key), open(member ?? null)]),
        );
      default:
        return Object.fromEntries(
          Object.entries(given).map(([key, member]) => [key, open(member ?? null)]),
        );
    }
  };
  return open(value);
}

const numberOr = (text: string): number | string => {
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
};

function onlyMark(value: JsonObject): string | undefined {
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && key !== undefined && marks.includes(key) ? key : undefined;
}

function pairsOf(value: JsonValue | undefined): readonly (readonly JsonValue[])[] {
  if (!isJsonArray(value)) throw new UnknownPlaceholder();
  return value.map((pair) => {
    if (!isJsonArray(pair) || pair.length !== 2) throw new UnknownPlaceholder();
    return pair;
  });
}
