/* The last lines that a container wrote, for messages about its end. */
import { EngineError } from '../../../model/index.js';
import type { DockerReader } from '../client/index.js';
import { logLines } from './log-lines.js';

/** How many lines a message about a failure carries. */
export const failureLines = 12;

/** @param container its id; one that has gone wrote nothing */
export async function lastLines(
  reader: DockerReader,
  container: string,
  count: number,
): Promise<readonly string[]> {
  try {
    const found = await reader.findContainer(container);
    if (!found) return [];
    const body = await reader.logs(found.id, { follow: false, tail: count });
    const lines: string[] = [];
    for await (const { text } of logLines(body, found.tty)) lines.push(text);
    // Both streams together may hold more than was asked of each.
    return lines.slice(-count);
  } catch (error) {
    // A container may have gone in between, or keep its output where it cannot be read back.
    if (error instanceof EngineError && error.code !== 'unreachable') return [];
    throw error;
  }
}
