/*
 * What is really there of a container: not what was asked for, but what the kernel, the monitor's
 * files and the networks say now. Reading changes nothing, not even to repair.
 */
import type { CompletedContainer, CompletedEndpoint, SharedNamespace } from '../../model/index.js';
import { bridgesThere, findNetwork } from '../networks/index.js';
import {
  cgroupPlaces,
  limitNames,
  readBlockIo,
  readIfThere,
  readLimits,
  type CgroupPlaces,
} from '../oci/index.js';
import type { Store } from '../store/index.js';
import { groupOf } from './control-group.js';
import { readQuickly } from './files.js';
import { readGivenFiles } from './given-files.js';
import { findContainer, readOutcome, readRecords, readRun } from './library.js';
import { lockOf } from './lifecycle.js';
import { placesOf } from './places.js';
import { healthShape, type ContainerRecord, type Health, type Outcome } from './record.js';
import { restarts } from './restart-policy.js';
import type { Run, RunEndpoint } from './run-state.js';
import { lostNamespaces, withNames } from './sharing.js';
import { endOf, isPaused, standingOf, type End } from './standing.js';

export type ContainerState =
  /** Never run. */
  | 'created'
  | 'running'
  | 'paused'
  /** Ended, and waits to be started again by its policy. */
  | 'restarting'
  | 'exited'
  /** Runs without its monitor: its output and its end go unseen. It has to be replaced. */
  | 'degraded'
  /** Ended, and nobody saw how. */
  | 'lost';

export interface ContainerView {
  readonly id: string;
  readonly name: string;
  readonly created: string;
  readonly imageId: string;
  readonly layers: readonly string[];
  /** As it is: limits from the kernel, networks as far as they really lead somewhere. */
  readonly live: CompletedContainer;
  /** As it was asked for. */
  readonly asked: CompletedContainer;
  readonly state: ContainerState;
  /** Of the last end; null while it has not ended, or nobody saw it. */
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Its first process, on the host; only while it runs. */
  readonly pid?: number;
  /** Restarts by its policy since the user started it. */
  readonly restarts: number;
  readonly wanted: Outcome['wanted'];
  /** Why the last start failed. */
  readonly failure?: string;
  readonly health?: Health;
  /** By network, while it runs. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Attributes by which it is in namespaces of others that have ended since. */
  readonly lostNamespaces: readonly SharedNamespace[];
  /** Networks it joined that have been replaced by others of their name, or are gone. */
  readonly staleNetworks: readonly string[];
}

/** @throws RuntimeError `not-found` */
export async function inspectContainer(store: Store, wanted: string): Promise<ContainerView> {
  return viewOf(store, await findContainer(store, wanted), cgroupPlaces());
}

/** All containers, the oldest first. */
export async function listContainers(store: Store): Promise<readonly ContainerView[]> {
  const trees = cgroupPlaces();
  return Promise.all((await readRecords(store)).map((record) => viewOf(store, record, trees)));
}

async function viewOf(
  store: Store,
  record: ContainerRecord,
  trees: CgroupPlaces,
): Promise<ContainerView> {
  for (;;) {
    const run = await readRun(store, record.id);
    const view = await viewOfRun(store, record, run, trees);
    if (view.pid !== undefined) return view;
    // How it ended goes with its run; who clears up meanwhile has written it into its outcome before.
    const since = await readRun(store, record.id);
    if (since?.startedAt === run?.startedAt && since?.phase === run?.phase) return view;
  }
}

async function viewOfRun(
  store: Store,
  record: ContainerRecord,
  run: Run | undefined,
  trees: CgroupPlaces,
): Promise<ContainerView> {
  const { id } = record;
  const spec = await withNames(store, record.spec);
  const places = placesOf(store, id);
  const [outcome, files] = await Promise.all([
    readOutcome(store, id),
    readGivenFiles(store, id, spec),
  ]);
  const standing = run === undefined ? undefined : standingOf(run, places);
  const common = {
    id,
    name: spec.name,
    created: record.created,
    imageId: record.imageId,
    layers: record.layers,
    asked: spec,
    restarts: outcome.restarts,
    wanted: outcome.wanted,
  };
  if (run === undefined || (standing !== 'alive' && standing !== 'orphaned')) {
    const last = await restingState(store, record, run, outcome);
    return {
      ...common,
      live: { ...spec, ...files },
      addresses: {},
      staleNetworks: [],
      lostNamespaces: [],
      ...last,
    };
  }
  const group = groupOf(id, run);
  const paused = isPaused(group, trees);
  const health = await readQuickly(places.health, healthShape);
  const networks = await liveNetworks(store, spec, run);
  return {
    ...common,
    live: { ...liveSpec(spec, group, trees), ...files, networks: networks.live },
    state: standing === 'orphaned' ? 'degraded' : paused ? 'paused' : 'running',
    exitCode: null,
    oomKilled: false,
    startedAt: run.startedAt,
    ...(run.process === null ? {} : { pid: run.process.pid }),
    ...(health === undefined ? initialHealth(spec) : { health }),
    addresses: networks.addresses,
    staleNetworks: networks.stale,
    lostNamespaces: await lostNamespaces(store, record.spec, run),
  };
}

