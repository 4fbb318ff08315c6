/*
 * The files of containers, running or not: what copying to and from them rests on, on every engine.
 * Files travel as tar archives. No path leads out of a container, whatever links there are in it.
 */

/** What stands at a path of a container. */
export interface PathStat {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  /** Of a link: the path of the container that it leads to, whether anything is there or not. */
  readonly target?: string;
}

export interface FileOperator {
  /** A link at the end of the path is not followed. `undefined` where nothing is. */
  statPath(container: string, path: string): Promise<PathStat | undefined>;
  /**
   * The archive of a file, or of a directory with all that is in it. Its entries begin with the last
   * name of the path; a link at the end of that is packed as a link.
   * @throws EngineError `not-found`
   */
  readArchive(container: string, path: string): AsyncIterable<Uint8Array>;
  /**
   * Unpacks an archive into a directory that is there: with its owners, over files that are there, and
   * never putting anything but a directory in the place of a directory.
   * @throws EngineError `not-found`, `invalid`
   */
  writeArchive(
    container: string,
    directory: string,
    archive: AsyncIterable<Uint8Array>,
  ): Promise<void>;
}
