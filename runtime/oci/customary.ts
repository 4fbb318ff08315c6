/*
 * What every container finds without asking: the file systems of the kernel, and which of their files
 * it may not see or change. How much of it holds depends on what the container shares with the host.
 */
export interface OciMount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

/** Namespaces that a container may share with the host instead of having its own. */
export type SharedNamespace = 'pid' | 'ipc' | 'uts' | 'cgroup' | 'network';

export interface Surroundings {
  /** Namespaces of the host. */
  readonly shared: readonly SharedNamespace[];
  /** Paths of those of others that it is in. */
  readonly joined?: Readonly<Partial<Record<SharedNamespace, string>>>;
  /** A directory of the host that is at `/dev/shm`, for it and for others. */
  readonly memoryAt?: string;
  /** Whether file systems of the host's namespaces can only be shown as the host has them. */
  readonly borrowed?: boolean;
  /** Whether it may change what the kernel shows. */
  readonly privileged: boolean;
  /** Bytes at `/dev/shm`; null for no such place. */
  readonly sharedMemory: number | null;
}

export const usualSurroundings: Surroundings = {
  shared: [],
  privileged: false,
  sharedMemory: 64 * 2 ** 20,
};

/** @param hasGroup whether it has a control group */
export function customaryMounts(surroundings: Surroundings, hasGroup = true): readonly OciMount[] {
  const { privileged, borrowed = false, shared } = surroundings;
  const readOnly = privileged ? [] : ['ro'];
  return [
    borrowed && shared.includes('pid')
      ? asOnHost('/proc', [])
      : mountOf('/proc', 'proc', ['nosuid', 'noexec', 'nodev']),
    mountOf('/dev', 'tmpfs', ['nosuid', 'strictatime', 'mode=755', 'size=65536k']),
    mountOf('/dev/pts', 'devpts', [
      'nosuid',
      'noexec',
      'newinstance',
      'ptmxmode=0666',
      'mode=0620',
      'gid=5',
    ]),
    ...memoryMounts(surroundings),
    borrowed && shared.includes('network')
      ? asOnHost('/sys', readOnly)
      : mountOf('/sys', 'sysfs', ['nosuid', 'noexec', 'nodev', ...readOnly]),
    ...(hasGroup ? [groupOf(readOnly)] : []),
  ];
}

const groupOf = (readOnly: readonly string[]): OciMount =>
  mountOf('/sys/fs/cgroup', 'cgroup', ['nosuid', 'noexec', 'nodev', 'relatime', ...readOnly]);

/** Where processes share memory and queue messages. */
function memoryMounts({
  shared,
  sharedMemory,
  memoryAt,
  borrowed,
}: Surroundings): readonly OciMount[] {
  // In the host's namespace this is the host's queue.
  const queue = mountOf('/dev/mqueue', 'mqueue', ['nosuid', 'noexec', 'nodev']);
  if (shared.includes('ipc')) {
    return [borrowed === true ? asOnHost('/dev/mqueue', []) : queue, memoryOf('/dev/shm')];
  }
  if (memoryAt !== undefined) return [queue, memoryOf(memoryAt)];
  if (sharedMemory === null) return [queue];
  const size = sharedMemory % 1024 === 0 ? `${sharedMemory / 1024}k` : String(sharedMemory);
  return [
    queue,
    {
      destination: '/dev/shm',
      type: 'tmpfs',
      source: 'shm',
      options: ['nosuid', 'noexec', 'nodev', 'mode=1777', `size=${size}`],
    },
  ];
}

const memoryOf = (source: string): OciMount => ({
  destination: '/dev/shm',
  type: 'bind',
  source,
  options: ['rbind', 'rprivate', 'nosuid', 'noexec', 'nodev'],
});

/** What is mounted there on the host, with all that is below it. */
const asOnHost = (path: string, options: readonly string[]): OciMount => ({
  destination: path,
  type: 'bind',
  source: path,
  options: ['rbind', 'rslave', 'nosuid', 'noexec', 'nodev', ...options],
});

function mountOf(destination: string, type: string, options: readonly string[]): OciMount {
  return { destination, type, source: type, options };
}

/** Files of the kernel that tell about, or reach, the host. */
export const maskedPaths: readonly string[] = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/sys/devices/virtual/powercap',
  '/sys/firmware',
];

export const readonlyPaths: readonly string[] = [
  '/proc/bus',
  '/proc/fs',
  '/proc/irq',
  '/proc/sys',
  '/proc/sysrq-trigger',
];
