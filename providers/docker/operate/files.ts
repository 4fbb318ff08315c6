/* The files of containers on Docker: its archives, with what stands at a path as their header tells. */
import { Readable } from 'node:stream';
import { EngineError, type FileOperator, type PathStat } from '../../../model/index.js';
import { rewriteArchive } from '../archive/index.js';
import type { DockerClient } from '../client/index.js';

/** Bits of Go's os.FileMode, in which modes are told. */
const goMode = {
  directory: 0x8000_0000,
  symlink: 0x0800_0000,
  /** Devices, pipes, sockets, and what is none of anything. */
  special: 0x0708_0000,
} as const;

export function fileOperator(client: DockerClient): FileOperator {
  const mustExist = async (container: string): Promise<void> => {
    if (await client.findContainer(container)) return;
    throw new EngineError('not-found', `there is no container ${container}`);
  };
  return {
    statPath: async (container, path) => {
      const stat = await client.statPath(container, path);
      // Whether path or container is missing, the engine does not say.
      if (stat === undefined) await mustExist(container);
      if (stat === undefined) return undefined;
      const kind = kindOf(stat.mode);
      return kind === 'symlink' ? { kind, target: stat.linkTarget } : { kind };
    },
    readArchive: async function* (container, path) {
      const body = await client.readArchive(container, path);
      try {
        for await (const chunk of body) if (chunk instanceof Uint8Array) yield chunk;
      } finally {
        body.destroy();
      }
    },
    writeArchive: (container, directory, archive) => {
      const files = rewriteArchive(archive, `container "${container}"`);
      return client.mergeArchive(container, directory, Readable.from(files, { objectMode: false }));
    },
  };
}

function kindOf(mode: number): PathStat['kind'] {
  if ((mode & goMode.directory) !== 0) return 'directory';
  if ((mode & goMode.symlink) !== 0) return 'symlink';
  return (mode & goMode.special) === 0 ? 'file' : 'other';
}
