/*
 * The shapes in which a secret may turn up in text: as it is, escaped for JSON, a shell, a page or an
 * address, in base64 at any of its three alignments, in hexadecimal, line by line. Pure.
 */

import { visible, visibleInLine } from './terminal.js';

/** A shorter text would hide half of every message, and each gap would say what it is. */
export const shortestHidden = 4;

/** All shapes of a text, longest first. Shapes of fewer than four characters are left out. */
export function formsOf(text: string): readonly string[] {
  const forms = new Set<string>();
  for (const part of new Set([text, text.trim(), ...linesOf(text)])) {
    if (part.length < shortestHidden) continue;
    for (const form of [...spellings(part), ...encodings(part)]) {
      if (form.length >= shortestHidden) forms.add(form);
    }
  }
  return [...forms].sort((a, b) => b.length - a.length);
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  return lines.length > 1 ? lines : [];
}

/** What escaping makes of it. */
function spellings(text: string): readonly string[] {
  const json = inJson(text);
  // Half a pair of surrogates has no form in an address.
  const whole = Buffer.from(text, 'utf8').toString('utf8');
  const percent = encodeURIComponent(whole);
  return [
    text,
    visible(text),
    visibleInLine(text),
    json,
    inJson(json),
    json.replaceAll('/', '\\/'),
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    percent.replaceAll('%20', '+'),
    percent.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    encodeURI(whole),
    text.replaceAll("'", `'\\''`),
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
    text.replaceAll('$', '$$$$'),
    text.replaceAll('$', '\\$'),
  ];
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

function encodings(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].flatMap((before) => alignedBase64(bytes, before));
  return [hex, hex.toUpperCase(), ...base64];
}

/** Base64 of the bytes behind `before` others: the characters that those others have no part in. */
function alignedBase64(bytes: Buffer, before: number): readonly string[] {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const first = Math.ceil((before * 8) / 6);
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  const own = text.slice(first, whole);
  return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
}
