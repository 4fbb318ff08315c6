/*
 * Docker's word on changes that the schema calls in place. It takes zero for "as it is", so limits
 * of memory and processors can be set on a living container and never lifted.
 */
import type { Change, Kind, Verdict } from '../../model/index.js';

const inPlace = /^(?:name|memory|cpus|pids|restart|networks|state|job)(?:$|[.[])/;
const liftable = /^(?:memory|cpus)$/;

export function verdict(kind: Kind, change: Pick<Change, 'path' | 'before' | 'after'>): Verdict {
  const { path, after } = change;
  if (kind !== 'container' || !inPlace.test(path)) return { effect: 'replace' };
  if (liftable.test(path) && (after === undefined || after === null)) {
    return {
      effect: 'replace',
      reason: `Docker cannot lift the limit of ${path} on a living container`,
    };
  }
  return { effect: 'in-place' };
}
