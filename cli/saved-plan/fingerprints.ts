/*
 * Fingerprints of secrets in a saved plan. Secrets may be short enough to be guessed, so that a guess
 * is made costly (scrypt), with a salt of the file's own.
 */
import { scryptSync } from 'node:crypto';

/** Makes fingerprints with a salt; equal texts are computed once. */
export function fingerprinter(salt: string, stackId: string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const key = scryptSync(text, `stowage-plan ${stackId} ${salt}`, 24, { N: 16_384, r: 8, p: 1 });
    const made = `scrypt$${key.toString('base64url')}`;
    known.set(text, made);
    return made;
  };
}
