/*
 * Makes the OCI form of the default filter of system calls for one container: the table, narrowed
 * to its capabilities and the machine's architecture. Nothing is read from the machine.
 */
import {
  allowedByArchitecture,
  allowedByCapability,
  allowedPersonalities,
  alwaysAllowed,
  namespaceFlags,
  refusedSocketFamily,
  seccompArchitectures,
} from './seccomp-table.js';

export interface SeccompArgument {
  readonly index: number;
  readonly value: number;
  readonly valueTwo?: number;
  /** Such as `SCMP_CMP_EQ`. */
  readonly op: string;
}
export interface SeccompRule {
  readonly names: readonly string[];
  /** Such as `SCMP_ACT_ALLOW`. */
  readonly action: string;
  readonly errnoRet?: number;
  readonly args?: readonly SeccompArgument[];
}
export interface SeccompFilter {
  readonly defaultAction: string;
  readonly defaultErrnoRet?: number;
  readonly architectures?: readonly string[];
  readonly flags?: readonly string[];
  readonly syscalls: readonly SeccompRule[];
}

const permissionDenied = 1;
const notImplemented = 38;

/**
 * The default filter.
 * @param capabilities what the container may hold, as OCI names them
 * @param architecture Node's name of the machine's architecture, such as `x64`
 */
export function defaultSeccomp(
  capabilities: readonly string[],
  architecture: string,
): SeccompFilter {
  const guarded = capabilities.flatMap((name) => allowedByCapability[name] ?? []);
  const names = new Set([
    ...alwaysAllowed,
    ...(allowedByArchitecture[architecture] ?? []),
    ...guarded,
  ]);
  const syscalls: SeccompRule[] = [{ names: [...names].sort(), action: 'SCMP_ACT_ALLOW' }];
  for (const value of allowedPersonalities) {
    syscalls.push(allowIf('personality', { index: 0, value, op: 'SCMP_CMP_EQ' }));
  }
  syscalls.push(allowIf('socket', { index: 0, value: refusedSocketFamily, op: 'SCMP_CMP_NE' }));
  if (!names.has('clone')) syscalls.push(...threadsOnly(architecture));
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: permissionDenied,
    architectures: seccompArchitectures[architecture] ?? [],
    syscalls,
  };
}

/**
 * Lets `clone` through without namespaces. The flags of `clone3` are in memory, where a filter
 * cannot look; programs fall back to `clone` when it seems not to exist.
 */
function threadsOnly(architecture: string): readonly SeccompRule[] {
  const flags = architecture === 's390x' ? 1 : 0;
  return [
    allowIf('clone', {
      index: flags,
      value: namespaceFlags,
      valueTwo: 0,
      op: 'SCMP_CMP_MASKED_EQ',
    }),
    { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: notImplemented },
  ];
}

function allowIf(name: string, condition: SeccompArgument): SeccompRule {
  return { names: [name], action: 'SCMP_ACT_ALLOW', args: [condition] };
}
