/*
 * Generates the settings that most containers do without, for the property tests: each valid by the
 * schema, and together within what the engines take. Used by tests only.
 */
import fc from 'fast-check';
import {
  ofContainer,
  sharedAttributes,
  type ContainerSettings,
  type SettingName,
  type SharedNamespace,
} from '../../model/index.js';

type Choice<K extends SettingName> = fc.Arbitrary<NonNullable<ContainerSettings[K]>>;

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const words = fc.array(word, { maxLength: 3 });
const ipv4 = fc.ipV4();
const ipv6 = fc.constantFrom('::1', 'fd00::17', 'fe80::a:b');
const path = fc.constantFrom('/dev/null', '/dev/zero', '/dev/full', '/dev/random');
const rates = fc.dictionary(path, fc.integer({ min: 1, max: 2 ** 40 }), { maxKeys: 2 });
const texts = fc.dictionary(word, fc.string({ maxLength: 12 }), { maxKeys: 3 });

const limit = fc
  .tuple(fc.integer({ min: -1, max: 512 }), fc.integer({ min: 0, max: 512 }))
  .map(([soft, more]) => (soft === -1 ? { soft, hard: soft } : { soft, hard: soft + more }));

const profile = fc.constantFrom(
  'default',
  'unconfined',
  '{"defaultAction":"SCMP_ACT_ALLOW"}',
  ' { "syscalls": [{"names":["mkdir"],"action":"SCMP_ACT_ERRNO"}], "defaultAction": "SCMP_ACT_ALLOW"}\n',
);

/** What each setting is chosen from; an engine that cannot do one leaves it out. */
export const settingChoices: { readonly [K in SettingName]: Choice<K> } = {
  domainname: fc.constantFrom('example.org', 'local'),
  group_add: fc.array(fc.constantFrom('1000', '7', 'root'), { maxLength: 3 }),
  tty: fc.boolean(),
  stdin_open: fc.boolean(),
  annotations: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}\.[a-z]{1,6}$/), fc.string(), {
    maxKeys: 3,
  }),
  hosts: fc.dictionary(word, fc.oneof(ipv4, ipv6, fc.constant('host-gateway')), { maxKeys: 3 }),
  dns: fc.array(fc.oneof(ipv4, ipv6), { maxLength: 3 }),
  dns_search: words,
  dns_options: fc.array(fc.constantFrom('ndots:2', 'timeout:1', 'rotate'), { maxLength: 2 }),
  network_mode: fc.constantFrom('none'),
  pid: fc.constantFrom('private', 'host'),
  ipc: fc.constantFrom('private', 'shareable', 'host', 'none'),
  uts: fc.constantFrom('private'),
  userns: fc.constantFrom('host'),
  cgroupns: fc.constantFrom('private', 'host'),
  memory_swap: fc.integer({ min: 2 ** 31, max: 2 ** 33 }),
  memory_reservation: fc.constant(6_291_456),
  memory_swappiness: fc.integer({ min: 0, max: 100 }),
  shm_size: fc.integer({ min: 4096, max: 2 ** 30 }),
  oom_score_adj: fc.integer({ min: -1000, max: 1000 }),
  oom_kill_disable: fc.boolean(),
  cpu_shares: fc.integer({ min: 2, max: 262_144 }),
  cpu_period: fc.integer({ min: 1000, max: 1_000_000 }),
  cpu_quota: fc.integer({ min: 1000, max: 10_000_000 }),
  cpuset: fc.constantFrom('0', '0-1', '0,1'),
  cpuset_mems: fc.constant('0'),
  blkio: fc.record(
    { read_bps: rates, write_bps: rates, read_iops: rates, write_iops: rates },
    { requiredKeys: [] },
  ),
  ulimits: fc.dictionary(fc.constantFrom('nofile', 'nproc', 'core', 'stack'), limit, {
    maxKeys: 3,
  }),
  cgroup_parent: fc.constantFrom('/law', 'law/deep'),
  storage_opt: fc.constant({}),
  privileged: fc.boolean(),
  apparmor: fc.constantFrom('unconfined'),
  selinux: fc.constantFrom({}, { disable: true }, { user: 'u', level: 's0:c1,c2' }),
  masked_paths: fc.array(fc.constantFrom('/proc/kcore', '/proc/keys', '/sys/firmware'), {
    maxLength: 3,
  }),
  readonly_paths: fc.array(fc.constantFrom('/proc/bus', '/proc/fs'), { maxLength: 2 }),
  devices: fc.uniqueArray(
    fc.record(
      {
        host: path,
        container: fc.constantFrom('/dev/one', '/dev/two', '/dev/three'),
        permissions: fc.constantFrom('r', 'rw', 'rwm', 'm'),
      },
      { requiredKeys: ['host'] },
    ),
    { maxLength: 2, selector: ({ host, container }) => container ?? host },
  ),
  device_cgroup_rules: fc.array(fc.constantFrom('c 10:229 rw', 'b *:* r', 'c 1:* rwm'), {
    maxLength: 2,
  }),
  gpus: fc.array(
    fc.oneof(
      fc.record({ count: fc.integer({ min: -1, max: 4 }).filter((count) => count !== 0) }),
      fc.record(
        { driver: fc.constantFrom('nvidia', 'cdi'), ids: words, options: texts },
        { requiredKeys: ['ids'] },
      ),
    ),
    { maxLength: 2 },
  ),
  sysctls: fc.dictionary(
    fc.constantFrom('net.ipv4.ip_forward', 'kernel.msgmax', 'net.core.somaxconn'),
    fc.integer({ min: 0, max: 9 }).map(String),
    { maxKeys: 2 },
  ),
  runtime: fc.constantFrom('runc'),
  log: fc.oneof(
    fc.constantFrom({ driver: 'none' }, { driver: 'local' }, { driver: 'json-file' }),
    fc.constant({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } }),
  ),
};

