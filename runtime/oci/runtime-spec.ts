/*
 * The OCI runtime's configuration of one container (`config.json`), made from plain values. It
 * looks at nothing and decides little: users are numbers already, paths absolute.
 * https://github.com/opencontainers/runtime-spec/blob/v1.0.2/config.md
 */
import {
  customaryMounts,
  maskedPaths,
  readonlyPaths,
  usualSurroundings,
  type OciMount,
  type Surroundings,
} from './customary.js';
import type { OciDevice } from './host-device.js';
import type { OciRlimit } from './process-limits.js';
import type { OciResources } from './resources.js';
import type { SeccompFilter } from './seccomp.js';

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
  readonly rlimits?: readonly OciRlimit[];
  readonly oomScoreAdj?: number;
  readonly apparmorProfile?: string;
}

/** A program of the host that the runtime runs at some point of a container's making. */
export interface OciHook {
  readonly path: string;
  readonly args?: readonly string[];
  readonly env?: readonly string[];
  readonly timeout?: number;
}
export type OciHooks = Readonly<Record<string, readonly OciHook[]>>;

export interface OciSpec {
  readonly ociVersion: '1.0.2';
  readonly process: OciProcess;
  readonly root: { readonly path: string; readonly readonly: boolean };
  readonly hostname?: string;
  readonly mounts: readonly OciMount[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly hooks?: OciHooks;
  readonly linux: {
    readonly namespaces: readonly { readonly type: string; readonly path?: string }[];
    readonly cgroupsPath?: string;
    readonly resources?: OciResources;
    readonly devices?: readonly OciDevice[];
    readonly sysctl?: Readonly<Record<string, string>>;
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
  readonly rlimits?: readonly OciRlimit[];
  readonly oomScoreAdj?: number;
  readonly apparmorProfile?: string;
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
    ...(options.rlimits && options.rlimits.length > 0 && { rlimits: options.rlimits }),
    ...(options.oomScoreAdj !== undefined && { oomScoreAdj: options.oomScoreAdj }),
    ...(options.apparmorProfile !== undefined && { apparmorProfile: options.apparmorProfile }),
  };
}

export interface SpecOptions {
  readonly process: OciProcess;
  /** Absolute path of the mounted root file system. */
  readonly rootfs: string;
  readonly readOnly: boolean;
  /** Not used where the host's is shared. */
  readonly hostname: string;
  /** Mounts beyond the customary ones, in the order in which they are to be made. */
  readonly mounts: readonly OciMount[];
  /** Path of the network namespace; a new one without interfaces when left out. */
  readonly networkNamespace?: string;
  /** Such as `/stowage/1a2b`; none where there are no control groups. */
  readonly cgroup?: string;
  /** What its control group is to keep. */
  readonly resources: OciResources;
  /** None when the container is not filtered. */
  readonly seccomp?: SeccompFilter;
  /** The usual when left out. */
  readonly surroundings?: Surroundings;
  /** Paths that are hidden, or refuse writing; the customary ones when left out. */
  readonly maskedPaths?: readonly string[];
  readonly readonlyPaths?: readonly string[];
  /** Nodes beyond the customary ones; what may be done with them is in `resources`. */
  readonly devices?: readonly OciDevice[];
  readonly sysctl?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly hooks?: OciHooks;
}

/** What there is something in. */
const isFilled = <T extends object>(value: T | undefined): value is T =>
  value !== undefined && Object.keys(value).length > 0;

export function ociSpec(options: SpecOptions): OciSpec {
  const { surroundings = usualSurroundings, resources } = options;
  const { shared, privileged, joined = {} } = surroundings;
  const targets = new Set(options.mounts.map(({ destination }) => destination));
  const isNotReplaced = ({ destination }: OciMount): boolean => !targets.has(destination);
  // The runtime itself adds the customary devices, /dev/null and its like.
  const refused = { allow: privileged, access: 'rwm' };
  return {
    ociVersion: '1.0.2',
    process: options.process,
    root: { path: options.rootfs, readonly: options.readOnly },
    ...(!shared.includes('uts') && { hostname: options.hostname }),
    mounts: [
      ...customaryMounts(surroundings, options.cgroup !== undefined).filter(isNotReplaced),
      ...options.mounts,
    ],
    ...(isFilled(options.annotations) && { annotations: options.annotations }),
    ...(isFilled(options.hooks) && { hooks: options.hooks }),
    linux: {
      namespaces: [
        ...(['pid', 'ipc', 'uts', 'mount', 'cgroup'] as const)
          .filter((type) => type === 'mount' || !shared.includes(type))
          .map((type) => namespaceOf(type, type === 'mount' ? undefined : joined[type])),
        ...(shared.includes('network')
          ? []
          : [namespaceOf('network', joined.network ?? options.networkNamespace)]),
      ],
      ...(options.cgroup !== undefined && {
        cgroupsPath: options.cgroup,
        resources: { ...resources, devices: [refused, ...(resources.devices ?? [])] },
      }),
      ...(isFilled(options.devices) && { devices: options.devices }),
      ...(isFilled(options.sysctl) && { sysctl: options.sysctl }),
      ...(options.seccomp === undefined ? {} : { seccomp: options.seccomp }),
      maskedPaths: options.maskedPaths ?? (privileged ? [] : maskedPaths),
      readonlyPaths: options.readonlyPaths ?? (privileged ? [] : readonlyPaths),
    },
  };
}

/** A new one where no path is given. */
const namespaceOf = (
  type: string,
  path: string | undefined,
): OciSpec['linux']['namespaces'][number] => (path === undefined ? { type } : { type, path });
