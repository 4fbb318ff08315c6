/*
 * The OCI runtime's configuration of one container (`config.json`), made from plain values. It
 * looks at nothing and decides little: users are numbers already, paths absolute.
 * https://github.com/opencontainers/runtime-spec/blob/v1.0.2/config.md
 */
import type { OciResources } from './resources.js';
import type { SeccompFilter } from './seccomp.js';

export interface OciMount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}
export interface OciProcess {
  readonly terminal: boolean;
  readonly user: {
    readonly uid: number;
    readonly gid: number;
    readonly additionalGids: readonly number[];
  };
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly capabilities: {
    readonly bounding: readonly string[];
    readonly effective: readonly string[];
    readonly permitted: readonly string[];
    readonly inheritable: readonly string[];
    readonly ambient: readonly string[];
  };
  readonly noNewPrivileges: boolean;
}
export interface OciSpec {
  readonly ociVersion: '1.0.2';
  readonly process: OciProcess;
  readonly root: { readonly path: string; readonly readonly: boolean };
  readonly hostname: string;
  readonly mounts: readonly OciMount[];
  readonly linux: {
    readonly namespaces: readonly { readonly type: string; readonly path?: string }[];
    readonly cgroupsPath: string;
    readonly resources: OciResources;
    readonly seccomp?: SeccompFilter;
    readonly maskedPaths: readonly string[];
    readonly readonlyPaths: readonly string[];
  };
}

export interface ProcessOptions {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user: { readonly uid: number; readonly gid: number; readonly groups: readonly number[] };
  readonly capabilities: readonly string[];
  readonly noNewPrivileges: boolean;
  readonly terminal: boolean;
}

/**
 * A process in OCI's form. Processes of other users than root start without capabilities in effect,
 * and can still gain those of the bounding set by setuid programs and file capabilities.
 */
export function ociProcess(options: ProcessOptions): OciProcess {
  const inEffect = options.user.uid === 0 ? options.capabilities : [];
  return {
    terminal: options.terminal,
    user: {
      uid: options.user.uid,
      gid: options.user.gid,
      additionalGids: options.user.groups,
    },
    args: options.args,
    env: Object.entries(options.env).map(([name, value]) => `${name}=${value}`),
    cwd: options.cwd,
    capabilities: {
      bounding: options.capabilities,
      effective: inEffect,
      permitted: inEffect,
      inheritable: [],
      ambient: [],
    },
    noNewPrivileges: options.noNewPrivileges,
  };
}

export interface SpecOptions {
  readonly process: OciProcess;
  /** Absolute path of the mounted root file system. */
  readonly rootfs: string;
  readonly readOnly: boolean;
  readonly hostname: string;
  /** Mounts beyond the customary ones, in the order in which they are to be made. */
  readonly mounts: readonly OciMount[];
  /** Path of the network namespace; a new one without interfaces when left out. */
  readonly networkNamespace?: string;
  /** Such as `/stowage/1a2b`. */
  readonly cgroup: string;
  readonly resources: OciResources;
  /** None when the container is not filtered. */
  readonly seccomp?: SeccompFilter;
}

export function ociSpec(options: SpecOptions): OciSpec {
  const targets = new Set(options.mounts.map(({ destination }) => destination));
  const isNotReplaced = ({ destination }: OciMount): boolean => !targets.has(destination);
  return {
    ociVersion: '1.0.2',
    process: options.process,
    root: { path: options.rootfs, readonly: options.readOnly },
    hostname: options.hostname,
    mounts: [...customaryMounts.filter(isNotReplaced), ...options.mounts],
    linux: {
      namespaces: [
        { type: 'pid' },
        { type: 'ipc' },
        { type: 'uts' },
        { type: 'mount' },
        { type: 'cgroup' },
        options.networkNamespace === undefined
          ? { type: 'network' }
          : { type: 'network', path: options.networkNamespace },
      ],
      cgroupsPath: options.cgroup,
      // The runtime itself adds the customary devices, /dev/null and its like.
      resources: { devices: [{ allow: false, access: 'rwm' }], ...options.resources },
      ...(options.seccomp === undefined ? {} : { seccomp: options.seccomp }),
      maskedPaths,
      readonlyPaths,
    },
  };
}

const customaryMounts: readonly OciMount[] = [
  mountOf('/proc', 'proc', ['nosuid', 'noexec', 'nodev']),
  mountOf('/dev', 'tmpfs', ['nosuid', 'strictatime', 'mode=755', 'size=65536k']),
  mountOf('/dev/pts', 'devpts', [
    'nosuid',
    'noexec',
    'newinstance',
    'ptmxmode=0666',
    'mode=0620',
    'gid=5',
  ]),
  mountOf('/dev/mqueue', 'mqueue', ['nosuid', 'noexec', 'nodev']),
  {
    destination: '/dev/shm',
    type: 'tmpfs',
    source: 'shm',
    options: ['nosuid', 'noexec', 'nodev', 'mode=1777', 'size=65536k'],
  },
  mountOf('/sys', 'sysfs', ['nosuid', 'noexec', 'nodev', 'ro']),
  mountOf('/sys/fs/cgroup', 'cgroup', ['nosuid', 'noexec', 'nodev', 'relatime', 'ro']),
];

function mountOf(destination: string, type: string, options: readonly string[]): OciMount {
  return { destination, type, source: type, options };
}

/** Files of the kernel that tell about, or reach, the host. */
const maskedPaths: readonly string[] = [
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

const readonlyPaths: readonly string[] = [
  '/proc/bus',
  '/proc/fs',
  '/proc/irq',
  '/proc/sys',
  '/proc/sysrq-trigger',
];
