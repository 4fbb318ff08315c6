/*
 * Further names of images that a plan is about to give and to take. Until that is done the ledger holds
 * all that an image may have by then: an apply that is cut off must not leave a name of which nobody knows
 * that it is the stack's.
 */
import type { Generation, LedgerEntry, Plan, Step } from '../model/index.js';

/** Whether a step gives or takes a further name, without which an image is there all the same. */
export const isNaming = (step: Step): boolean =>
  step.op === 'untag-image' || (step.op === 'tag-image' && step.from !== undefined);

const tagsIn = (entry: LedgerEntry | undefined): readonly string[] =>
  entry?.kind === 'image' ? (entry.spec.tags ?? []) : [];

/** An entry with the names of another one, too. */
export function withTagsOf(entry: LedgerEntry, other: LedgerEntry | undefined): LedgerEntry {
  const tags = [...new Set([...tagsIn(entry), ...tagsIn(other)])].sort();
  if (entry.kind !== 'image' || tags.length === tagsIn(entry).length) return entry;
  return { ...entry, spec: { ...entry.spec, tags } };
}

/** The entries of images that a plan gives names of which the ledger knows nothing, with these. */
export function entriesNamedAnew(
  { resources, steps }: Plan,
  previous: Generation | undefined,
): Readonly<Record<string, LedgerEntry>> {
  const named = new Set(steps.filter(isNaming).map(({ address }) => address));
  return Object.fromEntries(
    Object.entries(resources).flatMap(([address, entry]) => {
      const before = previous?.resources[address];
      const known = tagsIn(before);
      const isNew = named.has(address) && tagsIn(entry).some((tag) => !known.includes(tag));
      return isNew ? [[address, withTagsOf(before ?? entry, entry)]] : [];
    }),
  );
}
