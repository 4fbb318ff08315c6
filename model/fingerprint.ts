/*
 * Fingerprints that stand in records for values made from secrets. In a record as the engine keeps it
 * one is `{ "fingerprint": "…" }`; in memory it is a text that begins with U+0000, which no variable,
 * argument or path of a container can hold, so that a specification keeps its type.
 */
import { isJsonArray, isJsonObject, type JsonValue } from './json.js';

/**
 * Gives the fingerprint of a text for the records of a stack, by the stack’s id. Equal texts have equal
 * ones. That of a text which is only long, and no secret, begins with `contentPrefix` and is quick.
 */
export type FingerprintOf = (stackId: string, text: string, of?: 'content') => string;

const contentPrefix = 'sha256$';

/** The digest of content that is no secret, as a fingerprint. */
export const contentFingerprint = (digest: string): string => `${contentPrefix}${digest}`;

/** Whether a fingerprint stands for content that is no secret. */
export const isOfContent = (fingerprint: string): boolean => fingerprint.startsWith(contentPrefix);

/** A text that is not to stand anywhere, and what stands for it. */
export interface Seal {
  readonly text: string;
  readonly fingerprint: string;
}

const mark = '\u0000fingerprint:';

/** The text that stands for a fingerprint in memory; one that begins with `/` stands for a path. */
export function sealedText(fingerprint: string): string {
  return fingerprint.startsWith('/') ? `/${mark}${fingerprint.slice(1)}` : `${mark}${fingerprint}`;
}

/** The fingerprint that a text stands for, without the `/` of a path; `undefined` for any other text. */
export function fingerprintIn(text: string): string | undefined {
  const rest = text.startsWith('/') ? text.slice(1) : text;
  return rest.startsWith(mark) ? rest.slice(mark.length) : undefined;
}

/** Whether there is a fingerprint in a value, however deep. */
export function holdsFingerprint(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return fingerprintIn(value) !== undefined;
  if (isJsonArray(value)) return value.some(holdsFingerprint);
  return isJsonObject(value) && Object.values(value).some(holdsFingerprint);
}

/** A record, or a generation of them, as it is written into an engine. */
export function recordToJson(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    const fingerprint = fingerprintIn(value);
    if (fingerprint === undefined) return value;
    return { fingerprint: value.startsWith('/') ? `/${fingerprint}` : fingerprint };
  }
  if (isJsonArray(value)) return value.map(recordToJson);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      member === undefined ? undefined : recordToJson(member),
    ]),
  );
}
