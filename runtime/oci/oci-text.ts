/*
 * JSON for OCI runtimes, whose numbers go further than those of JavaScript: a bigint is written as
 * the number that it is.
 */
import { randomUUID } from 'node:crypto';

/** The text of a configuration. */
export function ociText(value: object): string {
  // Nobody can have written a text that was not known before.
  const mark = randomUUID();
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'bigint' ? `${mark}${member}` : member,
  );
  return text.replaceAll(new RegExp(`"${mark}(\\d+)"`, 'g'), '$1');
}
