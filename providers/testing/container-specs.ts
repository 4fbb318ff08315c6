/*
 * Generates container specs for the property tests: valid by the schema, unique in targets and
 * ports, and within what every Docker engine takes. Used by tests only.
 */
import fc from 'fast-check';
import type { ContainerSpec, Endpoint, Mount, Port } from '../../model/index.js';
import { areCompatible, seccompChoices, settingSpecs, sharingNamespaces } from './setting-specs.js';

/** What the generated containers may refer to. */
export interface SpecWorld {
  readonly image: string;
  /** A directory to bind. */
  readonly directory: string;
  /** Settings that the engine cannot do. */
  readonly without?: readonly string[];
  /** The first one has the subnets 10.98.1.0/24 and fd00:98:1::/64. */
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** A container that runs, of which they may be in namespaces. */
  readonly shared?: string;
  /** Whether they may have files by content, which each take a call or two. */
  readonly files?: boolean;
  /** False where everything below a path is mounted, too. */
  readonly recursive?: boolean;
}

const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => !value.includes('\0'));
const wild = fc.oneof(
  fc.constantFrom('', ' ', '$HOME', '"', "'", '\\', 'a\nb', '${X:-y}', '#', '`x`', 'ü€😀', '{}'),
  text,
);
const argv = fc.array(wild, { minLength: 1, maxLength: 4 });
const name = fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/);
const label = fc
  .stringMatching(/^[a-z][a-z0-9./-]{0,12}$/)
  .filter((key) => !key.startsWith('stowage.'));
const path = fc.constantFrom('/srv', '/data', '/etc/conf', '/var/lib/x', '/with space', '/ümlaut');
const capability = fc.constantFrom('NET_ADMIN', 'SYS_TIME', 'CHOWN', 'KILL', 'ALL', 'SETUID');

/** Those members of what is drawn that the engine can do. */
function doable<T extends object>(world: SpecWorld, within: string, members: T): Partial<T> {
  const without = new Set(world.without);
  const able: Partial<T> = { ...members };
  for (const member of Object.keys(members)) {
    if (without.has(`${within}.*.${member}`)) Reflect.deleteProperty(able, member);
  }
  return able;
}

function mounts(world: SpecWorld): fc.Arbitrary<Mount[]> {
  const able = <T extends object>(members: T): Partial<T> => doable(world, 'mounts', members);
  const mount: fc.Arbitrary<Mount> = fc.oneof(
    fc.record({
      type: fc.constant('volume' as const),
      source: fc.constantFrom(...world.volumes),
      target: path,
      read_only: fc.boolean(),
      ...able({
        no_copy: fc.boolean(),
        // Nobody can write files into a container that mounts a part which is not there.
        ...(world.files !== true && { subpath: fc.constantFrom('a', 'a/./b/') }),
      }),
    }),
    fc.record({
      type: fc.constant('bind' as const),
      source: fc.constant(world.directory),
      target: path,
      read_only: fc.boolean(),
      ...able({
        propagation: fc.constantFrom('rprivate', 'private', 'rslave', 'slave', 'rshared', 'shared'),
        create_host_path: fc.boolean(),
        ...(world.recursive !== false && { recursive: fc.constantFrom('enabled', 'disabled') }),
      }),
    }),
    fc.record({
      type: fc.constant('bind' as const),
      source: fc.constant(world.directory),
      target: fc.constantFrom('/srv', '/etc/conf', '/with space'),
      read_only: fc.boolean(),
      ...able({
        propagation: fc.constantFrom('rprivate', 'rslave'),
        selinux: fc.constantFrom('shared', 'private'),
      }),
    }),
  );
  return fc.uniqueArray(mount, { maxLength: 3, selector: ({ target }) => target });
}

const fileContent = {
  content: wild,
  uid: fc.integer({ min: 0, max: 70_000 }),
  gid: fc.integer({ min: 0, max: 70_000 }),
  mode: fc.constantFrom('0444', '600', '0777'),
};
/** Where something is, and where nothing is yet; a read-only mount would take none below it. */
const configs = fc.uniqueArray(
  fc.record(
    { ...fileContent, target: fc.constantFrom('/etc/app.conf', '/new/x.conf', '/opt/new/ü.cfg') },
    { requiredKeys: ['content', 'target'] },
  ),
  { maxLength: 2, selector: ({ target }) => target },
);
const secrets = fc.array(
  fc.record(
    { ...fileContent, target: fc.constantFrom('/run/secrets/password', '/etc/key') },
    { requiredKeys: ['content', 'target'] },
  ),
  { maxLength: 1 },
);

const tmpfs = (world: SpecWorld) =>
  fc.dictionary(
    fc.constantFrom('/run', '/tmp', '/cache/deep'),
    fc.record(
      doable(world, 'tmpfs', {
        size: fc.integer({ min: 4096, max: 2 ** 30 }),
        mode: fc.constantFrom('755', '1777', '0700'),
        options: fc.subarray(['exec', 'nosuid', 'nodev']),
      }),
      { requiredKeys: [] },
    ),
    { maxKeys: 3 },
  );

