/*
 * Docker's word on changes that the schema calls in place. It takes zero for "as it is", so limits
 * of memory and processors can be set on a living container and never lifted.
 */
import {
  isJsonObject,
  type Change,
  type JsonValue,
  type Kind,
  type Verdict,
} from '../../model/index.js';
import { isOutside } from './files/index.js';

const inPlace =
  /^(?:name|memory(?:_swap|_reservation)?|cpus|cpu_shares|cpu_period|cpu_quota|cpuset(?:_mems)?|pids|restart|networks|state|job|configs|secrets)(?:$|[.[])/;
const unliftable = /^(?:memory|memory_reservation|cpus|cpu_period|cpu_quota|cpuset|cpuset_mems)$/;

/** Whether a path is that of a file which is mounted: a new one is mounted at the next start. */
function isMounted(path: string, wanted: JsonValue | undefined): boolean {
  const [, attribute, target = ''] = /^(configs|secrets)\["([^"]*)"\]/.exec(path) ?? [];
  if (attribute !== 'configs' || !isJsonObject(wanted)) return attribute === 'secrets';
  const keys = (value: JsonValue | undefined): readonly string[] =>
    isJsonObject(value) ? Object.keys(value) : [];
  const mounted = [...keys(wanted['mounts']), ...keys(wanted['tmpfs'])];
  return isOutside(target, { readOnly: wanted['read_only'] === true, mounted });
}

/**
 * Whether a change sets or lifts one of the members of a connection that an engine does not tell. Those
 * stand in the record alone, which is written when the container is made.
 */
export function fixes(
  members: readonly string[],
  { path, after }: Pick<Change, 'path' | 'after'>,
): boolean {
  if (!/^networks[.[]/.test(path)) return false;
  if (members.some((member) => path.endsWith(`.${member}`))) return true;
  return isJsonObject(after) && members.some((member) => typeof after[member] === 'string');
}

export function verdict(
  kind: Kind,
  change: Pick<Change, 'path' | 'before' | 'after'>,
  wanted?: JsonValue,
): Verdict {
  const { path, after } = change;
  if (kind !== 'container' || !inPlace.test(path)) return { effect: 'replace' };
  if (unliftable.test(path) && (after === undefined || after === null)) {
    return {
      effect: 'replace',
      reason: `Docker cannot lift the limit of ${path} on a living container`,
    };
  }
  if (fixes(['mac'], change)) {
    return {
      effect: 'replace',
      reason: 'Docker does not tell whether a hardware address was asked for',
    };
  }
  return isMounted(path, wanted)
    ? { effect: 'in-place', seenAtStart: true }
    : { effect: 'in-place' };
}
