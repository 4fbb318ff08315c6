/*
 * Waits for a container's end. The engine is asked again and again, because its own waiting answers
 * at once for a container between two restarts.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../../model/index.js';
import type { DockerReader } from '../client/index.js';

/** @returns its exit code; null for one that never ran */
export async function waitForEnd(
  reader: DockerReader,
  container: string,
  signal: AbortSignal,
): Promise<number | null> {
  let id = container;
  for (let turn = 20; ; turn = Math.min(turn * 1.3, 500)) {
    const found = await reader.findContainer(id);
    if (!found) throw new EngineError('not-found', `there is no container "${container}"`);
    ({ id } = found);
    const { status, exitCode } = found.state;
    if (status === 'exited' || status === 'dead') return exitCode;
    if (status === 'created') return null;
    try {
      await delay(turn, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new EngineError('interrupted', 'interrupted while waiting', { cause: error });
    }
  }
}
