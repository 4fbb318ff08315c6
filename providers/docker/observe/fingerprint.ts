/* The digest of what was seen of an object. Equal observations have equal ones. */
import { createHash } from 'node:crypto';
import { canonicalJson, toJson } from '../../../model/index.js';

/** @param seen what a plan may rest on, and nothing that changes by itself */
export function fingerprintOf(seen: object): string {
  return createHash('sha256')
    .update(canonicalJson(toJson(seen)))
    .digest('hex');
}
