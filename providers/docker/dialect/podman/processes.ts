/*
 * Processes of a container. Podman counts them as the container does, and tells beside that what the host
 * calls them; times it writes as `1h2m3.5s`.
 */
import type { ProcessTable } from '../../client/usage.js';

export const processArguments = 'hpid,pid,ppid,user,time,etime,args';

export function processReport({ rows }: ProcessTable): readonly (readonly string[])[] {
  const onHost = new Map(rows.map(([host = '', inside = '']) => [inside, host]));
  return rows.map(
    ([host = '', , parent = '', user = '', time = '', elapsed = '', command = '']) => [
      host,
      onHost.get(parent) ?? '0',
      user,
      secondsOf(time),
      secondsOf(elapsed),
      command,
    ],
  );
}

const units: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  ns: 1e-9,
};

/** Whole seconds of a duration such as `1m2.5s`. */
function secondsOf(duration: string): string {
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|\u00b5s|ns)/g)];
  const seconds = parts.map(([, number, unit = '']) => Number(number) * (units[unit] ?? 1e-6));
  return String(Math.floor(seconds.reduce((sum, part) => sum + part, 0)));
}
