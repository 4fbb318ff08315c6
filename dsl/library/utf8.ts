/*
 * Text to bytes and back. Text may hold halves of characters (`\ud800`), which have no bytes, and
 * bytes may be no text: both are said, and never replaced by something else.
 */
import { fail } from './call.js';
import type { Failure } from './library-function.js';

/** The UTF-8 of a text. */
export function bytesOf(text: string, argument = 0): Uint8Array | Failure {
  return /\p{Surrogate}/u.test(text)
    ? fail('the text holds half a character, which has no bytes', argument)
    : new TextEncoder().encode(text);
}

/** The text of UTF-8, without a mark of byte order; `undefined` where the bytes are none. */
export function textOfBytes(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Bytes as a text of base 64, with padding (RFC 4648, section 4). */
export function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return btoa(pieces.join(''));
}

/** The bytes of a text of base 64, in the usual alphabet or in that of URLs; white space is skipped. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  const digits = text
    .replace(/\s+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(digits), (character) => character.charCodeAt(0));
}

/** Bytes as lower-case hex. */
export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
