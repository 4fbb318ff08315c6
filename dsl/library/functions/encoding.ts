/*
 * Functions that write text in another way and read it again, and checksums. Text is UTF-8 wherever
 * bytes are meant.
 */
import type { HashAlgorithm } from '../../host.js';
import { textTooLong } from '../bounds.js';
import { fail, makeText, quote, textAt } from '../call.js';
import type { Call, Category, LibraryFunction, Outcome } from '../library-function.js';
import { base64Of, bytesOf, bytesOfBase64, hexOf, textOfBytes } from '../utf8.js';

const hash = (algorithm: HashAlgorithm, digest: string): LibraryFunction => ({
  signature: `${algorithm}(text: string): string`,
  documentation: `The ${algorithm.toUpperCase().replace('SHA', 'SHA-')} checksum of a text, in small hex digits.${algorithm === 'md5' || algorithm === 'sha1' ? ' It keeps nothing safe: use it only where something else asks for it.' : ''}`,
  examples: [[`${algorithm}("stowage")`, `"${digest}"`]],
  readsWorld: true,
  apply: (call) => {
    const { host } = call.session;
    if (!host) return fail('checksums cannot be made here');
    return withBytes(call, (bytes) => makeText(call, host.hash(algorithm, bytes)));
  },
});

export const encoding: Category = {
  title: 'Encodings and checksums',
  introduction: 'Where bytes are meant, text is UTF-8.',
  functions: [
    {
      signature: 'base64_encode(text: string): string',
      documentation: 'The bytes of a text in base 64, with padding.',
      examples: [['base64_encode("user:pass")', '"dXNlcjpwYXNz"']],
      apply: (call) => withBytes(call, (bytes) => makeText(call, base64Of(bytes))),
    },
    {
      signature: 'base64_decode(text: string): string',
      documentation:
        'The text that base 64 stands for. Both alphabets are read, with or without padding.',
      examples: [
        ['base64_decode("dXNlcjpwYXNz")', '"user:pass"'],
        { expression: 'base64_decode("%")', fails: 'this is no base 64' },
        { expression: 'base64_decode("/w==")', fails: 'what this stands for is no text' },
      ],
      apply: (call) => decoded(call, bytesOfBase64(textAt(call, 0)), 'base 64'),
    },
    {
      signature: 'hex_encode(text: string): string',
      documentation: 'The bytes of a text in small hex digits.',
      examples: [['hex_encode("AZ")', '"415a"']],
      apply: (call) => withBytes(call, (bytes) => makeText(call, hexOf(bytes))),
    },
    {
      signature: 'hex_decode(text: string): string',
      documentation: 'The text that hex digits stand for.',
      examples: [['hex_decode("415a")', '"AZ"']],
      apply: (call) => {
        const text = textAt(call, 0);
        if (!/^(?:[0-9a-f]{2})*$/i.test(text)) return decoded(call, undefined, 'hex');
        const pairs = text.match(/../g) ?? [];
        return decoded(
          call,
          Uint8Array.from(pairs, (pair) => parseInt(pair, 16)),
          'hex',
        );
      },
    },
    {
      signature: 'url_encode(text: string): string',
      documentation:
        'The text as a part of a URL: everything but letters, digits and `-._~` is written with `%`.',
      examples: [['url_encode("a b/c&d=é")', '"a%20b%2Fc%26d%3D%C3%A9"']],
      apply: (call) =>
        withBytes(call, () => {
          const encoded = encodeURIComponent(textAt(call, 0));
          return makeText(
            call,
            encoded.replace(
              /[!'()*]/g,
              (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
            ),
          );
        }),
    },
    {
      signature: 'url_decode(text: string): string',
      documentation: 'The text that a part of a URL stands for.',
      examples: [
        ['url_decode("a%20b%2Fc")', '"a b/c"'],
        { expression: 'url_decode("100%")', fails: 'a `%` has no two hex digits after it' },
      ],
      apply: urlDecode,
    },
    hash('md5', 'e8f3650e0652fb6793cb45f069759b7e'),
    hash('sha1', '3832e9b3b29237b49574c81a765f1f04904a306e'),
    hash('sha256', '0fca2861e8b04fea44c2a54966be37f0632f7beed03e38a3866ee0233ae7f6e0'),
    hash(
      'sha512',
      '6972b3a34c8057cd1e0daf42b02aec946b85f887737c940ea48c78802cef2dcdac769b0f81ecb5409f4801863b7ddf2b1c12f950b9e575d31616c52612b9dc9f',
    ),
  ],
};

function withBytes(call: Call, next: (bytes: Uint8Array) => Outcome): Outcome {
  const bytes = bytesOf(textAt(call, 0));
  return bytes instanceof Uint8Array ? next(bytes) : bytes;
}

function decoded(call: Call, bytes: Uint8Array | undefined, what: string): Outcome {
  if (!bytes) return fail(`this is no ${what}`, 0);
  const text = textOfBytes(bytes);
  if (text === undefined) {
    return fail('what this stands for is no text', 0, 'The bytes are no UTF-8.');
  }
  return textTooLong(text.length) ?? makeText(call, text);
}

function urlDecode(call: Call): Outcome {
  const text = textAt(call, 0);
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return fail('a `%` has no two hex digits after it', 0);
  try {
    return makeText(call, decodeURIComponent(text));
  } catch (error) {
    if (error instanceof URIError) return fail(`${quote(text)} stands for no text`, 0);
    throw error;
  }
}
