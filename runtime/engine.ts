/*
 * The container engine: volumes, networks and containers over one store. It knows nothing of stacks
 * and plans. There is no daemon; every call is complete when it returns, and any number of processes
 * may use one store at the same time.
 * Reading never writes and never repairs; `reconcile` repairs, and each verb repairs what it touches.
 */
import { commitContainer } from './commit.js';
import {
  attachContainer,
  checkHealth,
  claimsLock,
  connectContainer,
  createContainer,
  createContext,
  disconnectContainer,
  execCaptured,
  execInherited,
  findPath,
  inspectContainer,
  killContainer,
  listContainers,
  namesLock,
  onExit,
  pauseContainer,
  processesOf,
  readArchive,
  readLogs,
  readRuns,
  reconcile,
  removeContainer,
  renameContainer,
  restartContainer,
  startAttachedContainer,
  startContainer,
  stopContainer,
  unpauseContainer,
  updateContainer,
  usageOf,
  vacuum,
  waitForEnd,
  writeArchive,
  writeFiles,
  type Context,
} from './containers/index.js';
import { createNetwork, findNetwork, listNetworks, type NetworkRecord } from './networks/index.js';
import type { Store } from './store/index.js';
import {
  awaitIdleAgent,
  ensureAgent,
  forgetAgent,
  hasContainers,
  readPost,
  runAgent,
  type AgentEnd,
  type AgentOptions,
} from './supervision/index.js';
import type { EngineView, ContainerEngine, EngineOptions } from './engine-contract.js';
import { refuseWriters, removeUnusedNetwork, removeUnusedVolume } from './users.js';
import {
  copyVolume,
  createVolume,
  fillVolume,
  findVolume,
  listVolumes,
  readVolume,
} from './volumes/index.js';

/** What there is to see in a store. */
export function viewEngine(store: Store): EngineView {
  return {
    store,
    volumes: { list: () => listVolumes(store), find: (name) => findVolume(store, name) },
    networks: {
      list: async () => {
        const [networks, leases] = await Promise.all([listNetworks(store), leasesOf(store)]);
        return networks.map((network) => ({ ...network, leases: leases(network) }));
      },
      find: async (name) => {
        const network = await findNetwork(store, name);
        return network === undefined
          ? undefined
          : { ...network, leases: (await leasesOf(store))(network) };
      },
    },
    containers: {
      list: () => listContainers(store),
      inspect: (container) => inspectContainer(store, container),
      logs: (container, options) => readLogs(store, container, options),
      processes: (container) => processesOf(store, container),
      usage: (container) => usageOf(store, container),
    },
  };
}

/** The engine over a store. Nothing is done yet: parts that are missing show when they are needed. */
export function createEngine(store: Store, options: EngineOptions): ContainerEngine {
  const context = createContext(store, options.selfCommand);
  const view = viewEngine(store);
  return {
    store,
    volumes: {
      ...view.volumes,
      create: (request) => createVolume(store, request),
      copy: (request) => copyVolume(store, request, () => refuseWriters(store, request.from)),
      read: async function* (name, { live }) {
        if (!live) await refuseWriters(store, name);
        yield* readVolume(store, name, live);
      },
      fill: (name, archive, options) =>
        fillVolume(store, name, archive, options, () => refuseWriters(store, name)),
      remove: (name) => store.withLock(namesLock, () => removeUnusedVolume(store, name)),
    },
    networks: {
      ...view.networks,
      create: (request) => createNetwork(store, request),
      remove: (name) => store.withLock(claimsLock, () => removeUnusedNetwork(store, name)),
    },
    containers: {
      ...view.containers,
      create: (request) => createContainer(context, request),
      start: (container) => startContainer(context, container),
      stop: (container, stop) => stopContainer(context, container, stop),
      restart: (container, stop) => restartContainer(context, container, stop),
      kill: (container, signal) => killContainer(context, container, signal),
      pause: (container) => pauseContainer(context, container),
      unpause: (container) => unpauseContainer(context, container),
      commit: (container, commit) => commitContainer(context, container, commit),
      remove: (container, { force = false } = {}) => removeAndTidy(context, container, force),
      rename: (container, name, drop) => renameContainer(context, container, name, drop),
      update: (container, changes) => updateContainer(context, container, changes),
      writeFiles: (container, files) => writeFiles(context, container, files),
      connect: (container, network, endpoint) =>
        connectContainer(context, container, network, endpoint),
      disconnect: (container, network) => disconnectContainer(context, container, network),
      wait: (container, signal) => waitForEnd(store, container, signal),
      attach: (container) => attachContainer(context, container),
      startAttached: (container, size) => startAttachedContainer(context, container, size),
      exec: (container, argv, exec) => execInherited(context, container, argv, exec),
      execCaptured: (container, argv, exec) => execCaptured(context, container, argv, exec),
      findPath: (container, path, last) => findPath(context, container, path, last),
      readArchive: (container, path) => readArchive(context, container, path),
      writeArchive: (container, directory, archive) =>
        writeArchive(context, container, directory, archive),
      checkHealth: (container, check) => checkHealth(context, container, check),
      onExit: (id) => onExit(context, id),
    },
    supervise: (agent) => superviseAndTidy(context, agent),
    ensureAgent: (version) => ensureAgent(store, { ...options, version }),
    reconcile: () => reconcile(context),
    vacuum: () => tidy(context),
  };
}

async function leasesOf(
  store: Store,
): Promise<(network: NetworkRecord) => Readonly<Record<string, string>>> {
  const runs = [...(await readRuns(store))];
  return ({ id }) =>
    Object.fromEntries(
      runs.flatMap(([container, run]) =>
        Object.values(run.endpoints)
          .filter(({ network }) => network.id === id)
          .map(({ address }) => [container, address] as const),
      ),
    );
}

async function removeAndTidy(context: Context, container: string, force: boolean): Promise<void> {
  await removeContainer(context, container, force);
  await tidy(context);
}

/** One that was started when the last container was just going has made places anew. */
async function superviseAndTidy(context: Context, options: AgentOptions): Promise<AgentEnd> {
  const end = await runAgent(context, options);
  if (end.why !== 'taken') await tidy(context);
  return end;
}

/** The agent leaves with the last container, and what it had on the host goes, too. */
async function tidy(context: Context): Promise<boolean> {
  const { store } = context;
  if (await hasContainers(store)) return false;
  await awaitIdleAgent(store);
  if ((await readPost(store)) === undefined) await forgetAgent(store);
  return vacuum(context);
}
