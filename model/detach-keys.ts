/*
 * The keys that leave an attached container to itself, as people write them: `ctrl-p,ctrl-q`, which is what
 * docker and Podman have by default. Each is one byte of what a terminal sends.
 */

export const usualDetachKeys = 'ctrl-p,ctrl-q';

const controlled = /^ctrl-([a-z@[\\\]^_])$/;
const plain = /^[\x21-\x2b\x2d-\x7e]$/;

/** @returns the bytes in their order; `undefined` for what names no keys */
export function parseDetachKeys(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const key of text.split(',')) {
    const [, letter] = controlled.exec(key) ?? [];
    if (letter === undefined && !plain.test(key)) return undefined;
    // A terminal sends the letter of a control key without its upper three bits.
    bytes.push(letter === undefined ? key.charCodeAt(0) : letter.charCodeAt(0) & 0x1f);
  }
  return Uint8Array.from(bytes);
}
