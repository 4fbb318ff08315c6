/*
 * How a container takes part in a network, completed and back. What most connections do without is
 * left out where it is at its default.
 */
import type { CompletedEndpoint } from './completed.js';
import { canonicalAddress } from './ip.js';
import type { Endpoint } from './schemas/index.js';

const hasMembers = (record: object | undefined): boolean =>
  record !== undefined && Object.keys(record).length > 0;

const sorted = (list: readonly string[]): readonly string[] => [...new Set(list)].sort();

/** A connection; the names that it is to have are given by themselves. */
export function completeEndpoint(
  endpoint: Endpoint,
  aliases: readonly string[],
): CompletedEndpoint {
  const { ipv4 = null, ipv6, link_local: local = [], mac, gw_priority: priority = 0 } = endpoint;
  const { driver_options: options = {} } = endpoint;
  const members = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    aliases: sorted(aliases),
    ipv4,
    ...(ipv6 !== undefined && { ipv6: canonicalAddress(ipv6) }),
    ...(local.length > 0 && { link_local: sorted(local.map(canonicalAddress)) }),
    ...(mac !== undefined && { mac: mac.toLowerCase() }),
    ...(priority !== 0 && { gw_priority: priority }),
    ...(members.length > 0 && { driver_options: Object.fromEntries(members) }),
  };
}

/** What stands in a spec for a connection. */
export function endpointSpecOf(completed: CompletedEndpoint): Endpoint {
  const { aliases, ipv4, driver_options: options, ...rest } = completed;
  return {
    ...(aliases.length > 0 && { aliases }),
    ...(ipv4 !== null && { ipv4 }),
    ...rest,
    ...(hasMembers(options) && options && { driver_options: options }),
  };
}

/** The addresses that a connection has for itself alone. */
export function fixedAddresses(endpoint: CompletedEndpoint | undefined): readonly string[] {
  const { ipv4 = null, ipv6 = null } = endpoint ?? {};
  return [ipv4, ipv6].flatMap((address) => address ?? []);
}

/** A connection for which the engine chooses the addresses. */
export function withoutAddresses(endpoint: CompletedEndpoint): CompletedEndpoint {
  const free = { ...endpoint, ipv4: null };
  for (const name of ['ipv6', 'link_local']) Reflect.deleteProperty(free, name);
  return free;
}
