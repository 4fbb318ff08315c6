/*
 * Puts `(secret)` in the place of secrets in text. Beside whole texts in all their shapes it finds
 * long pieces of them, cut off or broken into lines as terminals and engines do. Marks may cover more
 * than a secret, never less.
 */
import { isJsonArray, isJsonObject, toJson, type JsonValue } from '../../model/index.js';
import { formsOf, shortestHidden } from './secret-forms.js';
import { squeeze, type Range, type Squeezed } from './squeeze.js';

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

interface Grams {
  readonly places: Map<string, Place[]>;
  /** One at the slot of each gram: most of a text is passed over without looking further. */
  readonly seen: Uint8Array;
}

const newGrams = (): Grams => ({ places: new Map(), seen: new Uint8Array(1 << 16) });

/** A slot by three characters of the gram at an offset. */
function slotOf(text: string, offset: number): number {
  const [first, third] = [text.charCodeAt(offset), text.charCodeAt(offset + 2)];
  return (first * 961 + third * 31 + text.charCodeAt(offset + 5)) & 0xffff;
}

/** A masker that hides nothing yet. */
export function createMasker(): Masker {
  const forms = new Set<string>();
  const grams = newGrams();
  const mask = (text: string): string => {
    if (forms.size === 0) return text;
    const marks: Range[] = [];
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
function addGrams({ places: known, seen }: Grams, form: string): void {
  if (form.length < pieceLength) return;
  for (let offset = 0; offset + gramLength <= form.length; offset += gramLength) {
    const gram = form.slice(offset, offset + gramLength);
    const places = known.get(gram) ?? [];
    // Of a text that repeats itself, a few places stand for all.
    if (places.length < 16) known.set(gram, [...places, { form, offset }]);
    seen[slotOf(form, offset)] = 1;
  }
}

function findForms(
  squeezed: Squeezed,
  forms: Iterable<string>,
  shortest: number,
  marks: Range[],
): void {
  for (const form of forms) {
    if (form.length < shortest) continue;
    let at = squeezed.text.indexOf(form);
    for (; at !== -1; at = squeezed.text.indexOf(form, at + 1)) {
      marks.push(squeezed.range(at, at + form.length));
    }
  }
}

function findPieces(squeezed: Squeezed, { places, seen }: Grams, marks: Range[]): void {
  if (places.size === 0) return;
  const { text } = squeezed;
  for (let at = 0; at + gramLength <= text.length; at++) {
    if (seen[slotOf(text, at)] === 0) continue;
    for (const { form, offset } of places.get(text.slice(at, at + gramLength)) ?? []) {
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
      if (end - start >= pieceLength) marks.push(squeezed.range(start, end));
    }
  }
}

function replaceMarks(text: string, marks: Range[]): string {
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

/** A document with every text in it masked; a number that would be masked becomes a text. */
export function maskJson(value: JsonValue, mask: (text: string) => string): JsonValue {
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
