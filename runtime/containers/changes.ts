/*
 * What can be changed on a container without making it anew: its name, its limits and restart
 * policy, the networks it is on. The kernel is changed first, the record last: what is cut short
 * shows as a difference and is done again.
 */
import {
  withLiveSettings,
  type CompletedContainer,
  type CompletedEndpoint,
  type LiveSettings,
} from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import {
  attach,
  changeNames,
  detach,
  findNetwork,
  holdPorts,
  nameNamespace,
  parsePorts,
} from '../networks/index.js';
import { changeLimits, refuseWithoutGroups } from '../oci/index.js';
import { writeJson } from '../store/index.js';
import { claimJoin } from './claims.js';
import type { Context } from './context.js';
import { groupOf } from './control-group.js';
import { namesLock, refuseTakenName } from './create.js';
import { writeQuickly } from './files.js';
import { withoutContents, writeGivenFiles } from './given-files.js';
import { withContainer } from './lifecycle.js';
import { memberOf } from './membership.js';
import { mountedAmong } from './overlay.js';
import { placesOf } from './places.js';
import { isRunning } from './processes.js';
import type { ContainerRecord } from './record.js';
import { writeNameFiles } from './rootfs-files.js';
import type { Run, RunEndpoint } from './run-state.js';
import { settle } from './settle.js';

/** New values; null lifts a limit. */
export type ContainerChanges = LiveSettings;

/**
 * Gives a container another name, on its networks too. What it calls itself stays until it is started
 * again.
 * @param drop an alias that it is not to answer to any longer
 * @throws RuntimeError `name-in-use`
 */
export function renameContainer(
  context: Context,
  wanted: string,
  name: string,
  drop?: string,
): Promise<void> {
  return withContainer(context, wanted, async (record) => {
    const { store } = context;
    const { name: before, networks } = record.spec;
    if (before === name) return;
    const run = await livingRun(context, record);
    const spec = { ...record.spec, name, networks: withoutAlias(networks, drop) };
    const renamed: ContainerRecord = { ...record, hostname: undefined, spec };
    await store.withLock(namesLock, async () => {
      await refuseTakenName(store, name);
      await writeJson(placesOf(store, record.id).record, renamed);
    });
    if (run === undefined || Object.keys(run.endpoints).length === 0) return;
    const joined = { ...run, endpoints: withoutAlias(run.endpoints, drop) };
    await writeQuickly(placesOf(store, record.id).run, joined);
    await changeNames(store, record.id, (names) =>
      names.map((known) => (known === before ? name : known)).filter((known) => known !== drop),
    );
    await renewNameFiles(context, renamed, joined);
  });
}

function withoutAlias<T extends { readonly aliases: readonly string[] }>(
  endpoints: Readonly<Record<string, T>>,
  drop: string | undefined,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(endpoints).map(([network, endpoint]) => [
      network,
      { ...endpoint, aliases: endpoint.aliases.filter((alias) => alias !== drop) },
    ]),
  );
}

/** Changes limits and restart policy, in the kernel too when the container runs. */
export function updateContainer(
  context: Context,
  wanted: string,
  changes: ContainerChanges,
): Promise<void> {
  return withContainer(context, wanted, async (record) => {
    const run = await livingRun(context, record);
    const spec = withLiveSettings(record.spec, changes);
    refuseWithoutGroups(spec);
    if (run !== undefined) {
      const runtime = context.runtime(run.runtime);
      await changeLimits(runtime, record.id, groupOf(record.id, run), spec, changes);
    }
    await writeJson(placesOf(context.store, record.id).record, { ...record, spec });
  });
}

/** The run to be changed too; of one that has ended only the next is changed. */
async function livingRun(context: Context, record: ContainerRecord): Promise<Run | undefined> {
  const run = await settle(context, record, 'leave to monitor');
  return run !== undefined && isRunning(run.process) ? run : undefined;
}

async function keep(
  { store }: Context,
  record: ContainerRecord,
  changes: Partial<CompletedContainer>,
): Promise<void> {
  const spec = { ...record.spec, ...changes };
  await writeJson(placesOf(store, record.id).record, { ...record, spec });
}

/**
 * Puts a container on a network, or changes how it takes part in one.
 * @throws RuntimeError `not-found`, `address-unusable`, `no-free-address`
 */
export function connectContainer(
  context: Context,
  wanted: string,
  network: string,
  endpoint: CompletedEndpoint,
): Promise<void> {
  return withContainer(context, wanted, async (record) => {
    const { store } = context;
    if ((await findNetwork(store, network)) === undefined) {
      throw new RuntimeError({ kind: 'not-found', what: 'network', name: network });
    }
    const run = await livingRun(context, record);
    if (run !== undefined) {
      const left = await leave(context, record, run, network);
      await enter(context, record, left, network, endpoint);
    }
    await keep(context, record, { networks: { ...record.spec.networks, [network]: endpoint } });
  });
}

