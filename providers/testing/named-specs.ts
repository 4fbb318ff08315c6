/*
 * Generates specs of volumes and networks for the property tests: valid by the schema, and within what
 * the engines take. Used by tests only.
 */
import fc from 'fast-check';
import {
  findLacking,
  toJson,
  type Lack,
  type NetworkSpec,
  type Pool,
  type VolumeSpec,
} from '../../model/index.js';

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const labels = fc.dictionary(word, fc.string({ maxLength: 12 }), { maxKeys: 3 });

/** A size in memory and other options of `mount`, as the driver `local` takes them. */
const localOptions = fc.constantFrom(
  {},
  { type: 'tmpfs', device: 'tmpfs', o: 'noexec,nodev' },
  { type: 'tmpfs', device: 'tmpfs' },
  { type: 'none', device: '/', o: 'bind' },
);

/** @param lacks what the engine cannot do */
export function volumeSpecs(lacks: readonly Lack[]): fc.Arbitrary<VolumeSpec> {
  return fc
    .record(
      {
        name: word.map((name) => `law-${name}`),
        driver: fc.constant('local'),
        driver_options: localOptions,
        labels,
      },
      { requiredKeys: ['name'] },
    )
    .filter((spec) => findLacking('volume', toJson(spec), lacks).length === 0);
}

/** One of IPv4 that is 10.97.x.0/24, with what belongs to it. */
const pool4: fc.Arbitrary<Pool> = fc.integer({ min: 0, max: 99 }).chain((third) => {
  const at = (host: number): string => `10.97.${third}.${host}`;
  return fc.record(
    {
      subnet: fc.constant(`${at(0)}/24`),
      gateway: fc.constantFrom(at(1), at(9)),
      ip_range: fc.constantFrom(`${at(128)}/25`, `${at(0)}/24`, `${at(64)}/26`),
      aux_addresses: fc.constantFrom({}, { router: at(3) }, { router: at(3), b: at(200) }),
    },
    { requiredKeys: ['subnet'] },
  );
});

const pool6: fc.Arbitrary<Pool> = fc.integer({ min: 1, max: 0xffff }).chain((third) => {
  const prefix = `fd00:97:${third.toString(16)}:`;
  return fc.record(
    {
      subnet: fc.constantFrom(`${prefix}:/64`, `${prefix.toUpperCase()}0:0::/64`),
      gateway: fc.constantFrom(`${prefix}:1`, `${prefix}:0:9`),
      ip_range: fc.constant(`${prefix}:8000/113`),
      aux_addresses: fc.constantFrom({}, { router: `${prefix}0::3` }),
    },
    { requiredKeys: ['subnet'] },
  );
});

/** Networks that lead nowhere but to their containers' neighbours need no interface of the host. */
const drivers = fc.constantFrom(
  { driver: 'bridge' as const },
  { driver: 'bridge' as const, driver_options: { 'com.docker.network.bridge.name': 'law-br' } },
  { driver: 'macvlan' as const, driver_options: { parent: 'law0' } },
  { driver: 'ipvlan' as const, driver_options: { parent: 'law0' } },
);

/** @param lacks what the engine cannot do */
export function networkSpecs(lacks: readonly Lack[]): fc.Arbitrary<NetworkSpec> {
  const plain = fc.record(
    {
      name: word.map((name) => `law-${name}`),
      internal: fc.boolean(),
      mtu: fc.integer({ min: 1280, max: 9000 }),
      labels,
    },
    { requiredKeys: ['name'] },
  );
  const option = { nil: undefined };
  return fc
    .tuple(
      plain,
      fc.option(drivers, option),
      fc.option(pool4, option),
      fc.option(pool6, option),
      fc.boolean(),
    )
    .map(([spec, driver = {}, four, six, apart]): NetworkSpec => {
      const further = [...(four && !apart ? [four] : []), ...(six ? [six] : [])];
      return {
        ...spec,
        ...driver,
        ...(apart && four),
        ...(further.length > 0 && { ipam: further }),
      };
    })
    .filter(({ driver, subnet, ipam = [], internal, mtu }) => {
      const isNeighbour = driver === 'macvlan' || driver === 'ipvlan';
      // Which subnet a neighbour is in, nobody can choose for it; and a parent has its own length of packets.
      return !isNeighbour || ((subnet ?? ipam[0]) !== undefined && !internal && mtu === undefined);
    })
    .filter((spec) => findLacking('network', toJson(spec), lacks).length === 0);
}
