/*
 * Where bridges are: in the network of the host, or in one of its own that an ordinary user's engine has.
 */
import { existsSync } from 'node:fs';
import { isRootless } from '../caller/index.js';
import { readIfThere } from '../oci/index.js';
import { ensureOutward, findBridgeHome, type BridgeHome } from '../rootless/index.js';
import type { Store } from '../store/index.js';
import { occupiedSubnets, type Occupied } from './subnet.js';

const host: BridgeHome = { prefix: [], proc: '/proc/net', sys: '/sys' };

/** Makes sure that they can be. @throws RuntimeError `part-missing`, `part-failed` */
export async function bridgeHome(store: Store): Promise<BridgeHome> {
  return isRootless() ? (await ensureOutward(store)).home : host;
}

/** Tells of a bridge whether it is there; reads once, however many are asked for. */
export async function bridgesThere(
  store: Pick<Store, 'runRoot'>,
): Promise<(bridge: string) => boolean> {
  if (!isRootless()) return (bridge) => existsSync(`/sys/class/net/${bridge}`);
  const home = await findBridgeHome(store);
  const table = home === undefined ? '' : (readIfThere(`${home.proc}/dev`) ?? '');
  const names = new Set(table.split('\n').map((line) => line.split(':', 1)[0]?.trim()));
  return (bridge) => names.has(bridge);
}

/** Subnets that others lead to where the bridges are; none where nothing is made for them yet. */
export async function occupiedHere(store: Pick<Store, 'runRoot'>): Promise<readonly Occupied[]> {
  if (!isRootless()) return occupiedSubnets();
  const home = await findBridgeHome(store);
  return home === undefined ? [] : occupiedSubnets(home.proc);
}

/** Subnets that containers had better leave alone: those of the host, too, which they may want to reach. */
export async function occupiedAnywhere(store: Store): Promise<readonly Occupied[]> {
  const here = await occupiedHere(store);
  return isRootless() ? [...here, ...occupiedSubnets()] : here;
}
