/*
 * Subnets of networks: no two overlap, each begins at its first address, and what is said of one lies
 * inside it: gateway, range, reserved addresses.
 */
import {
  canonicalSubnet,
  addressRange,
  isHostAddress,
  isIpv6,
  isRangeInside,
  rangesOverlap,
  type AddressRange,
  type Diagnostic,
  type Pool,
  type Resource,
  type ResourceOf,
} from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';
import { pathTo } from '../paths.js';
import { placeOf } from './clashes.js';

type Network = ResourceOf<'network'>;

/** A subnet, and the path of what is said of it: empty, or `ipam[0]`. */
export interface WrittenPool extends Pool {
  readonly path: string;
}

/** All subnets that a network is written with. */
export function writtenPools({ spec }: Network): readonly WrittenPool[] {
  const { subnet, gateway, ip_range, aux_addresses, ipam = [] } = spec;
  const further = ipam.map((pool, index) => ({ ...pool, path: `ipam[${index}]` }));
  if (subnet === undefined) return further;
  const first = {
    subnet,
    ...(gateway !== undefined && { gateway }),
    ...(ip_range !== undefined && { ip_range }),
    ...(aux_addresses && { aux_addresses }),
    path: '',
  };
  return [first, ...further];
}

/** The best place of a member of a pool. */
export const placeInPool = (network: Network, { path }: WrittenPool, member: string) =>
  path === ''
    ? placeOf(network, member)
    : placeOf(network, `${path}.${member}`, `${path}.subnet`, path, 'ipam');

/** Checks all networks of a stack. */
export function checkSubnets(resources: readonly Resource[]): Diagnostic[] {
  const networks = resources.flatMap((one) => (one.kind === 'network' ? [one] : []));
  return [...networks.flatMap(checkNetwork), ...checkOverlaps(networks)];
}

function checkNetwork(network: Network): Diagnostic[] {
  const pools = writtenPools(network);
  return [
    ...withoutSubnet(network),
    ...pools.flatMap((pool) => checkPool(network, pool)),
    ...checkFamilies(network, pools),
  ];
}

/** What belongs to a subnet where none is written. */
function withoutSubnet(network: Network): Diagnostic[] {
  const { spec } = network;
  if (spec.subnet !== undefined) return [];
  const found: Diagnostic[] = [];
  if (spec.gateway !== undefined) {
    const span = placeOf(network, 'gateway');
    found.push(diagnose('invalid-gateway', span, { summary: 'a gateway needs a `subnet`' }));
  }
  for (const name of ['ip_range', 'aux_addresses'] as const) {
    if (spec[name] === undefined) continue;
    const summary = `\`${name}\` needs a \`subnet\``;
    found.push(diagnose('invalid-address', placeOf(network, name), { summary }));
  }
  return found;
}

function checkPool(network: Network, pool: WrittenPool): Diagnostic[] {
  const { subnet, gateway, ip_range: part, aux_addresses: reserved = {} } = pool;
  const range = addressRange(subnet);
  const span = (member: string) => placeInPool(network, pool, member);
  if (!range) {
    return [diagnose('invalid-value', span('subnet'), { summary: `\`${subnet}\` is no subnet` })];
  }
  const labels = [{ span: span('subnet'), text: 'the subnet' }];
  const found: Diagnostic[] = [];
  if (hasHostBits(subnet, range)) {
    found.push(
      diagnose('invalid-value', span('subnet'), {
        summary: `\`${subnet}\` is an address inside a subnet, not a subnet`,
        detail: `The subnet is \`${canonicalSubnet(subnet)}\`.`,
      }),
    );
  }
  if (gateway !== undefined && !isHostAddress(range, gateway)) {
    const summary = `the gateway ${gateway} is no host address of ${subnet}`;
    found.push(diagnose('invalid-gateway', span('gateway'), { summary, labels }));
  }
  const inner = part === undefined ? undefined : addressRange(part);
  if (part !== undefined && !(inner && isRangeInside(inner, range))) {
    const summary = `the range ${part} is no part of ${subnet}`;
    found.push(diagnose('invalid-address', span('ip_range'), { summary, labels }));
  }
  for (const [name, address] of Object.entries(reserved)) {
    if (isHostAddress(range, address)) continue;
    const at = span(pathTo('aux_addresses', name));
    const summary = `${address} is no host address of ${subnet}`;
    found.push(diagnose('invalid-address', at, { summary, labels }));
  }
  return found;
}

