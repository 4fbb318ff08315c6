/*
 * Settles what a run takes of what all containers share: addresses on networks and ports of the
 * host. A claim is the run's own file, written while the lock is held; it ends with that file, so
 * there is no list of leases that could go stale.
 */
import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { CompletedContainer, CompletedEndpoint } from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import {
  addressNumber,
  findNetwork,
  freeAddress,
  isUsable,
  parsePorts,
  parseSubnet,
  portsClash,
  refuseForeignRoute,
  type NetworkRecord,
  type PublishedPort,
} from '../networks/index.js';
import type { Store } from '../store/index.js';
import { noteNewParents, wantedGroup } from './control-group.js';
import { writeQuickly } from './files.js';
import { readRecords, readRuns } from './library.js';
import { placesOf } from './places.js';
import type { ContainerRecord } from './record.js';
import { bootId, type Run, type RunEndpoint } from './run-state.js';
import { standingOf } from './standing.js';

/** Held while addresses and ports are claimed: no run can begin without it. */
export const claimsLock = 'claims';

/** Milliseconds that the claims of a container that has just ended are waited for. */
const patience = 5_000;

/** A clash with a run that is over, whose claims its monitor's last command takes away soon. */
class PassingClash extends Error {
  override readonly cause: RuntimeError;
  constructor(cause: RuntimeError) {
    super(cause.message);
    this.cause = cause;
  }
}

/**
 * Claims addresses and ports for a new run, and leaves the first trace of it. What a container that
 * has just ended still claims is waited for.
 * @throws RuntimeError `not-found` for a network, `address-unusable`, `no-free-address`,
 * `subnet-unusable`, `port-in-use`
 * @param runtime name of the OCI runtime that will make it
 */
export function claimRun(store: Store, record: ContainerRecord, runtime: string): Promise<Run> {
  return withClaims(store, async () => {
    const { spec } = record;
    const shares = Object.keys(spec.networks).length > 0;
    const others = shares ? await readOthers(store, record.id) : [];
    const endpoints: Record<string, RunEndpoint> = {};
    for (const [name, wish] of Object.entries(spec.networks)) {
      const taken = Object.values(endpoints).map((endpoint) => endpoint.interface);
      endpoints[name] = await claimEndpoint(store, record, name, wish, others, taken);
    }
    const published = withPublication(endpoints);
    const ports = Object.values(published).some(({ publishes }) => publishes)
      ? parsePorts(spec.ports)
      : [];
    for (const port of ports) refuseClaimedPort(store, port, others);
    const run: Run = {
      bootId: bootId(),
      phase: 'starting',
      startedAt: new Date().toISOString(),
      endpoints: published,
      ports,
      process: null,
      monitor: null,
      namespaced: shares,
      cgroup: wantedGroup(record.id, spec),
      joined: undefined,
      mounts: undefined,
      runtime,
    };
    if (spec.cgroup_parent !== undefined) await noteNewParents(store, wantedGroup(record.id, spec));
    const places = placesOf(store, record.id);
    // Removing the last container takes these away, whoever has opened the store before.
    for (const path of [places.bundle, store.paths.run.netns, store.paths.run.network]) {
      await mkdir(path, { recursive: true, mode: 0o700 });
    }
    await writeQuickly(places.run, run);
    return run;
  });
}

/** Claims an address for a running container that is to join a network. The claim is `keep`t. */
export function claimJoin(
  store: Store,
  record: ContainerRecord,
  name: string,
  wish: CompletedEndpoint,
  keep: (endpoint: RunEndpoint) => Promise<void>,
  taken: readonly string[],
): Promise<void> {
  return withClaims(store, async () => {
    const others = await readOthers(store, record.id);
    await keep(await claimEndpoint(store, record, name, wish, others, taken));
  });
}

/** Does something under the lock; not while waiting, since what is waited for needs the lock, too. */
async function withClaims<T>(store: Store, action: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      return await store.withLock(claimsLock, action);
    } catch (error) {
      if (!(error instanceof PassingClash)) throw error;
      if (performance.now() > deadline) throw error.cause;
    }
    await delay(25);
  }
}

