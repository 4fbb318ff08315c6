/* The attributes that most containers do without, each changed by hand. */
import type { ContainerRow, ContainerRows, Json } from './rows.js';

const host = (members: Json): Json => ({ HostConfig: members });
const withParts = { none: 'it is what its members are' };
const device = { PathOnHost: '/dev/null', PathInContainer: '/dev/one', CgroupPermissions: 'rwm' };
const devices = [{ host: '/dev/null', container: '/dev/one' }];
const gpu = { Driver: '', Count: 0, DeviceIDs: ['1'], Capabilities: [['gpu']], Options: {} };
const gpus = [{ ids: ['1'], capabilities: ['gpu'] }];
const log = { driver: 'json-file', options: { 'max-file': '2' } };
const limit = { nofile: { soft: 100, hard: 200 } };
const ofGpus = (members: Json): ContainerRow => ({
  from: { gpus },
  by: host({ DeviceRequests: [{ ...gpu, ...members }] }),
  shows: ['gpus'],
});
const ofDevice = (members: Json): ContainerRow => ({
  from: { devices },
  by: host({ Devices: [{ ...device, ...members }] }),
  shows: ['devices'],
});
const rate = (api: string, attribute: string): ContainerRow => ({
  from: { blkio: { [attribute]: { '/dev/null': 1000 } } },
  by: host({ [api]: [{ Path: '/dev/null', Rate: 2000 }] }),
  shows: [`blkio.${attribute}["/dev/null"]`],
});
const label = (name: string): ContainerRow => ({
  from: { selinux: { user: 'u', role: 'r', type: 't', level: 's0' } },
  by: host({
    SecurityOpt: ['user:u', 'role:r', 'type:t', 'level:s0'].map((one) =>
      one.startsWith(`${name}:`) ? `label=${name}:other` : `label=${one}`,
    ),
  }),
  shows: [`selinux.${name}`],
});

export const settingRows: ContainerRows = {
  domainname: { by: { Domainname: 'example.org' } },
  group_add: { by: host({ GroupAdd: ['7'] }) },
  tty: { by: { Tty: true } },
  stdin_open: { by: { OpenStdin: true } },
  annotations: { by: host({ Annotations: { 'a.b': 'c' } }), shows: ['annotations'] },
  hosts: { by: host({ ExtraHosts: ['other:10.0.0.7'] }) },
  dns: { by: host({ Dns: ['10.0.0.7'] }) },
  dns_search: { by: host({ DnsSearch: ['example.org'] }) },
  dns_options: { by: host({ DnsOptions: ['ndots:2'] }) },
  network_mode: {
    by: { ...host({ NetworkMode: 'host' }), Hostname: null },
  },
  pid: { by: host({ PidMode: 'host' }) },
  // Podman refuses a size of the host's own memory.
  ipc: { by: host({ IpcMode: 'host', ShmSize: null }) },
  uts: { by: { ...host({ UTSMode: 'host' }), Hostname: null } },
  userns: { by: host({ UsernsMode: 'host' }) },
  cgroupns: { from: { cgroupns: 'host' }, by: host({ CgroupnsMode: 'private' }) },
  memory_swap: { from: { memory: 2 ** 26 }, by: host({ MemorySwap: 2 ** 27 }) },
  memory_reservation: { by: host({ MemoryReservation: 2 ** 25 }) },
  memory_swappiness: { by: host({ MemorySwappiness: 7 }) },
  shm_size: { by: host({ ShmSize: 2 ** 20 }) },
  oom_score_adj: { by: host({ OomScoreAdj: 7 }) },
  oom_kill_disable: { by: host({ OomKillDisable: true }) },
  cpu_shares: { by: host({ CpuShares: 512 }) },
  cpu_period: { by: host({ CpuPeriod: 50_000 }) },
  cpu_quota: { by: host({ CpuQuota: 50_000 }) },
  cpuset: { by: host({ CpusetCpus: '0' }) },
  cpuset_mems: { by: host({ CpusetMems: '0' }) },
  blkio: withParts,
  'blkio.weight': { none: 'no kernel of the machines that this is tried on has weights' },
  'blkio.weight_device': { none: 'no kernel of the machines that this is tried on has weights' },
  'blkio.read_bps': rate('BlkioDeviceReadBps', 'read_bps'),
  'blkio.write_bps': rate('BlkioDeviceWriteBps', 'write_bps'),
  'blkio.read_iops': rate('BlkioDeviceReadIOps', 'read_iops'),
  'blkio.write_iops': rate('BlkioDeviceWriteIOps', 'write_iops'),
  // Of these, too, those that nobody asked for may be the engine's own.
  ulimits: { from: { ulimits: limit }, by: host({ Ulimits: [] }) },
  'ulimits.*.soft': {
    from: { ulimits: limit },
    by: host({ Ulimits: [{ Name: 'nofile', Soft: 150, Hard: 200 }] }),
    shows: ['ulimits.nofile.soft'],
  },
  'ulimits.*.hard': {
    from: { ulimits: limit },
    by: host({ Ulimits: [{ Name: 'nofile', Soft: 100, Hard: 250 }] }),
    shows: ['ulimits.nofile.hard'],
  },
  cgroup_parent: { by: host({ CgroupParent: '/law' }) },
  storage_opt: { none: 'it takes a file system with quotas under the engine' },
  privileged: { by: host({ Privileged: true }) },
  apparmor: { by: host({ SecurityOpt: ['apparmor=unconfined'] }) },
  selinux: withParts,
  'selinux.disable': { by: host({ SecurityOpt: ['label=disable'] }), shows: ['selinux'] },
  'selinux.user': label('user'),
  'selinux.role': label('role'),
  'selinux.type': label('type'),
  'selinux.level': label('level'),
  masked_paths: { from: { masked_paths: ['/proc/kcore'] }, by: host({ MaskedPaths: [] }) },
  readonly_paths: { from: { readonly_paths: ['/proc/bus'] }, by: host({ ReadonlyPaths: [] }) },
  devices: { by: host({ Devices: [device] }) },
  'devices.*.host': ofDevice({ PathOnHost: '/dev/zero' }),
  'devices.*.container': ofDevice({ PathInContainer: '/dev/two' }),
  'devices.*.permissions': ofDevice({ CgroupPermissions: 'r' }),
  device_cgroup_rules: { by: host({ DeviceCgroupRules: ['c 10:229 rw'] }) },
  gpus: { by: host({ DeviceRequests: [gpu] }) },
  'gpus.*.driver': ofGpus({ Driver: 'nvidia' }),
  'gpus.*.count': ofGpus({ Count: 2, DeviceIDs: [] }),
  'gpus.*.ids': ofGpus({ DeviceIDs: ['2'] }),
  'gpus.*.capabilities': ofGpus({ Capabilities: [['gpu', 'utility']] }),
  'gpus.*.options': ofGpus({ Options: { a: 'b' } }),
  sysctls: { by: host({ Sysctls: { 'net.ipv4.ip_forward': '1' } }) },
  runtime: { from: { runtime: 'runc' }, by: host({ Runtime: 'io.containerd.runc.v2' }) },
  log: withParts,
  'log.driver': {
    from: { log: { driver: 'json-file' } },
    by: host({ LogConfig: { Type: 'none' } }),
  },
  'log.options': {
    from: { log },
    by: host({ LogConfig: { Type: 'json-file', Config: { 'max-file': '3' } } }),
    shows: ['log.options.max-file'],
  },
};
