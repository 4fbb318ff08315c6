/*
 * Whether root runs this command, or an ordinary user. What an ordinary user's engine does is done in a
 * user namespace of his, where the command runs once more and finds itself as root: `inside`.
 */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

export type Caller =
  /** Root of the host, or of a container that knows no other. */
  | 'root'
  /** An ordinary user, who may read. */
  | 'user'
  /** An ordinary user in the user namespace of his engine. */
  | 'inside';

/** Set inside: the user's number on the host and name, `1000:ada`. */
export const namespaceVariable = 'STOWAGE_USER_NAMESPACE';

export function callerOf(): Caller {
  if (process.getuid?.() !== 0) return 'user';
  // Somebody who sets the variable as root of the host is root all the same.
  return process.env[namespaceVariable] !== undefined && isMapped() ? 'inside' : 'root';
}

/** Whether the engine is an ordinary user's. */
export const isRootless = (): boolean => callerOf() !== 'root';

/** The name of whoever runs the command, for others to read. */
export function callerName(): string {
  if (callerOf() === 'inside') {
    const name = process.env[namespaceVariable]?.split(':')[1];
    if (name !== undefined && name !== '') return name;
  }
  try {
    return userInfo().username;
  } catch {
    // A number without a name, as in some containers and jobs.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Whether root here is somebody else on the host. */
function isMapped(): boolean {
  const [first = '', host = ''] = readFileSync('/proc/self/uid_map', 'utf8').trim().split(/\s+/);
  return first === '0' && host !== '0';
}
