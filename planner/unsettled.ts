/*
 * Content that a living container is about to be told of. Until that is done nobody knows what its
 * program has read, and the ledger says so before the first step: an apply that is cut off, and files
 * that go back to what they were, must not leave a program with what it read in between.
 */
import type { Generation, LedgerEntry, MountContents, Plan } from '../model/index.js';

/** The addresses whose containers live on and read their files anew by this plan. */
export function toldAddresses({ steps }: Plan): ReadonlySet<string> {
  const told = new Set<string>();
  for (const { op, address } of steps) {
    if (op === 'signal-container' || op === 'start-container') told.add(address);
  }
  // What is made anew has a label that says what it was made with.
  for (const { op, address } of steps) if (op === 'create-container') told.delete(address);
  return told;
}

/** What is known of a told container until its steps are done; the entry itself where all of it is. */
export function unsettledEntry(entry: LedgerEntry, wanted: LedgerEntry | undefined): LedgerEntry {
  const { content = {} } = wanted ?? {};
  const differing = Object.entries(entry.content ?? {}).filter(
    ([target, { hash }]) => hash !== '' && content[target] && content[target].hash !== hash,
  );
  if (differing.length === 0) return entry;
  const unknown: MountContents = Object.fromEntries(
    differing.map(([target, { source }]) => [target, { source, hash: '' }]),
  );
  return { ...entry, content: { ...entry.content, ...unknown } };
}

/** Whether a plan tells containers of files that the ledger does not know them to have read. */
export function tellsAnew(plan: Plan, previous: Generation | undefined): boolean {
  const told = toldAddresses(plan);
  return Object.entries(previous?.resources ?? {}).some(
    ([address, entry]) =>
      told.has(address) && unsettledEntry(entry, plan.resources[address]) !== entry,
  );
}
