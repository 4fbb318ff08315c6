/*
 * Specs made up at random from the schemas of all kinds, for the tests of the writer: every attribute
 * in every form that its schema allows, and within what a stack may say at once (ports that differ,
 * addresses inside their subnet).
 */
import fc from 'fast-check';
import {
  containerOf,
  isJsonObject,
  ofContainer,
  isValidSpec,
  kindSchemas,
  toJson,
  type JsonValue,
  type Kind,
  type Schema,
  type SpecByKind,
  type StringSchema,
} from '../../model/index.js';

type Json = fc.Arbitrary<JsonValue>;

/** What a written resource may refer to: names in the engine, some of which are in the file. */
export const world = {
  image: ['base/app', 'registry.example.org/app:1', 'plain'],
  volume: ['files', 'stack-data'],
  network: ['back', 'stack-front'],
  container: ['web'],
} as const;

const wild: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', '$HOME', '${a.b}', '$${', '\\${x}', '"', '\\', 'a\nb\r\t', '//', 'ü€😀'),
  fc.constantFrom('10.0.0.1', '10.0.0.0/8', 'true', '512MiB', '8080', '/bin/sh', 'scratch'),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const port = fc.integer({ min: 1, max: 65_535 });
const target = fc.constantFrom('/srv', '/data', '/with space', '/${x}', '/etc/conf');
const hostPath = fc.constantFrom('./conf', '/opt/a b', '../up', '.');

const mount = fc.oneof(
  fc.record({ type: fc.constant('bind'), source: hostPath, target }),
  fc.record(
    {
      type: fc.constant('bind'),
      source: hostPath,
      target,
      read_only: fc.constant(true),
      propagation: fc.constantFrom('rprivate', 'rshared', 'slave'),
      create_host_path: fc.boolean(),
      recursive: fc.constantFrom('enabled', 'disabled', 'writable', 'readonly'),
    },
    { requiredKeys: ['type', 'source', 'target', 'read_only'] },
  ),
  fc.record({
    type: fc.constant('bind'),
    source: hostPath,
    target,
    selinux: fc.constantFrom('shared', 'private'),
  }),
  fc.record({
    type: fc.constant('volume'),
    source: fc.constantFrom(...world.volume),
    target,
    read_only: fc.boolean(),
    no_copy: fc.boolean(),
    subpath: fc.constantFrom('a', './a//b/', 'x ${y}'),
  }),
);
const aliases = fc.array(fc.stringMatching(/^[a-z][a-z0-9_.-]{0,5}$/), { maxLength: 2 });

/** Where a schema says too little of what belongs together. */
const chosen: Readonly<Record<string, Json>> = {
  'container.mounts': fc
    .uniqueArray(mount, { maxLength: 3, selector: (one) => one.target })
    .map(toJson),
  'container.ports': fc
    .uniqueArray(
      fc.record(
        {
          host_ip: fc.constantFrom('127.0.0.1', '0.0.0.0'),
          host: port,
          container: port,
          protocol: fc.constantFrom('tcp', 'udp'),
        },
        { requiredKeys: ['host', 'container'] },
      ),
      { maxLength: 3, selector: ({ host }) => host },
    )
    .map(toJson),
  'container.tmpfs': fc
    .dictionary(
      fc.constantFrom('/run', '/tmp/x y'),
      fc.record(
        {
          size: fc.integer({ min: 4096, max: 2 ** 40 }),
          mode: fc.constantFrom('1777', '700'),
          options: fc.subarray(['exec', 'uid=1000']),
        },
        { requiredKeys: [] },
      ),
    )
    .map(toJson),
  'container.networks': fc
    .tuple(
      fc.subarray<string>([...world.network, 'elsewhere']),
      aliases,
      fc.option(fc.integer({ min: 2, max: 250 }), { nil: undefined }),
    )
    .map(([names, also, host]) =>
      toJson(
        Object.fromEntries(
          names.map((name) => [
            name,
            name === 'back' && host !== undefined
              ? { aliases: also, ipv4: `10.98.1.${host}`, ipv6: `fd00:98::${host}` }
              : name === 'elsewhere' && host !== undefined
                ? {
                    link_local: ['169.254.7.7', 'FE80::7'],
                    mac: '02:42:0A:00:00:07',
                    gw_priority: host - 100,
                    driver_options: { '${x}': '"' },
                  }
                : also.length > 0
                  ? { aliases: also }
                  : {},
          ]),
        ),
      ),
    ),
  'network.subnet': fc.constant('10.7.0.0/24'),
  'network.gateway': fc.constantFrom('10.7.0.1', '10.7.0.9'),
  'network.ip_range': fc.constantFrom('10.7.0.128/25', '10.7.0.0/24'),
  'network.aux_addresses': fc.constantFrom({ 'a router': '10.7.0.3' }, {}),
  'network.ipv6': fc.constant(true),
  'network.ipam': fc.constantFrom(
    [],
    [{ subnet: 'FD00:7::/64' }],
    [
      {
        subnet: 'fd00:7::/64',
        gateway: 'fd00:7::9',
        ip_range: 'fd00:7::8000/113',
        aux_addresses: { b: 'fd00:7::3' },
      },
    ],
  ),
  'image.context': hostPath,
  'image.tags': fc.constantFrom(
    [],
    ['app'],
    ['team/app:1.4', '[fd00::1]:5000/a/b__c', 'R.example.org/a'],
  ),
  'container.seccomp': fc.constantFrom('default', 'unconfined', '{ "defaultAction": "${x}" }'),
  'container.selinux': fc.constantFrom({ disable: true }, { user: 'u', level: 's0:c1,c2' }, {}),
  'container.ulimits': fc.constantFrom(
    { nofile: { soft: 1, hard: 1 } },
    { core: { soft: -1, hard: -1 }, cpu: { soft: 2, hard: 3 } },
  ),
  'container.hosts': fc.constantFrom({ db: '10.0.0.7', 'a.b': 'host-gateway' }, { six: 'fd00::1' }),
  'container.sysctls': fc.constantFrom({ 'net.core.somaxconn': '9' }, { 'kernel.msgmax': '${x}' }),
  'container.blkio': fc.constantFrom({ weight: 10 }, { read_bps: { '/dev/sda': 2 ** 20 } }, {}),
  'container.gpus': fc.constantFrom([{ count: -1 }], [{ ids: ['a"b'], driver: 'cdi' }, {}]),
  'container.devices': fc.constantFrom(
    [{ host: '/dev/fuse' }],
    [{ host: '/dev/a b', container: '/dev/c', permissions: 'rw' }, { host: '/dev/null' }],
  ),
  'container.hostname': fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}[a-z]$/),
};