export const seccompChoices = profile;

/** What is another container's where a container is in its network. */
const ofNetwork = [
  'ports',
  'networks',
  'hostname',
  'domainname',
  'hosts',
  'dns',
  'dns_search',
  'dns_options',
  'uts',
] as const;

/** A container in namespaces of another one, without what is of those. */
function inNamespacesOf<T extends object>(
  container: string,
  shared: readonly SharedNamespace[],
  spec: T,
): T {
  const modes = Object.fromEntries(shared.map((attribute) => [attribute, ofContainer(container)]));
  const within = { networks: {}, ...spec, ...modes };
  const without = (...names: readonly string[]): void => {
    for (const name of names) Reflect.deleteProperty(within, name);
  };
  if (shared.includes('network_mode')) without(...ofNetwork, 'sysctls');
  // Podman puts no init beside the first process of another one.
  if (shared.includes('pid')) without('init');
  if (shared.includes('ipc')) without('shm_size', 'sysctls');
  return within;
}

/**
 * Draws containers in namespaces of another one among those that are in none.
 * @param container that runs and lets its memory be shared
 */
export const sharingNamespaces = <T extends object>(
  specs: fc.Arbitrary<T>,
  container: string,
  able: readonly SharedNamespace[] = sharedAttributes,
): fc.Arbitrary<T> =>
  fc
    .tuple(specs, fc.option(fc.subarray([...able], { minLength: 1 }), { freq: 3 }))
    .map(([spec, shared]) => (shared ? inNamespacesOf(container, shared, spec) : spec));

/**
 * A few settings at a time: there are too many for a drawn container to have them all.
 * @param without what the engine cannot do
 */
export function settingSpecs(without: readonly string[] = []): fc.Arbitrary<ContainerSettings> {
  const choices = Object.entries(settingChoices).filter(([name]) => !without.includes(name));
  return fc
    .subarray(choices, { maxLength: Math.min(9, choices.length) })
    .chain((chosen) => fc.record<ContainerSettings>(Object.fromEntries(chosen)));
}

/** Whether settings can stand beside each other and beside what else a container has. */
export function areCompatible(
  settings: ContainerSettings,
  rest: {
    readonly memory?: number;
    readonly cpus?: number;
    readonly networks?: object;
  },
): boolean {
  const { memory_swap: swap, memory_reservation: reserved } = settings;
  const quota = settings.cpu_quota ?? settings.cpu_period;
  const networked = Object.keys(rest.networks ?? {}).length > 0;
  return (
    (swap === undefined || (rest.memory !== undefined && rest.memory <= swap)) &&
    (reserved === undefined || rest.memory === undefined || rest.memory >= reserved) &&
    (quota === undefined || rest.cpus === undefined) &&
    (settings.network_mode === undefined || !networked)
  );
}
