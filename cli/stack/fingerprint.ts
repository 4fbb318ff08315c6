/*
 * Fingerprints of secrets for the records in an engine: scrypt, slow on purpose, so that whoever can
 * read a record cannot find a short secret by trying. The stack's id is the salt: one value costs one
 * computation, and the same inputs give the same plan.
 */
import { createHash, scryptSync } from 'node:crypto';
import { contentFingerprint, type FingerprintOf } from '../../model/index.js';

/** 2^15 rounds over blocks of 1 KiB: 32 MiB and about a tenth of a second for each guess. */
const cost = { logN: 15, r: 8, p: 1 } as const;

const known = new Map<string, string>();

/**
 * `scrypt$15$8$1$…`, the last part 24 bytes in base64url; computed once a process for each text. Of
 * content that is no secret it is `sha256$…`, which costs nothing.
 */
export const fingerprint: FingerprintOf = (stackId, text, of) => {
  if (of === 'content') {
    return contentFingerprint(createHash('sha256').update(text).digest('hex'));
  }
  const key = `${stackId} ${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const { logN, r, p } = cost;
  const N = 2 ** logN;
  const digest = scryptSync(text, `stowage ${stackId}`, 24, { N, r, p, maxmem: 256 * N * r });
  const made = `scrypt$${logN}$${r}$${p}$${digest.toString('base64url')}`;
  known.set(key, made);
  return made;
};