/** Takes a container off a network; one that is not on it is left alone. */
export function disconnectContainer(
  context: Context,
  wanted: string,
  network: string,
): Promise<void> {
  return withContainer(context, wanted, async (record) => {
    const run = await livingRun(context, record);
    if (run !== undefined) await leave(context, record, run, network);
    await keep(context, record, { networks: without(record.spec.networks, network) });
  });
}

function without<T>(
  entries: Readonly<Record<string, T>>,
  name: string,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => key !== name));
}

async function enter(
  context: Context,
  record: ContainerRecord,
  run: Run,
  network: string,
  wish: CompletedEndpoint,
): Promise<void> {
  const { store } = context;
  const places = placesOf(store, record.id);
  const taken = Object.values(run.endpoints).map((endpoint) => endpoint.interface);
  let joined = run;
  const claim = async (claimed: RunEndpoint): Promise<void> => {
    const ports = await portsToPublish(record, run, claimed);
    joined = {
      ...run,
      namespaced: true,
      ports: run.ports.length > 0 ? run.ports : ports,
      endpoints: { ...run.endpoints, [network]: { ...claimed, publishes: ports.length > 0 } },
    };
    await writeQuickly(places.run, joined);
  };
  await claimJoin(store, record, network, wish, claim, taken);
  const endpoint = joined.endpoints[network];
  if (endpoint === undefined) return;
  const only = memberOf(store, { ...record.spec, id: record.id }, joined, { [network]: endpoint });
  try {
    if ((await mountedAmong([places.namespace])).length === 0 && run.process !== null) {
      await nameNamespace(places.namespace, run.process.pid);
    }
    await attach(store, only);
  } catch (error) {
    await detach(store, only);
    await writeQuickly(places.run, { ...run, namespaced: joined.namespaced });
    throw error;
  }
  await renewNameFiles(context, record, joined);
}

/** The container's ports, if this network leads out and no other publishes them yet. */
async function portsToPublish(
  record: ContainerRecord,
  run: Run,
  endpoint: RunEndpoint,
): Promise<Run['ports']> {
  const published = Object.values(run.endpoints).some(({ publishes }) => publishes);
  if (published || endpoint.network.internal) return [];
  if (run.ports.length > 0) return run.ports;
  const ports = parsePorts(record.spec.ports);
  // A monitor that runs cannot be handed sockets; at least nobody else has the ports now.
  (await holdPorts(ports)).release();
  return ports;
}

async function leave(
  context: Context,
  record: ContainerRecord,
  run: Run,
  network: string,
): Promise<Run> {
  const { store } = context;
  const left = run.endpoints[network];
  if (left === undefined) return run;
  const { id, spec } = record;
  const places = placesOf(store, id);
  if ((await mountedAmong([places.namespace])).length === 0 && run.process !== null) {
    await nameNamespace(places.namespace, run.process.pid);
  }
  await detach(store, memberOf(store, { ...spec, id }, run, { [network]: left }));
  const next = { ...run, endpoints: without(run.endpoints, network) };
  const settled = left.publishes ? await movePublication(context, record, next) : next;
  await writeQuickly(places.run, settled);
  await renewNameFiles(context, record, settled);
  return settled;
}

/** Lets the ports lead through another network, when the one they led through is left. */
async function movePublication(
  { store }: Context,
  { id, spec }: ContainerRecord,
  run: Run,
): Promise<Run> {
  const name = Object.keys(run.endpoints)
    .sort()
    .find((candidate) => run.endpoints[candidate]?.network.internal === false);
  const endpoint = name === undefined ? undefined : run.endpoints[name];
  if (name === undefined || endpoint === undefined) return run;
  const published = { ...endpoint, publishes: true };
  await detach(store, memberOf(store, { ...spec, id }, run, { [name]: endpoint }));
  const moved = { ...run, endpoints: { ...run.endpoints, [name]: published } };
  await attach(store, memberOf(store, { ...spec, id }, moved, { [name]: published }));
  return moved;
}

async function renewNameFiles(
  { store }: Context,
  { id, spec }: ContainerRecord,
  run: Run,
): Promise<void> {
  await writeNameFiles(placesOf(store, id), spec, run);
}

/** Writes files that a container is given by content, over those that it has. */
export function writeFiles(
  context: Context,
  wanted: string,
  files: Pick<CompletedContainer, 'configs' | 'secrets'>,
): Promise<void> {
  return withContainer(context, wanted, async (record) => {
    const { configs, secrets } = withoutContents({ ...record.spec, ...files });
    const spec = { ...record.spec, ...(configs && { configs }), ...(secrets && { secrets }) };
    await writeGivenFiles(context.store, record.id, files);
    await writeJson(placesOf(context.store, record.id).record, { ...record, spec });
  });
}
