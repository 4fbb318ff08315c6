/* The monitors that run: they are where the engine works, should nothing else of it be left there. */
import type { Store } from '../store/index.js';
import { readRuns } from './library.js';
import { isRunning } from './processes.js';
import { bootId } from './run-state.js';

export async function livingMonitors(store: Store): Promise<readonly number[]> {
  const runs = [...(await readRuns(store)).values()];
  return runs.flatMap(({ bootId: boot, monitor }) =>
    monitor !== null && boot === bootId() && isRunning(monitor) ? [monitor.pid] : [],
  );
}
