/* Looks at paths of a container, through links where that is wanted. */
import { posix } from 'node:path';
import { EngineError, type FileOperator, type PathStat } from '../../model/index.js';

const mostLinks = 40;

/** @throws EngineError `not-found` */
export async function existing(
  files: FileOperator,
  container: string,
  path: string,
): Promise<PathStat> {
  const stat = await files.statPath(container, path);
  if (stat !== undefined) return stat;
  throw new EngineError('not-found', `${path} of container ${container} does not exist`);
}

/** What a path leads to in the end, which may be nothing. @throws EngineError `invalid` */
export async function followed(
  files: FileOperator,
  container: string,
  given: string,
): Promise<{ readonly path: string; readonly stat?: PathStat }> {
  let path = given;
  for (let links = 0; links <= mostLinks; links += 1) {
    const stat = await files.statPath(container, path);
    if (stat?.kind !== 'symlink' || stat.target === undefined) {
      return stat === undefined ? { path } : { path, stat };
    }
    path = posix.join('/', posix.dirname(path), stat.target);
    if (stat.target.startsWith('/')) path = stat.target;
  }
  const reason = `${given} of container ${container} has too many levels of symbolic links`;
  throw new EngineError('invalid', reason);
}
