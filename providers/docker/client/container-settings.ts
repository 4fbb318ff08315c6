/*
 * What the engine tells of the attributes that most containers do without, typed once at the edge.
 * What is absent has become the neutral value that the engine means by leaving it out.
 */
import type { Fields } from './fields.js';

export interface DeviceInspection {
  readonly host: string;
  readonly container: string;
  readonly permissions: string;
}

export interface DeviceRequestInspection {
  readonly driver: string;
  readonly count: number;
  readonly ids: readonly string[];
  readonly capabilities: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

type Rates = Readonly<Record<string, number>>;

export interface SettingsInspection {
  readonly domainname: string;
  readonly groupAdd: readonly string[];
  readonly stdinOpen: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  /** `name:address`, as the engine keeps them. */
  readonly extraHosts: readonly string[];
  readonly dns: readonly string[];
  readonly dnsSearch: readonly string[];
  readonly dnsOptions: readonly string[];
  readonly pidMode: string;
  readonly ipcMode: string;
  readonly utsMode: string;
  readonly usernsMode: string;
  readonly cgroupnsMode: string;
  readonly memorySwap: number;
  readonly memoryReservation: number;
  /** -1 when unset. */
  readonly memorySwappiness: number;
  readonly shmSize: number;
  readonly oomScoreAdj: number;
  readonly oomKillDisable: boolean;
  readonly cpuShares: number;
  readonly cpuPeriod: number;
  readonly cpuQuota: number;
  readonly cpusetCpus: string;
  readonly cpusetMems: string;
  readonly blkioWeight: number;
  readonly blkioWeightDevice: Rates;
  readonly readBps: Rates;
  readonly writeBps: Rates;
  readonly readIops: Rates;
  readonly writeIops: Rates;
  readonly ulimits: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
  readonly cgroupParent: string;
  readonly storageOpt: Readonly<Record<string, string>>;
  readonly privileged: boolean;
  /** Null where the engine says nothing. */
  readonly maskedPaths: readonly string[] | null;
  readonly readonlyPaths: readonly string[] | null;
  readonly devices: readonly DeviceInspection[];
  readonly deviceCgroupRules: readonly string[];
  readonly deviceRequests: readonly DeviceRequestInspection[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly runtime: string;
  readonly logDriver: string;
  readonly logOptions: Readonly<Record<string, string>>;
}

export function parseSettings(config: Fields, host: Fields): SettingsInspection {
  const number = (name: string): number => host.numberOr(name, 0);
  const text = (name: string): string => host.textOr(name, '');
  const log = host.objectOr('LogConfig');
  return {
    domainname: config.textOr('Domainname', ''),
    groupAdd: host.texts('GroupAdd'),
    stdinOpen: config.flag('OpenStdin'),
    annotations: host.textMap('Annotations'),
    extraHosts: host.texts('ExtraHosts'),
    dns: host.texts('Dns'),
    dnsSearch: host.texts('DnsSearch'),
    dnsOptions: host.texts('DnsOptions'),
    pidMode: text('PidMode'),
    ipcMode: text('IpcMode'),
    utsMode: text('UTSMode'),
    usernsMode: text('UsernsMode'),
    cgroupnsMode: text('CgroupnsMode'),
    memorySwap: number('MemorySwap'),
    memoryReservation: number('MemoryReservation'),
    memorySwappiness: host.numberOr('MemorySwappiness', -1),
    shmSize: number('ShmSize'),
    oomScoreAdj: number('OomScoreAdj'),
    oomKillDisable: host.flag('OomKillDisable'),
    cpuShares: number('CpuShares'),
    cpuPeriod: number('CpuPeriod'),
    cpuQuota: number('CpuQuota'),
    cpusetCpus: text('CpusetCpus'),
    cpusetMems: text('CpusetMems'),
    blkioWeight: number('BlkioWeight'),
    blkioWeightDevice: byPath(host, 'BlkioWeightDevice', 'Weight'),
    readBps: byPath(host, 'BlkioDeviceReadBps', 'Rate'),
    writeBps: byPath(host, 'BlkioDeviceWriteBps', 'Rate'),
    readIops: byPath(host, 'BlkioDeviceReadIOps', 'Rate'),
    writeIops: byPath(host, 'BlkioDeviceWriteIOps', 'Rate'),
    ulimits: Object.fromEntries(
      host
        .objects('Ulimits')
        .map((limit) => [
          limit.text('Name'),
          { soft: limit.numberOr('Soft', 0), hard: limit.numberOr('Hard', 0) },
        ]),
    ),
    cgroupParent: text('CgroupParent'),
    storageOpt: host.textMap('StorageOpt'),
    privileged: host.flag('Privileged'),
    maskedPaths: Array.isArray(host.value('MaskedPaths')) ? host.texts('MaskedPaths') : null,
    readonlyPaths: Array.isArray(host.value('ReadonlyPaths')) ? host.texts('ReadonlyPaths') : null,
    devices: host.objects('Devices').map((device) => ({
      host: device.textOr('PathOnHost', ''),
      container: device.textOr('PathInContainer', ''),
      permissions: device.textOr('CgroupPermissions', ''),
    })),
    deviceCgroupRules: host.texts('DeviceCgroupRules'),
    deviceRequests: host.objects('DeviceRequests').map((request) => ({
      driver: request.textOr('Driver', ''),
      count: request.numberOr('Count', 0),
      ids: request.texts('DeviceIDs'),
      capabilities: capabilitiesOf(request.value('Capabilities')),
      options: request.textMap('Options'),
    })),
    sysctls: host.textMap('Sysctls'),
    runtime: text('Runtime'),
    logDriver: log?.textOr('Type', '') ?? '',
    logOptions: log?.textMap('Config') ?? {},
  };
}

function byPath(host: Fields, name: string, value: string): Rates {
  return Object.fromEntries(
    host.objects(name).map((entry) => [entry.text('Path'), entry.numberOr(value, 0)]),
  );
}

/** A list of lists, any of which would do; ours is the first and only one. */
function capabilitiesOf(value: unknown): readonly string[] {
  const lists: readonly unknown[] = Array.isArray(value) ? value : [];
  const first = lists[0];
  return Array.isArray(first) ? first.filter((item) => typeof item === 'string') : [];
}
