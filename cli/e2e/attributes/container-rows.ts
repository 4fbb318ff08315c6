/* The plain attributes of containers, each changed by hand. */
import type { ContainerRows, Json } from './rows.js';

const host = (members: Json): Json => ({ HostConfig: members });
const endpoint = (members: Json): Json => ({
  NetworkingConfig: { EndpointsConfig: { 'law-a': members } },
});
const port = { host: 18080, container: 80 };
const onPort = 'ports["0.0.0.0:18080/tcp"]';
const volume = { type: 'volume', source: 'law-data', target: '/data' } as const;
const mount = { Type: 'volume', Source: 'law-data', Target: '/data', ReadOnly: false };
const bound = { type: 'bind', source: '/tmp', target: '/data' } as const;
const onPath = { Type: 'bind', Source: '/tmp', Target: '/data', ReadOnly: false };
const check = { test: ['true'], interval: 1000, timeout: 1000, start_period: 1000, retries: 2 };
const joined = { networks: { 'law-a': { aliases: ['web'] } } };
const withParts = { none: 'it is what its members are' };
const planned = { none: 'it is for Stowage alone: no engine knows of it' };

export const containerRows: ContainerRows = {
  name: { none: 'the object is another one then; see the rows of the catalogue' },
  image: { by: ({ otherImage }) => ({ Image: otherImage }) },
  platform: { none: 'it is that of the image: with another one the image is another, too' },
  command: { by: { Cmd: ['true'] } },
  entrypoint: { from: { entrypoint: ['sh'] }, by: { Entrypoint: ['sleep'] } },
  env: { by: { Env: ['MODE=wrong'] }, shows: ['env.MODE'] },
  user: { by: { User: '7' } },
  workdir: { by: { WorkingDir: '/srv' } },
  hostname: { by: { Hostname: 'other' } },
  labels: { by: { Labels: { team: 'x' } }, shows: ['labels.team'] },
  mounts: {
    from: { mounts: [volume] },
    by: host({ Mounts: [] }),
    shows: ['mounts["/data"]'],
  },
  'mounts.*.type': {
    from: { mounts: [volume] },
    by: ({ directory }) => host({ Mounts: [{ ...mount, Type: 'bind', Source: directory }] }),
    // The name of a volume is no path of the host.
    shows: ['mounts["/data"].source', 'mounts["/data"].type'],
  },
  'mounts.*.source': {
    from: { mounts: [volume] },
    by: host({ Mounts: [{ ...mount, Source: 'law-more' }] }),
    shows: ['mounts["/data"].source'],
  },
  'mounts.*.target': {
    from: { mounts: [volume] },
    by: host({ Mounts: [{ ...mount, Target: '/other' }] }),
    shows: ['mounts["/data"]', 'mounts["/other"]'],
  },
  'mounts.*.read_only': {
    from: { mounts: [volume] },
    by: host({ Mounts: [{ ...mount, ReadOnly: true }] }),
    shows: ['mounts["/data"].read_only'],
  },
  'mounts.*.no_copy': {
    from: { mounts: [volume] },
    by: host({ Mounts: [{ ...mount, VolumeOptions: { NoCopy: true } }] }),
    shows: ['mounts["/data"].no_copy'],
  },
  'mounts.*.subpath': {
    from: { mounts: [volume] },
    by: host({ Mounts: [{ ...mount, VolumeOptions: { Subpath: 'part' } }] }),
    shows: ['mounts["/data"].subpath'],
  },
  'mounts.*.propagation': {
    from: { mounts: [bound] },
    by: host({ Mounts: [{ ...onPath, BindOptions: { Propagation: 'rslave' } }] }),
    shows: ['mounts["/data"].propagation'],
  },
  'mounts.*.recursive': {
    from: { mounts: [bound] },
    by: host({ Mounts: [{ ...onPath, BindOptions: { NonRecursive: true } }] }),
    shows: ['mounts["/data"].recursive'],
  },
  'mounts.*.create_host_path': {
    from: { mounts: [bound] },
    by: host({ Mounts: [{ ...onPath, BindOptions: { CreateMountpoint: true } }] }),
    shows: ['mounts["/data"].create_host_path'],
  },
  'mounts.*.selinux': {
    from: { mounts: [{ ...bound, source: '/mnt' }] },
    by: host({ Mounts: [], Binds: ['/mnt:/data:rw,z'] }),
    shows: ['mounts["/data"].selinux'],
  },
  tmpfs: { by: host({ Tmpfs: { '/cache': 'mode=1777' } }), shows: ['tmpfs["/cache"]'] },
  'tmpfs.*.size': {
    from: { tmpfs: { '/cache': {} } },
    by: host({ Tmpfs: { '/cache': 'size=65536,mode=1777' } }),
    shows: ['tmpfs["/cache"].size'],
  },
  'tmpfs.*.mode': {
    from: { tmpfs: { '/cache': {} } },
    by: host({ Tmpfs: { '/cache': 'mode=0700' } }),
    shows: ['tmpfs["/cache"].mode'],
  },
  'tmpfs.*.options': {
    from: { tmpfs: { '/cache': {} } },
    by: host({ Tmpfs: { '/cache': 'mode=1777,exec' } }),
    shows: ['tmpfs["/cache"].options'],
  },
  ports: {
    from: { ports: [port], ...joined },
    by: { ExposedPorts: { '80/tcp': null }, ...host({ PortBindings: { '80/tcp': null } }) },
    shows: [onPort],
  },
  'ports.*.host_ip': {
    from: { ports: [port], ...joined },
    by: host({ PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '18080' }] } }),
    shows: [onPort, 'ports["127.0.0.1:18080/tcp"]'],
  },
  'ports.*.host': {
    from: { ports: [port], ...joined },
    by: host({ PortBindings: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '18081' }] } }),
    shows: [onPort, 'ports["0.0.0.0:18081/tcp"]'],
  },
  'ports.*.container': {
    from: { ports: [port], ...joined },
    by: {
      ExposedPorts: { '80/tcp': null, '81/tcp': {} },
      ...host({
        PortBindings: { '80/tcp': null, '81/tcp': [{ HostIp: '0.0.0.0', HostPort: '18080' }] },
      }),
    },
    shows: [onPort],
  },
  'ports.*.protocol': {
    from: { ports: [port], ...joined },
    by: {
      ExposedPorts: { '80/tcp': null, '80/udp': {} },
      ...host({
        PortBindings: { '80/tcp': null, '80/udp': [{ HostIp: '0.0.0.0', HostPort: '18080' }] },
      }),
    },
    shows: [onPort, 'ports["0.0.0.0:18080/udp"]'],
  },
  networks: {
    from: joined,
    by: {
      ...host({ NetworkMode: 'law-b' }),
      NetworkingConfig: { EndpointsConfig: { 'law-a': null, 'law-b': { Aliases: [] } } },
    },
    shows: ['networks.law-a', 'networks.law-b'],
  },
  'networks.*.aliases': {
    from: joined,
    by: endpoint({ Aliases: ['wrong'] }),
    shows: ['networks.law-a.aliases'],
  },
  'networks.*.ipv4': {
    from: joined,
    by: endpoint({ IPAMConfig: { IPv4Address: '10.98.1.50' } }),
    shows: ['networks.law-a.ipv4'],
  },
  'networks.*.ipv6': {
    from: joined,
    by: endpoint({ IPAMConfig: { IPv6Address: 'fd00:98:1::50' } }),
    shows: ['networks.law-a.ipv6'],
  },
  'networks.*.link_local': {
    from: joined,
    by: endpoint({ IPAMConfig: { LinkLocalIPs: ['169.254.7.7'] } }),
    shows: ['networks.law-a.link_local'],
  },
  // One that nobody asked for is the engine's own choice.
  'networks.*.mac': {
    from: { networks: { 'law-a': { aliases: ['web'], mac: '02:42:0a:62:01:4d' } } },
    by: endpoint({ MacAddress: '02:42:0a:62:01:4e' }),
    shows: ['networks.law-a.mac'],
  },
  'networks.*.gw_priority': {
    from: joined,
    by: endpoint({ GwPriority: 7 }),
    shows: ['networks.law-a.gw_priority'],
  },
  'networks.*.driver_options': {
    from: joined,
    by: endpoint({ DriverOpts: { a: 'b' } }),
    shows: ['networks.law-a.driver_options'],
  },
  restart: withParts,
  'restart.policy': {
    by: host({ RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } }),
    shows: ['restart.policy'],
  },
  'restart.max_retries': {
    from: { restart: { policy: 'on-failure', max_retries: 2 } },
    by: host({ RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } }),
  },
  memory: { from: { memory: 2 ** 26 }, by: host({ Memory: 2 ** 27, MemorySwap: 2 ** 27 }) },
  cpus: { from: { cpus: 1 }, by: host({ NanoCpus: 5e8 }) },
  pids: { from: { pids: 100 }, by: host({ PidsLimit: 200 }) },
  read_only: { by: host({ ReadonlyRootfs: true }) },
  cap_add: { by: host({ CapAdd: ['NET_ADMIN'] }) },
  cap_drop: { by: host({ CapDrop: ['CHOWN'] }) },
  no_new_privileges: { by: host({ SecurityOpt: ['no-new-privileges'] }) },
  seccomp: { by: host({ SecurityOpt: ['seccomp=unconfined'] }) },
  stop_signal: { by: { StopSignal: 'SIGINT' } },
  stop_timeout: { by: { StopTimeout: 7 } },
  on_change: planned,
  reload_signal: planned,
  job: planned,
  state: { none: 'whether it runs is no part of what it is; see the rows of the catalogue' },
  init: { by: host({ Init: true }) },
  health: { from: { health: check }, by: { Healthcheck: { Test: ['NONE'] } }, shows: ['health'] },
  'health.test': {
    from: { health: check },
    by: { Healthcheck: { Test: ['CMD', 'false'] } },
  },
  'health.interval': {
    from: { health: check },
    by: { Healthcheck: { Interval: 7e9, StartInterval: 7e9 } },
  },
  'health.timeout': { from: { health: check }, by: { Healthcheck: { Timeout: 7e9 } } },
  'health.start_period': { from: { health: check }, by: { Healthcheck: { StartPeriod: 7e9 } } },
  'health.start_interval': { from: { health: check }, by: { Healthcheck: { StartInterval: 7e9 } } },
  'health.retries': { from: { health: check }, by: { Healthcheck: { Retries: 7 } } },
};
