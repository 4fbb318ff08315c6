/* What directories take on the disk. */
import { run } from '../process/index.js';

/**
 * Bytes on the disk by path; a path that is not there is left out. A file that goes while it is counted
 * is not counted.
 */
export async function bytesOnDisk(paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (paths.length === 0) return new Map();
  const { stdout } = await run('du', ['-s', '-x', '--block-size=1', '--', ...paths]);
  return new Map(
    stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [bytes = '', path = ''] = line.split('\t');
        return [path, Number(bytes)] as const;
      }),
  );
}
