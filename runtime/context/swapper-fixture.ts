/*
 * A thread that swaps a directory of a context for a link that leads outside, and back, as fast as
 * it can; started by context.test.ts and ended by it.
 */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';

const base = String(workerData);
const place = join(base, 'context', 'dir');
const directory = join(base, 'directory');
const link = join(base, 'link');
for (;;) {
  renameSync(place, directory);
  renameSync(link, place);
  renameSync(place, link);
  renameSync(directory, place);
}