/** A spec with the limits that stand in the kernel. */
function liveSpec(
  spec: CompletedContainer,
  group: string,
  trees: CgroupPlaces,
): CompletedContainer {
  const { blkio: asked, ...others } = omit(spec, limitNames);
  const blkio = readBlockIo(trees, group, asked);
  return { ...others, ...readLimits(trees, group, spec), ...(blkio && { blkio }) };
}

function omit<T extends object>(value: T, names: readonly (keyof T)[]): T {
  const kept = { ...value };
  for (const name of names) Reflect.deleteProperty(kept, name);
  return kept;
}

function initialHealth(spec: CompletedContainer): Pick<ContainerView, 'health'> {
  if (spec.health === null) return {};
  return { health: { status: 'starting', failingStreak: 0, lastOutput: '', checkedAt: null } };
}

type Resting = Pick<
  ContainerView,
  'state' | 'exitCode' | 'oomKilled' | 'startedAt' | 'finishedAt' | 'failure'
>;

async function restingState(
  store: Store,
  record: ContainerRecord,
  run: Run | undefined,
  outcome: Outcome,
): Promise<Resting> {
  const places = placesOf(store, record.id);
  const standing = run === undefined ? undefined : standingOf(run, places);
  // Until its monitor has said how it ended, and kept its last words, it counts as running.
  if (run !== undefined && standing === 'dying')
    return { state: 'running', exitCode: null, oomKilled: false, startedAt: run.startedAt };
  const resting =
    run === undefined || standing === 'starting'
      ? recorded(outcome)
      : endOfRun(run, standing === 'gone' ? undefined : endOf(places));
  const isOver =
    resting.state === 'created' ||
    outcome.wanted !== 'running' ||
    !restarts(record.spec.restart, resting.exitCode, outcome.restarts);
  if (isOver) return resting;
  // Who clears up after one run makes the next, and holds the lock for all of that.
  const goesOn = standing === 'ending' || (await store.lockHolder(lockOf(record.id))) !== undefined;
  return goesOn ? { ...resting, state: 'restarting' } : resting;
}

function endOfRun({ startedAt }: Run, end: End | undefined): Resting {
  if (!end) return { state: 'lost', exitCode: null, oomKilled: false, startedAt };
  return { ...end, state: end.exitCode === null ? 'lost' : 'exited', startedAt };
}

function recorded(outcome: Outcome): Resting {
  const { exitCode, oomKilled, startedAt, finishedAt, failure } = outcome;
  const never = startedAt === undefined && failure === undefined;
  return {
    state: never ? 'created' : exitCode === null ? 'lost' : 'exited',
    exitCode,
    oomKilled,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(failure === undefined ? {} : { failure }),
  };
}

interface LiveNetworks {
  readonly live: Readonly<Record<string, CompletedEndpoint>>;
  readonly addresses: Readonly<Record<string, string>>;
  readonly stale: readonly string[];
}

async function liveNetworks(
  store: Store,
  spec: CompletedContainer,
  run: Run,
): Promise<LiveNetworks> {
  const live: Record<string, CompletedEndpoint> = {};
  const addresses: Record<string, string> = {};
  const stale: string[] = [];
  const table = readIfThere(`/proc/${run.process?.pid ?? 0}/net/fib_trie`) ?? '';
  const isThere = await bridgesThere(store);
  for (const [name, endpoint] of Object.entries(run.endpoints)) {
    if ((await findNetwork(store, name))?.id !== endpoint.network.id) {
      stale.push(name);
      continue;
    }
    const asked = spec.networks[name];
    if (asked === undefined || !isThere(endpoint.network.bridge)) continue;
    if (!hasAddress(endpoint, table)) continue;
    live[name] = asked;
    addresses[name] = endpoint.address;
  }
  return { live, addresses, stale };
}

/** Whether the container has the address on one of its interfaces. */
function hasAddress({ address }: RunEndpoint, table: string): boolean {
  const own = new RegExp(`\\|-- ${address.replaceAll('.', '\\.')}\\n\\s+/32 host LOCAL`);
  return own.test(table);
}
