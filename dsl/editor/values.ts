/*
 * The values that one evaluation gave its expressions, for hover and inlay hints. An expression in a
 * `for` or in a function has one for each turn. Listening costs little, looking up costs more.
 */
import { showValue } from '../semantics/show-value.js';
import type { Value } from '../semantics/value.js';
import type { Expression } from '../syntax/index.js';

/** Turns of one expression that are kept; more would not be shown. */
const mostTurns = 4;

const room = 100;

/** The text of a value; nothing where none is known. */
const shown = (value: Value): string | undefined =>
  value.kind === 'unknown' && !value.late ? undefined : showValue(value, room);

export interface ValueBook {
  /** To be told the value of every expression. */
  readonly onValue: (expression: Expression, value: Value) => void;
  /** The values of the expression at a place, as a person would write them, each once. */
  readonly look: (file: string, start: number, end: number) => readonly string[];
}

/** An empty book. */
export function openValueBook(): ValueBook {
  const heard = new Map<Expression, Value[]>();
  let byPlace: Map<string, readonly Value[]> | undefined;
  const index = (): Map<string, readonly Value[]> => {
    const places = new Map<string, readonly Value[]>();
    for (const [{ span }, values] of heard) {
      const place = `${span.file}:${span.start.offset}:${span.end.offset}`;
      // A module that is used twice is parsed twice, and has its places twice.
      places.set(place, [...(places.get(place) ?? []), ...values].slice(0, mostTurns));
    }
    return places;
  };
  return {
    onValue: (expression, value) => {
      const values = heard.get(expression);
      if (!values) heard.set(expression, [value]);
      else if (values.length < mostTurns) values.push(value);
    },
    look: (file, start, end) => {
      byPlace ??= index();
      const values = byPlace.get(`${file}:${start}:${end}`) ?? [];
      const texts = values.map(shown);
      // What is not known in one turn is not known at all.
      const known = texts.flatMap((text) => (text === undefined ? [] : [text]));
      return known.length < texts.length ? [] : [...new Set(known)];
    },
  };
}
