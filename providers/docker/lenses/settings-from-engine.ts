/*
 * The lens of the attributes that most containers do without, inwards. What an engine fills in by
 * itself where nothing was asked for (a log driver, a runtime, the paths it hides) is told from what
 * was asked for by the record; without one, only what is never filled in counts.
 */
import {
  completeSettings,
  ofContainer,
  sharingOf,
  type ContainerSettings,
  type ContainerSpec,
} from '../../../model/index.js';
import type { DeviceRequestInspection, SettingsInspection } from '../client/index.js';

const isShared = (mode: string): boolean => mode === 'host' || mode.startsWith('container:');

/** What is known of a container beside its settings. */
interface Context {
  readonly memory: number;
  readonly tty: boolean;
  readonly networkMode: string;
  readonly securityOptions: readonly string[];
  readonly record: ContainerSpec | null;
}

export function settingsFromEngine(read: SettingsInspection, context: Context): ContainerSettings {
  const { memory, record } = context;
  const spec: ContainerSpec = {
    name: '',
    image: '',
    ...(memory > 0 && { memory }),
    ...processOf(read, context),
    ...namespacesOf(read, context),
    ...limitsOf(read, memory),
    ...rightsOf(read, context),
    ...filledIn(read, record),
    ...ulimitsOf(read, record),
  };
  return completeSettings(spec);
}

const word = (value: string): string | undefined => (value === '' ? undefined : value);
const above = (value: number): number | undefined => (value > 0 ? value : undefined);

/** The members that are there. */
function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = { ...members };
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) Reflect.deleteProperty(kept, name);
  }
  return kept;
}

function processOf(read: SettingsInspection, { tty }: Context): Partial<ContainerSpec> {
  return present({
    domainname: word(read.domainname),
    group_add: read.groupAdd,
    tty,
    stdin_open: read.stdinOpen,
    annotations: read.annotations,
    hosts: Object.fromEntries(
      read.extraHosts.map((entry) => {
        const colon = entry.indexOf(':');
        return [entry.slice(0, colon), entry.slice(colon + 1)];
      }),
    ),
    dns: read.dns,
    dns_search: read.dnsSearch,
    dns_options: read.dnsOptions,
  });
}

function namespacesOf(
  read: SettingsInspection,
  { networkMode, record }: Context,
): Partial<ContainerSpec> {
  const { ipcMode: ipc } = read;
  const others = { network_mode: networkMode, pid: read.pidMode, ipc };
  const shared = sharingOf(others).map(
    ({ attribute, container }) => [attribute, ofContainer(container)] as const,
  );
  return {
    ...Object.fromEntries(shared),
    ...(networkMode === 'host' && { network_mode: 'host' }),
    ...(read.pidMode === 'host' && { pid: 'host' }),
    ...((ipc === 'host' || ipc === 'none') && { ipc }),
    // An engine may be set up to let every container share its memory.
    ...(ipc === 'shareable' && record?.ipc !== undefined && { ipc }),
    ...(read.utsMode === 'host' && { uts: 'host' }),
    ...(read.usernsMode === 'host' && { userns: 'host' }),
    ...(record?.cgroupns !== undefined && {
      cgroupns: read.cgroupnsMode === 'host' ? 'host' : 'private',
    }),
  };
}

function limitsOf(read: SettingsInspection, memory: number): Partial<ContainerSpec> {
  return present({
    memory_swap: memory > 0 && read.memorySwap !== 0 ? read.memorySwap : undefined,
    memory_reservation: above(read.memoryReservation),
    memory_swappiness: read.memorySwappiness < 0 ? undefined : read.memorySwappiness,
    shm_size: above(read.shmSize),
    oom_score_adj: read.oomScoreAdj,
    oom_kill_disable: read.oomKillDisable,
    cpu_shares: above(read.cpuShares),
    cpu_period: above(read.cpuPeriod),
    cpu_quota: above(read.cpuQuota),
    cpuset: word(read.cpusetCpus),
    cpuset_mems: word(read.cpusetMems),
    blkio: present({
      weight: above(read.blkioWeight),
      weight_device: read.blkioWeightDevice,
      read_bps: read.readBps,
      write_bps: read.writeBps,
      read_iops: read.readIops,
      write_iops: read.writeIops,
    }),
    cgroup_parent: word(read.cgroupParent),
    storage_opt: read.storageOpt,
  });
}

function rightsOf(
  read: SettingsInspection,
  { securityOptions, record }: Context,
): Partial<ContainerSpec> {
  const { privileged } = read;
  const optionsOf = (name: string): readonly string[] =>
    securityOptions
      .filter((option) => new RegExp(`^${name}[:=]`).test(option))
      .map((option) => option.slice(name.length + 1));
  const labels = optionsOf('label');
  // The engine says so by itself where a container shares that much with the host.
  const implied = privileged || isShared(read.pidMode) || isShared(read.ipcMode);
  const label = (name: string): string | undefined =>
    labels.find((one) => one.startsWith(`${name}:`))?.slice(name.length + 1);
  return present({
    privileged,
    apparmor: optionsOf('apparmor')[0],
    selinux: present({
      disable: labels.includes('disable') && (!implied || record?.selinux?.disable === true),
      user: label('user'),
      role: label('role'),
      type: label('type'),
      level: label('level'),
    }),
    devices: read.devices,
    device_cgroup_rules: read.deviceCgroupRules,
    gpus: read.deviceRequests.map(gpuOf),
    sysctls: read.sysctls,
  });
}

function gpuOf({ driver, count, ids, capabilities, options }: DeviceRequestInspection) {
  return {
    ...(driver !== '' && { driver }),
    ...(count !== 0 && { count }),
    ids,
    capabilities,
    options,
  };
}

/** What the engine gives every container that does not say otherwise. */
function filledIn(read: SettingsInspection, record: ContainerSpec | null): Partial<ContainerSpec> {
  const { runtime, logDriver, logOptions } = read;
  const usualRuntime = /^(?:|runc|io\.containerd\.runc\.v2)$/.test(runtime);
  const usualLog =
    logDriver === '' || (logDriver === 'json-file' && Object.keys(logOptions).length === 0);
  const asked = (name: 'runtime' | 'log', usual: boolean): boolean =>
    record ? record[name] !== undefined : !usual;
  const paths = (
    name: 'masked_paths' | 'readonly_paths',
    found: readonly string[] | null,
  ): Partial<ContainerSpec> => {
    const none = found?.length === 0 && !read.privileged;
    const wasAsked = record ? record[name] !== undefined || none : none;
    return wasAsked && found !== null ? { [name]: found } : {};
  };
  return {
    ...(asked('runtime', usualRuntime) && runtime !== '' && { runtime }),
    ...(asked('log', usualLog) &&
      logDriver !== '' && { log: { driver: logDriver, options: logOptions } }),
    ...paths('masked_paths', read.maskedPaths),
    ...paths('readonly_paths', read.readonlyPaths),
  };
}

/** At its start a container gets the engine's own limits too; those that were asked for count. */
function ulimitsOf(
  { ulimits }: SettingsInspection,
  record: ContainerSpec | null,
): Partial<ContainerSpec> {
  const asked = record ? Object.keys(record.ulimits ?? {}) : Object.keys(ulimits);
  const kept = Object.entries(ulimits).filter(([name]) => asked.includes(name));
  return { ulimits: Object.fromEntries(kept) };
}
