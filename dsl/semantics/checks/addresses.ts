/*
 * Fixed addresses of containers: inside the subnet of their network, and each used once.
 */
import {
  addressRange,
  canonicalAddress,
  firstHost,
  isHostAddress,
  isIpv6,
  type Diagnostic,
  type Resource,
  type ResourceOf,
  type Span,
} from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';
import { pathTo } from '../paths.js';
import { placeOf } from './clashes.js';
import { placeInPool, writtenPools } from './subnets.js';

interface Taken {
  readonly by: string;
  readonly span: Span;
}

/** Addresses that a network keeps for itself, or from containers, by network and address. */
function keptAddresses(network: ResourceOf<'network'>): readonly (readonly [string, Taken])[] {
  const { name } = network.spec;
  return writtenPools(network).flatMap((pool) => {
    const gateway = pool.gateway ?? firstHost(pool.subnet) ?? '';
    const at = (member: string) => placeInPool(network, pool, member);
    const bridge: Taken = {
      by: 'the gateway of the network',
      span: pool.gateway === undefined ? at('subnet') : at('gateway'),
    };
    const reserved = Object.entries(pool.aux_addresses ?? {}).map(
      ([who, address]) =>
        [keyOf(name, address), { by: `${who} of the network`, span: at('aux_addresses') }] as const,
    );
    return [[keyOf(name, gateway), bridge] as const, ...reserved];
  });
}

const keyOf = (network: string, address: string): string =>
  `${network} ${canonicalAddress(address)}`;

/** Checks all fixed addresses of a stack. */
export function checkAddresses(resources: readonly Resource[]): Diagnostic[] {
  const networks = new Map<string, ResourceOf<'network'>>();
  const taken = new Map<string, Taken>();
  for (const resource of resources) {
    if (resource.kind !== 'network') continue;
    networks.set(resource.spec.name, resource);
    for (const [key, by] of keptAddresses(resource)) taken.set(key, by);
  }
  const found: Diagnostic[] = [];
  for (const container of resources) {
    if (container.kind !== 'container') continue;
    for (const [name, endpoint] of Object.entries(container.spec.networks ?? {})) {
      for (const family of ['ipv4', 'ipv6'] as const) {
        const address = endpoint[family];
        if (address === undefined) continue;
        const path = pathTo('networks', name);
        const span = placeOf(container, `${path}.${family}`, path, 'networks');
        const key = keyOf(name, address);
        const wrong = outside(networks.get(name), address, span) ?? used(taken, key, address, span);
        if (wrong) found.push(wrong);
        else taken.set(key, { by: container.address, span });
      }
    }
  }
  return found;
}

function outside(
  network: ResourceOf<'network'> | undefined,
  address: string,
  span: Span,
): Diagnostic | undefined {
  // A network that is not of this stack is the engine's to judge.
  if (!network) return undefined;
  const subnets = writtenPools(network)
    .map(({ subnet }) => subnet)
    .filter((subnet) => isIpv6(subnet) === isIpv6(address));
  const fits = subnets.some((subnet) => {
    const range = addressRange(subnet);
    return range !== undefined && isHostAddress(range, address);
  });
  if (fits) return undefined;
  const wanted = isIpv6(address) ? 'a subnet of IPv6 in `ipam`' : 'a `subnet`';
  return diagnose('invalid-address', span, {
    summary:
      subnets.length === 0
        ? `a fixed address needs ${wanted} in ${network.address}`
        : `${address} is no host address of ${subnets.join(' or ')}`,
    labels: [{ span: placeOf(network, 'subnet', 'ipam'), text: `${network.address} is here` }],
  });
}

function used(
  taken: ReadonlyMap<string, Taken>,
  key: string,
  address: string,
  span: Span,
): Diagnostic | undefined {
  const before = taken.get(key);
  if (!before) return undefined;
  const here = before.span.file === span.file && before.span.start.offset === span.start.offset;
  return diagnose('invalid-address', span, {
    summary: `${address} is taken by ${before.by} already`,
    labels: here ? [] : [{ span: before.span, text: 'here' }],
  });
}
