/*
 * Makes whole what leads an ordinary user's containers out, where a process of it was killed: what is
 * published is told to its successor.
 */
import { publishPorts } from '../networks/index.js';
import { ensureOutward } from '../rootless/index.js';
import type { Store } from '../store/index.js';
import { readRecords, readRuns } from './library.js';
import { memberOf } from './membership.js';
import { isRunning } from './processes.js';

export async function reviveOutward(store: Store): Promise<void> {
  const runs = await readRuns(store);
  const isJoined = [...runs.values()].some(({ endpoints }) => Object.keys(endpoints).length > 0);
  if (!isJoined || !(await ensureOutward(store)).isFresh) return;
  for (const { id, spec } of await readRecords(store)) {
    const run = runs.get(id);
    if (run === undefined || run.phase !== 'running' || !isRunning(run.process)) continue;
    await publishPorts(store, memberOf(store, { id, name: spec.name }, run));
  }
}
