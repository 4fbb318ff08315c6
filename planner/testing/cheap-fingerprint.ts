/*
 * Stands in tests for the slow fingerprint of secrets: as deterministic, and without the value in it,
 * but found by trying in no time.
 */
import { contentFingerprint, type FingerprintOf } from '../../model/index.js';
import { digestOf } from './world.js';

export const cheapFingerprint: FingerprintOf = (stackId, text, of) =>
  of === 'content' ? contentFingerprint(digestOf(text)) : `cheap$${digestOf(`${stackId} ${text}`)}`;
