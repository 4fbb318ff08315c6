/* The files of containers of the embedded engine. */
import { posix } from 'node:path';
import type { BigIntStats } from 'node:fs';
import type { FileOperator, PathStat } from '../../model/index.js';
import type { ContainerEngine } from '../../runtime/index.js';
import { translated, translateError } from './errors.js';

export function fileOperator({ containers }: ContainerEngine): FileOperator {
  return {
    statPath: (container, path) =>
      translated(async () => {
        const found = await containers.findPath(container, path, 'leave');
        if (found === undefined) return undefined;
        const { path: resolved, stats, link } = found;
        if (link === undefined) return { kind: kindOf(stats) };
        // `..` in a link goes back from where its directory really is.
        const target = link.startsWith('/') ? link : `${posix.dirname(resolved)}/${link}`;
        return { kind: 'symlink', target };
      }),
    readArchive: async function* (container, path) {
      try {
        yield* containers.readArchive(container, path);
      } catch (error) {
        throw translateError(error);
      }
    },
    writeArchive: (container, directory, archive) =>
      translated(() => containers.writeArchive(container, directory, archive)),
  };
}

function kindOf(stats: BigIntStats): PathStat['kind'] {
  if (stats.isDirectory()) return 'directory';
  return stats.isFile() ? 'file' : 'other';
}
