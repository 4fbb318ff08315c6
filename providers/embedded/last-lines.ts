/* The last lines of a container's log, for messages about its failure. */
import { isFault, type ContainerEngine } from '../../runtime/index.js';

/** Oldest first; none for a container that is gone. */
export async function lastLines(
  { containers }: Pick<ContainerEngine, 'containers'>,
  container: string,
  count: number,
): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    for await (const { text } of containers.logs(container, { follow: false, tail: count })) {
      lines.push(text);
    }
  } catch (error) {
    if (!isFault(error, 'not-found')) throw error;
  }
  return lines;
}
