/*
 * Lets others have their turn in work that is done without waiting. A call of the file system that is waited
 * for costs ten times what the call does, so many small files are gone through by calls that are not.
 */

/** Milliseconds that signals, output and other tasks may have to wait. */
const longest = 10;

let since = performance.now();

/** Waits for nothing while the turn is short; else until others have had theirs. */
export async function giveWay(): Promise<void> {
  if (performance.now() - since < longest) return;
  await new Promise<void>((resume) => setImmediate(resume));
  since = performance.now();
}