interface Other {
  readonly id: string;
  readonly spec: CompletedContainer;
  readonly run: Run | undefined;
}

function clashWith(store: Store, { id, run }: Other, error: RuntimeError): Error {
  const standing = run && standingOf(run, placesOf(store, id));
  const isOver = standing === 'dying' || standing === 'ending' || standing === 'ended';
  return isOver ? new PassingClash(error) : error;
}

async function readOthers(store: Store, id: string): Promise<readonly Other[]> {
  const [records, runs] = await Promise.all([readRecords(store), readRuns(store)]);
  return records
    .filter((record) => record.id !== id)
    .map(({ spec, id: other }) => ({ id: other, spec, run: thisBoots(runs.get(other)) }));
}

/** What a run of an earlier boot claimed is free. */
function thisBoots(run: Run | undefined): Run | undefined {
  return run?.bootId === bootId() ? run : undefined;
}

async function claimEndpoint(
  store: Store,
  record: ContainerRecord,
  name: string,
  wish: CompletedEndpoint,
  others: readonly Other[],
  interfaces: readonly string[],
): Promise<RunEndpoint> {
  const network = await findNetwork(store, name);
  if (network === undefined) {
    throw new RuntimeError({ kind: 'not-found', what: 'network', name });
  }
  await refuseForeignRoute(store, network.subnet, network.bridge);
  return {
    network,
    interface: freeInterface(interfaces),
    address:
      wish.ipv4 === null ? dynamic(network, others) : fixed(store, network, wish.ipv4, others),
    aliases: [...new Set([...wish.aliases, record.id.slice(0, 12)])],
    publishes: false,
  };
}

function freeInterface(taken: readonly string[]): string {
  let number = 0;
  while (taken.includes(`eth${number}`)) number += 1;
  return `eth${number}`;
}

/** Addresses in use, and those that other containers will ask for when they start. */
function dynamic(network: NetworkRecord, others: readonly Other[]): string {
  const { range, reserved = {} } = network.declared;
  const taken = new Set([network.gateway, ...Object.values(reserved)]);
  for (const { spec, run } of others) {
    for (const address of [
      run?.endpoints[network.name]?.address,
      spec.networks[network.name]?.ipv4,
    ]) {
      if (typeof address === 'string') taken.add(address);
    }
  }
  const all = parseSubnet(network.subnet);
  const free = freeAddress(all, taken, range === undefined ? all : parseSubnet(range));
  if (free !== undefined) return free;
  const { name, subnet } = network;
  throw new RuntimeError({ kind: 'no-free-address', network: name, subnet });
}

function fixed(
  store: Store,
  network: NetworkRecord,
  address: string,
  others: readonly Other[],
): string {
  const refuse = (reason: string): RuntimeError =>
    new RuntimeError({ kind: 'address-unusable', network: network.name, address, reason });
  if (!isUsable(parseSubnet(network.subnet), addressNumber(address))) {
    throw refuse(`it is not in ${network.subnet}`);
  }
  if (address === network.gateway) throw refuse('it is that of the bridge');
  const holder = others.find(({ run }) => run?.endpoints[network.name]?.address === address);
  if (holder) throw clashWith(store, holder, refuse(`container ${holder.spec.name} has it`));
  return address;
}

/** Ports lead through the first network, by name, that leads out at all. */
export function withPublication(
  endpoints: Readonly<Record<string, RunEndpoint>>,
): Readonly<Record<string, RunEndpoint>> {
  const outward = Object.keys(endpoints)
    .sort()
    .find((name) => endpoints[name]?.network.internal === false);
  return Object.fromEntries(
    Object.entries(endpoints).map(([name, endpoint]) => [
      name,
      { ...endpoint, publishes: name === outward },
    ]),
  );
}

function refuseClaimedPort(store: Store, port: PublishedPort, others: readonly Other[]): void {
  const holder = others.find(({ run }) => run?.ports.some((other) => portsClash(port, other)));
  if (holder === undefined) return;
  const { hostIp, host, protocol } = port;
  const { name } = holder.spec;
  const fault = { kind: 'port-in-use', hostIp, port: host, protocol, holder: name } as const;
  throw clashWith(store, holder, new RuntimeError(fault));
}
