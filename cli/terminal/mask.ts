/*
 * Puts `(secret)` in the place of secrets in text. Beside whole texts in all their shapes it finds
 * long pieces of them, cut off or broken into lines as terminals and engines do. Marks may cover more
 * than a secret, never less.
 */
import { isJsonArray, isJsonObject, toJson, type JsonValue } from '../../model/index.js';
import { formsOf, shortestHidden } from './secret-forms.js';

export const secretText = '(secret)';

export interface Masker {
  /** Hides texts from now on. Of `values`, long pieces are hidden too; `texts` were made from them. */
  hide(hidden: { readonly values?: Iterable<string>; readonly texts?: Iterable<string> }): void;
  mask(text: string): string;
  /** The same for a document, which stays one: a number that shows a secret becomes a text. */
  maskJson(value: JsonValue): JsonValue;
  /** How much of the end of a text may be the beginning of a secret that goes on. */
  openEnd(text: string): number;
  readonly active: boolean;
}

/** A piece of this length is found wherever it begins; its grams are half of that. */
const pieceLength = 12;
const gramLength = 6;
/** Shorter ones are not looked for across line ends, where they would turn up by accident. */
const shortestBroken = 8;
const longestOpenEnd = 8192;

interface Place {
  readonly form: string;
  readonly offset: number;
}

/** A masker that hides nothing yet. */
export function createMasker(): Masker {
  const forms = new Set<string>();
  const grams = new Map<string, Place[]>();
  const mask = (text: string): string => {
    if (forms.size === 0) return text;
    const marks: Mark[] = [];
    const spaced = squeeze(text, ' ');
    findForms(spaced, forms, 0, marks);
    findPieces(spaced, grams, marks);
    if (text.includes('\n')) {
      const joined = squeeze(text, '');
      findForms(joined, forms, shortestBroken, marks);
      findPieces(joined, grams, marks);
    }
    return replaceMarks(text, marks);
  };
  return {
    hide: ({ values = [], texts = [] }) => {
      for (const text of texts) for (const form of evenForms(text)) forms.add(form);
      for (const value of values) {
        for (const form of evenForms(value)) {
          forms.add(form);
          addGrams(grams, form);
        }
      }
    },
    mask,
    maskJson: (value) => (forms.size === 0 ? value : maskJson(value, mask)),
    openEnd: (text) => openEnd(text, forms),
    get active() {
      return forms.size > 0;
    },
  };
}

/** The shapes of a text as they are looked for. */
function evenForms(text: string): readonly string[] {
  return formsOf(text)
    .map((form) => squeeze(form, ' ').text)
    .filter((form) => form.trim().length >= shortestHidden);
}

/** Every sixth gram is enough: a piece of twelve characters holds one whole. */
function addGrams(grams: Map<string, Place[]>, form: string): void {
  if (form.length < pieceLength) return;
  for (let offset = 0; offset + gramLength <= form.length; offset += gramLength) {
    const gram = form.slice(offset, offset + gramLength);
    const places = grams.get(gram) ?? [];
    // Of a text that repeats itself, a few places stand for all.
    if (places.length < 16) grams.set(gram, [...places, { form, offset }]);
  }
}

/** Text without marks of colour and with its white space made even; where each character was. */
interface Squeezed {
  readonly text: string;
  /** Offset in the original of each character; one more for the end. */
  readonly places: readonly number[];
}

// Colour and cursor sequences, and runs of white space.
const uneven = /\x1b\[[0-9;?]*[A-Za-z]|\s+/g;

/** @param breaks what stands for white space with a line end in it; other white space is one blank */
function squeeze(text: string, breaks: ' ' | ''): Squeezed {
  let squeezed = '';
  const places: number[] = [];
  let at = 0;
  const keep = (until: number): void => {
    squeezed += text.slice(at, until);
    for (; at < until; at++) places.push(at);
  };
  for (const match of text.matchAll(uneven)) {
    keep(match.index);
    const isSpace = !match[0].startsWith('\x1b');
    const blank = !isSpace ? '' : match[0].includes('\n') ? breaks : ' ';
    if (blank !== '') places.push(match.index);
    squeezed += blank;
    at = match.index + match[0].length;
  }
  keep(text.length);
  places.push(text.length);
  return { text: squeezed, places };
}

interface Mark {
  readonly start: number;
  readonly end: number;
}

function markOf({ places }: Squeezed, start: number, end: number): Mark {
  return { start: places[start] ?? 0, end: (places[end - 1] ?? 0) + 1 };
}

function findForms(
  squeezed: Squeezed,
  forms: Iterable<string>,
  shortest: number,
  marks: Mark[],
): void {
  for (const form of forms) {
    if (form.length < shortest) continue;
    let at = squeezed.text.indexOf(form);
    for (; at !== -1; at = squeezed.text.indexOf(form, at + 1)) {
      marks.push(markOf(squeezed, at, at + form.length));
    }
  }
}

function findPieces(squeezed: Squeezed, grams: ReadonlyMap<string, Place[]>, marks: Mark[]): void {
  if (grams.size === 0) return;
  const { text } = squeezed;
  for (let at = 0; at + gramLength <= text.length; at++) {
    for (const { form, offset } of grams.get(text.slice(at, at + gramLength)) ?? []) {
      let before = 0;
      while (
        before < at &&
        before < offset &&
        text[at - before - 1] === form[offset - before - 1]
      ) {
        before += 1;
      }
      let length = gramLength;
      while (
        at + length < text.length &&
        offset + length < form.length &&
        text[at + length] === form[offset + length]
      ) {
        length += 1;
      }
      // A blank at an end may be one that stood around it.
      let [start, end] = [at - before, at + length];
      while (text[start] === ' ') start += 1;
      while (text[end - 1] === ' ') end -= 1;
      if (end - start >= pieceLength) marks.push(markOf(squeezed, start, end));
    }
  }
}

function replaceMarks(text: string, marks: Mark[]): string {
  if (marks.length === 0) return text;
  let masked = '';
  let at = 0;
  for (const { start, end } of marks.sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    if (start > at || masked === '') masked += `${text.slice(at, start)}${secretText}`;
    at = end;
  }
  return masked + text.slice(at);
}

function maskJson(value: JsonValue, mask: (text: string) => string): JsonValue {
  if (typeof value === 'string') return mask(value);
  if (typeof value === 'number') {
    const text = String(value);
    return mask(text) === text ? value : secretText;
  }
  if (isJsonArray(value)) return value.map((item) => maskJson(item, mask));
  if (!isJsonObject(value)) return value;
  return toJson(
    Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        mask(key),
        member === undefined ? undefined : maskJson(member, mask),
      ]),
    ),
  );
}

function openEnd(text: string, forms: Iterable<string>): number {
  let longest = 0;
  for (const form of forms) {
    let length = Math.min(form.length - 1, text.length, longestOpenEnd);
    for (; length > longest; length--) {
      if (text.endsWith(form.slice(0, length))) longest = length;
    }
  }
  return longest;
}
