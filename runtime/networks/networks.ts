/*
 * The networks that the engine knows: `networks/<name>.json`. A network is a wish until its first
 * container runs; netavark then makes the bridge, and takes it away with the last one. Who is on a
 * network is kept with the runs of containers, not here.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RuntimeError } from '../errors.js';
import { isObjectName } from '../object-name.js';
import {
  defaultRoot,
  ifPresent,
  readJson,
  shape,
  writeJson,
  type RecordOf,
  type Store,
} from '../store/index.js';
import { occupiedAnywhere, occupiedHere } from './home.js';
import {
  addressNumber,
  addressText,
  freeSubnet,
  isUsable,
  overlaps,
  parseSubnet,
  subnetPool,
  subnetText,
  type Subnet,
} from './subnet.js';

const { boolean, mapOf, nullable, number, optional, record, string } = shape;

export const networkShape = record({
  id: string,
  name: string,
  /** RFC 3339. */
  created: string,
  internal: boolean,
  /** As asked for; null where the engine chose. */
  declared: record({
    subnet: nullable(string),
    gateway: nullable(string),
    /** The part of the subnet from which addresses are given out. */
    range: optional(string),
    /** Addresses that are given to nobody, by names. */
    reserved: optional(mapOf(string)),
    /** Bytes. */
    mtu: optional(number),
  }),
  subnet: string,
  /** Address of the bridge, where its name server listens. */
  gateway: string,
  /** Name of the bridge on the host. */
  bridge: string,
  labels: mapOf(string),
});

export type NetworkRecord = RecordOf<typeof networkShape>;

export interface NetworkRequest {
  readonly name: string;
  readonly internal: boolean;
  readonly subnet: string | null;
  readonly gateway: string | null;
  readonly range?: string | undefined;
  readonly reserved?: Readonly<Record<string, string>> | undefined;
  readonly mtu?: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

const fileOf = (store: Store, name: string): string => join(store.paths.networks, `${name}.json`);

export async function findNetwork(store: Store, name: string): Promise<NetworkRecord | undefined> {
  if (!isObjectName(name)) return undefined;
  return readJson(fileOf(store, name), networkShape);
}

/** All networks, by name. */
export async function listNetworks(store: Store): Promise<readonly NetworkRecord[]> {
  const files = (await ifPresent(readdir(store.paths.networks))) ?? [];
  const names = files.flatMap((file) => /^([^.].*)\.json$/.exec(file)?.[1] ?? []);
  const found = await Promise.all(names.sort().map((name) => findNetwork(store, name)));
  return found.filter((network) => network !== undefined);
}

/**
 * Makes a network and settles its subnet; nothing is changed in the kernel.
 * @throws RuntimeError `name-in-use`, `name-invalid`, `subnet-unusable`, `no-free-subnet`, `address-unusable`
 */
export async function createNetwork(store: Store, wanted: NetworkRequest): Promise<NetworkRecord> {
  if (!isObjectName(wanted.name)) {
    throw new RuntimeError({ kind: 'name-invalid', what: 'network', name: wanted.name });
  }
  return store.withLock('networks', async () => {
    const others = await listNetworks(store);
    const same = others.find(({ name }) => name === wanted.name);
    if (same !== undefined) {
      const { name, id: holder } = same;
      throw new RuntimeError({ kind: 'name-in-use', what: 'network', name, holder });
    }
    const subnet = await (wanted.subnet === null
      ? chooseSubnet(store, others)
      : checkSubnet(store, wanted, others));
    const network: NetworkRecord = {
      id: randomBytes(32).toString('hex'),
      name: wanted.name,
      created: new Date().toISOString(),
      internal: wanted.internal,
      declared: {
        subnet: wanted.subnet,
        gateway: wanted.gateway,
        range: wanted.range,
        reserved: wanted.reserved,
        mtu: wanted.mtu,
      },
      subnet: subnetText(subnet),
      gateway: gatewayOf(wanted, subnet),
      bridge: bridgeName(store, wanted.name),
      labels: wanted.labels,
    };
    await writeJson(fileOf(store, wanted.name), network);
    return network;
  });
}

/** Forgets a network. The caller has made sure that no container is on it. */
export async function forgetNetwork(store: Store, name: string): Promise<void> {
  await rm(fileOf(store, name), { force: true });
}

async function chooseSubnet(store: Store, others: readonly NetworkRecord[]): Promise<Subnet> {
  const taken = [
    ...others.map(({ subnet }) => parseSubnet(subnet)),
    ...(await occupiedAnywhere(store)).map(({ subnet }) => subnet),
  ];
  // Networks of other stores without a running container cannot be seen, so each store begins
  // elsewhere; the usual one at the beginning.
  const first = store.root === defaultRoot ? 0 : parseInt(digestOf(store.root).slice(0, 2), 16);
  const free = freeSubnet(taken, first);
  if (free === undefined) throw new RuntimeError({ kind: 'no-free-subnet', pool: subnetPool });
  return free;
}

async function checkSubnet(
  store: Store,
  wanted: NetworkRequest,
  others: readonly NetworkRecord[],
): Promise<Subnet> {
  const text = wanted.subnet ?? '';
  const subnet = parseSubnet(text);
  const other = others.find((network) => overlaps(parseSubnet(network.subnet), subnet));
  if (other !== undefined) {
    const reason = `it overlaps ${other.subnet} of network ${other.name}`;
    throw new RuntimeError({ kind: 'subnet-unusable', subnet: text, reason });
  }
  await refuseForeignRoute(store, text, undefined);
  return subnet;
}

/**
 * Refuses a subnet that another interface of this host leads to.
 * @param bridge the network's own bridge, which may
 * @throws RuntimeError `subnet-unusable`
 */
export async function refuseForeignRoute(
  store: Store,
  text: string,
  bridge: string | undefined,
): Promise<void> {
  const subnet = parseSubnet(text);
  const foreign = (await occupiedHere(store)).find(
    (route) => route.device !== bridge && overlaps(route.subnet, subnet),
  );
  if (foreign === undefined) return;
  const reason = `this host reaches ${subnetText(foreign.subnet)} through ${foreign.device}`;
  throw new RuntimeError({ kind: 'subnet-unusable', subnet: text, reason });
}

function gatewayOf({ name, gateway }: NetworkRequest, subnet: Subnet): string {
  if (gateway === null) return addressText(subnet.base + 1);
  if (isUsable(subnet, addressNumber(gateway))) return gateway;
  const reason = `it is not an address of ${subnetText(subnet)}`;
  throw new RuntimeError({ kind: 'address-unusable', network: name, address: gateway, reason });
}

/** Fits the kernel's 15 characters, and differs between stores: netavark's chains follow it. */
function bridgeName(store: Store, name: string): string {
  return `stw${digestOf(`${store.root}\n${name}`).slice(0, 11)}`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