const ports: fc.Arbitrary<Port[]> = fc.uniqueArray(
  fc.record(
    {
      host_ip: fc.constantFrom('127.0.0.1', '0.0.0.0', '127.0.0.2'),
      host: fc.integer({ min: 1, max: 65_535 }),
      container: fc.integer({ min: 1, max: 65_535 }),
      protocol: fc.constantFrom('tcp' as const, 'udp' as const),
    },
    { requiredKeys: ['host', 'container'] },
  ),
  { maxLength: 4, selector: ({ host }) => host },
);

function networks(world: SpecWorld): fc.Arbitrary<Readonly<Record<string, Endpoint>>> {
  const aliases = fc.array(name, { maxLength: 3 });
  const ipv4 = fc.integer({ min: 10, max: 250 }).map((host) => `10.98.1.${host}`);
  const ipv6 = fc.constantFrom('fd00:98:1::77', 'FD00:98:1:0::A');
  const further = {
    link_local: fc.constantFrom(['169.254.7.7'], ['169.254.7.8', '169.254.7.7'], []),
    mac: fc.constantFrom('02:42:0a:62:01:4d', '02:42:0A:62:01:4E'),
    gw_priority: fc.integer({ min: -9, max: 9 }),
    driver_options: fc.dictionary(name, wild, { maxKeys: 2 }),
  };
  const able = Object.entries(further).filter(
    ([member]) => !world.without?.includes(`networks.*.${member}`),
  );
  const endpoint = { aliases, ...Object.fromEntries(able) };
  const anywhere: fc.Arbitrary<Endpoint> = fc.record<Endpoint>(endpoint, { requiredKeys: [] });
  const both = world.without?.includes('networks.*.ipv6') ? { ipv4 } : { ipv4, ipv6 };
  const inSubnet: fc.Arbitrary<Endpoint> = fc.record<Endpoint>(
    { ...endpoint, ...both },
    { requiredKeys: [] },
  );
  return fc
    .subarray([...world.networks])
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          chosen.map((network) => [network, network === world.networks[0] ? inSubnet : anywhere]),
        ),
      ),
    );
}

const restart = fc.oneof(
  fc.record({
    policy: fc.constantFrom('no' as const, 'always' as const, 'unless-stopped' as const),
  }),
  fc.record(
    { policy: fc.constant('on-failure' as const), max_retries: fc.integer({ min: 1, max: 9 }) },
    { requiredKeys: ['policy'] },
  ),
);

const duration = fc.integer({ min: 1, max: 600_000 });
const health = (without: readonly string[]) =>
  fc.record(
    {
      test: argv,
      interval: duration,
      timeout: duration,
      start_period: fc.integer({ min: 0, max: 60_000 }),
      retries: fc.integer({ min: 1, max: 9 }),
      ...(without.includes('health.start_interval') ? {} : { start_interval: duration }),
    },
    { requiredKeys: ['test'] },
  );

/** Valid specs of containers in a world. */
export function containerSpecs(world: SpecWorld): fc.Arbitrary<ContainerSpec> {
  const all: fc.Arbitrary<ContainerSpec> = fc.record(
    {
      name: name.map((word) => `law-${word}`),
      image: fc.constant(world.image),
      command: argv,
      entrypoint: argv.filter(([program]) => program !== ''),
      env: fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_."$-]{0,8}$/), wild, { maxKeys: 5 }),
      user: fc.constantFrom('1000', 'root:root', '12:34', 'nobody'),
      workdir: fc.constantFrom('/', '/srv/', '/a/../b', '/deep/er', '/with space'),
      hostname: fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/),
      labels: fc.dictionary(label, wild, { maxKeys: 4 }),
      mounts: mounts(world),
      tmpfs: tmpfs(world),
      ...(world.files === true && { configs, secrets }),
      ports,
      networks: networks(world),
      restart,
      memory: fc.integer({ min: 6_291_456, max: 2 ** 31 }),
      cpus: fc.integer({ min: 1, max: 100 }).map((hundredths) => hundredths / 100),
      pids: fc.integer({ min: 1, max: 100_000 }),
      read_only: fc.boolean(),
      cap_add: fc.array(capability, { maxLength: 3 }),
      cap_drop: fc.array(capability, { maxLength: 3 }),
      no_new_privileges: fc.boolean(),
      seccomp: world.without?.includes('seccomp')
        ? fc.constantFrom('default', 'unconfined')
        : seccompChoices,
      stop_signal: fc.constantFrom('SIGTERM', 'SIGINT', 'SIGUSR1', 'SIGKILL'),
      stop_timeout: fc.integer({ min: 0, max: 120_000 }),
      init: fc.boolean(),
      health: health(world.without ?? []),
    },
    { requiredKeys: ['name', 'image'] },
  );
  const specs = fc
    .tuple(all, settingSpecs(world.without))
    .filter(([spec, settings]) => isDistinct(spec) && areCompatible(settings, spec))
    .map(([spec, settings]): ContainerSpec => ({ ...spec, ...settings }));
  return world.shared === undefined ? specs : sharingNamespaces(specs, world.shared);
}

function isDistinct(spec: ContainerSpec): boolean {
  const targets = [
    ...(spec.mounts ?? []).map(({ target }) => target),
    ...Object.keys(spec.tmpfs ?? {}),
    ...[...(spec.configs ?? []), ...(spec.secrets ?? [])].map(({ target }) => target),
  ];
  return new Set(targets).size === targets.length;
}