const hasHostBits = (subnet: string, { bits, prefix, first }: AddressRange): boolean =>
  addressRange(`${subnet.split('/')[0] ?? ''}/${bits}`)?.first !== first && prefix <= bits;

/** A bridge has one subnet of a family. */
function checkFamilies(network: Network, pools: readonly WrittenPool[]): Diagnostic[] {
  const { ipv6, driver = 'bridge' } = network.spec;
  const found: Diagnostic[] = [];
  const ofSix = pools.find(({ subnet }) => isIpv6(subnet));
  if (ipv6 === false && ofSix) {
    found.push(
      diagnose('conflicting-attributes', placeOf(network, 'ipv6'), {
        summary: `${network.address} has a subnet of IPv6, and is to have no addresses in it`,
        labels: [{ span: placeInPool(network, ofSix, 'subnet'), text: 'the subnet' }],
      }),
    );
  }
  const seen = new Map<boolean, WrittenPool>();
  for (const pool of pools) {
    const family = isIpv6(pool.subnet);
    const earlier = seen.get(family);
    seen.set(family, earlier ?? pool);
    if (!earlier || driver !== 'bridge') continue;
    found.push(
      diagnose('conflicting-attributes', placeInPool(network, pool, 'subnet'), {
        summary: `${network.address} has two subnets of ${family ? 'IPv6' : 'IPv4'}, and a bridge takes one`,
        labels: [{ span: placeInPool(network, earlier, 'subnet'), text: 'the first is here' }],
      }),
    );
  }
  return found;
}

/** By their first addresses, a subnet overlaps an earlier one where the farthest so far reaches it. */
function checkOverlaps(networks: readonly Network[]): Diagnostic[] {
  const ranges = networks.flatMap((network) =>
    writtenPools(network).flatMap((pool) => {
      const range = addressRange(pool.subnet);
      return range ? [{ network, pool, range }] : [];
    }),
  );
  const order = new Map(ranges.map((one, index) => [one, index]));
  const place = (one: (typeof ranges)[number]): number => order.get(one) ?? 0;
  const sorted = [...ranges].sort((a, b) => {
    if (a.range.bits !== b.range.bits) return a.range.bits - b.range.bits;
    if (a.range.first !== b.range.first) return a.range.first < b.range.first ? -1 : 1;
    return place(a) - place(b);
  });
  const found: Diagnostic[] = [];
  let farthest: (typeof ranges)[number] | undefined;
  for (const one of sorted) {
    if (farthest && rangesOverlap(one.range, farthest.range)) {
      const [earlier, later] = place(farthest) < place(one) ? [farthest, one] : [one, farthest];
      found.push(overlap(earlier, later));
    }
    const isFarther =
      farthest?.range.bits !== one.range.bits || one.range.last > farthest.range.last;
    if (isFarther) farthest = one;
  }
  return found;
}

interface PoolOf {
  readonly network: Network;
  readonly pool: WrittenPool;
}

function overlap(earlier: PoolOf, later: PoolOf): Diagnostic {
  const own = earlier.network === later.network;
  const [first, second] = [earlier.network.address, later.network.address];
  return diagnose('subnet-overlap', placeInPool(later.network, later.pool, 'subnet'), {
    summary: own
      ? `two subnets of ${first} overlap`
      : `the subnets of ${first} and ${second} overlap`,
    labels: [
      {
        span: placeInPool(earlier.network, earlier.pool, 'subnet'),
        text: own ? 'the first is here' : `${first} has ${earlier.pool.subnet}`,
      },
    ],
  });
}
