/*
 * Which capabilities a container's processes may hold: the set that Docker made customary, what a
 * spec adds to it, and what it takes away. Names are written as in a spec (`NET_RAW`) or as in OCI
 * (`CAP_NET_RAW`); both are understood, OCI's are given back.
 */

/** What a container has when its spec says nothing. */
export const defaultCapabilities: readonly string[] = [
  'CAP_AUDIT_WRITE',
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_MKNOD',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'CAP_SETFCAP',
  'CAP_SETGID',
  'CAP_SETPCAP',
  'CAP_SETUID',
  'CAP_SYS_CHROOT',
];

/** All that Linux knows, in the order of their numbers. */
export const allCapabilities: readonly string[] = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_LINUX_IMMUTABLE',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_BROADCAST',
  'CAP_NET_ADMIN',
  'CAP_NET_RAW',
  'CAP_IPC_LOCK',
  'CAP_IPC_OWNER',
  'CAP_SYS_MODULE',
  'CAP_SYS_RAWIO',
  'CAP_SYS_CHROOT',
  'CAP_SYS_PTRACE',
  'CAP_SYS_PACCT',
  'CAP_SYS_ADMIN',
  'CAP_SYS_BOOT',
  'CAP_SYS_NICE',
  'CAP_SYS_RESOURCE',
  'CAP_SYS_TIME',
  'CAP_SYS_TTY_CONFIG',
  'CAP_MKNOD',
  'CAP_LEASE',
  'CAP_AUDIT_WRITE',
  'CAP_AUDIT_CONTROL',
  'CAP_SETFCAP',
  'CAP_MAC_OVERRIDE',
  'CAP_MAC_ADMIN',
  'CAP_SYSLOG',
  'CAP_WAKE_ALARM',
  'CAP_BLOCK_SUSPEND',
  'CAP_AUDIT_READ',
  'CAP_PERFMON',
  'CAP_BPF',
  'CAP_CHECKPOINT_RESTORE',
];

const ociName = (name: string): string => (name.startsWith('CAP_') ? name : `CAP_${name}`);

/** Names in `added` or `dropped` that Linux does not know. */
export function unknownCapabilities(names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== 'ALL' && !allCapabilities.includes(ociName(name)));
}

/**
 * The capabilities of a container, sorted. `ALL` in `dropped` empties the default set before the
 * additions; `ALL` in `added` gives everything but what is dropped by name (as Docker does).
 * @param held what this process may hand on; others are left out of `ALL`, not of single additions
 */
export function resolveCapabilities(
  added: readonly string[],
  dropped: readonly string[],
  held: readonly string[] = allCapabilities,
): readonly string[] {
  const names = new Set(dropped.includes('ALL') ? [] : defaultCapabilities);
  for (const name of added) {
    if (name === 'ALL') for (const every of held) names.add(every);
    else names.add(ociName(name));
  }
  for (const name of dropped) if (name !== 'ALL') names.delete(ociName(name));
  return [...names].sort();
}

/** Reads a mask such as `CapBnd` of /proc/self/status. */
export function capabilitiesOfMask(hexadecimal: string): readonly string[] {
  const mask = BigInt(`0x${hexadecimal}`);
  return allCapabilities.filter((_, bit) => ((mask >> BigInt(bit)) & 1n) === 1n);
}