/** Values that a schema accepts. */
function values(schema: Schema, path: string): Json {
  const known = Object.hasOwn(chosen, path) ? chosen[path] : undefined;
  if (known) return known;
  if ('oneOf' in schema) return fc.oneof(...schema.oneOf.map((one) => values(one, path)));
  switch (schema.type) {
    case 'string':
      return path.endsWith('.platform') ? fc.constantFrom(...platforms) : strings(schema);
    case 'integer': {
      const { minimum = 0, maximum = 2 ** 40 } = schema;
      return fc.integer({ min: minimum, max: Math.max(minimum, maximum) });
    }
    case 'number':
      return fc.double({ min: 0.01, max: 512, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc
        .array(values(schema.items, `${path}.*`), { minLength: schema.minItems ?? 0, maxLength: 3 })
        .map(toJson);
    case 'object': {
      if ('properties' in schema) {
        const fields = Object.entries(schema.properties).map(
          ([name, inner]) => [name, values(inner, `${path}.${name}`)] as const,
        );
        const requiredKeys = [...schema.required];
        return fc.record(Object.fromEntries(fields), { requiredKeys }).map(toJson);
      }
      const names = fc.stringMatching(/^[A-Za-z_."$'{}/-]{1,6}$/);
      return fc
        .dictionary(names, values(schema.additionalProperties, `${path}.*`), { maxKeys: 3 })
        .map(toJson);
    }
    default:
      return schema satisfies never;
  }
}

/** As they are written; some are other spellings of what they are. */
const platforms = ['linux/amd64', 'linux/arm64', 'linux/aarch64', 'linux/arm/v6', 'Linux/s390x'];

function strings(schema: StringSchema): fc.Arbitrary<string> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.words) return fc.constantFrom(...schema.words, ofContainer('elsewhere'));
  if (schema.refers) return fc.constantFrom<string>(...world[schema.refers]);
  if (schema.hostPath) return hostPath;
  if (schema.pattern?.includes('tcp|udp')) {
    return fc.tuple(port, fc.constantFrom('tcp', 'udp')).map((parts) => parts.join('/'));
  }
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  return wild.filter((text) => text.length >= (schema.minLength ?? 0));
}

/** Specs of a kind, valid by its schema. */
export function specs<K extends Kind>(kind: K): fc.Arbitrary<SpecByKind[K]> {
  return values(kindSchemas[kind], kind)
    .map(withoutConflicts)
    .filter((spec) => has(spec, 'subnet') || !belongsToSubnet.some((name) => has(spec, name)))
    .filter((spec) => isValidSpec(kind, spec));
}

const belongsToSubnet = ['gateway', 'ip_range', 'aux_addresses'];

const has = (value: JsonValue, name: string): boolean => isJsonObject(value) && name in value;

/** A spec without attributes that cannot stand beside another that it has. */
function withoutConflicts(spec: JsonValue): JsonValue {
  if (!isJsonObject(spec)) return spec;
  const { memory, memory_swap: swap, memory_reservation: reserved, network_mode: mode } = spec;
  const [inNetwork, inMemory] = [mode, spec['ipc']].map(
    (one) => typeof one === 'string' && containerOf(one) !== undefined,
  );
  const conflicts: Readonly<Record<string, boolean | undefined>> = {
    memory_swap: !(typeof memory === 'number' && typeof swap === 'number' && swap >= memory),
    memory_reservation: typeof memory === 'number' && Number(reserved) > memory,
    cpu_quota: 'cpus' in spec,
    cpu_period: 'cpus' in spec,
    hostname: spec['uts'] === 'host' || inNetwork,
    domainname: spec['uts'] === 'host' || inNetwork,
    hosts: inNetwork,
    dns: inNetwork,
    dns_search: inNetwork,
    dns_options: inNetwork,
    shm_size: inMemory,
    networks: mode !== undefined,
    // The only one of the stack, which is for what the engine runs.
    platform: spec['image'] === 'plain',
    ports: mode !== undefined,
    sysctls: mode === 'host' || inNetwork || inMemory,
  };
  const kept = Object.entries(spec).filter(([name]) => conflicts[name] !== true);
  return Object.fromEntries(mode === undefined ? kept : [...kept, ['networks', {}]]);
}
