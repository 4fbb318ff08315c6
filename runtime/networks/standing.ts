/*
 * Which networks are there whole, as netavark makes them for their first container: bridge, rules, name server.
 * The kernel and the firewall are asked each time, since others may take any of it away.
 */
import { existsSync } from 'node:fs';
import { findExecutable } from '../parts/index.js';
import { run } from '../process/index.js';
import type { Store } from '../store/index.js';
import { nameServerRuns, namesServed } from './name-server.js';
import type { NetworkRecord } from './networks.js';

/** Bridges of networks. */
export interface Standing {
  /** Those that lack nothing. */
  readonly whole: readonly string[];
  /** Those that have members and a name server, and no rules that could be seen. */
  readonly partial: readonly string[];
}

/** Looks which networks stand. The global lock must be held. */
export async function standingNetworks(
  store: Store,
  networks: readonly NetworkRecord[],
): Promise<Standing> {
  const served = networks.filter(
    ({ bridge }) => existsSync(`/sys/class/net/${bridge}`) && namesServed(store, bridge).length > 0,
  );
  const save = findExecutable('iptables-save');
  if (served.length === 0 || save === undefined || !nameServerRuns(store))
    return { whole: [], partial: [] };
  const { code, stdout } = await run(save, []);
  const rules = new Set(code === 0 ? stdout.split('\n').map((line) => line.trim()) : []);
  const isWhole = (network: NetworkRecord): boolean => hasRules(rules, network);
  return {
    whole: served.filter(isWhole).map(({ bridge }) => bridge),
    partial: served.filter((network) => !isWhole(network)).map(({ bridge }) => bridge),
  };
}

/** netavark makes none for a network that leads nowhere. */
export function hasRules(
  rules: ReadonlySet<string>,
  { internal, bridge, subnet }: Pick<NetworkRecord, 'internal' | 'bridge' | 'subnet'>,
): boolean {
  if (internal) return true;
  const masquerade = `-A POSTROUTING -s ${subnet} -j NETAVARK-`;
  return (
    rules.has(`-A NETAVARK_FORWARD -s ${subnet} -j ACCEPT`) &&
    rules.has(`-A NETAVARK_ISOLATION_1 -i ${bridge} ! -o ${bridge} -j NETAVARK_ISOLATION_2`) &&
    [...rules].some((rule) => rule.startsWith(masquerade))
  );
}
