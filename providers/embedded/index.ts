/*
 * The provider of the embedded engine: `runtime/` seen through the engine contract. Reading opens
 * the store without making it and writes nothing; everything else repairs first what killed
 * processes left.
 */
import { EngineError } from '../../model/index.js';
import {
  callerOf,
  createEngine,
  enterEngine,
  findStore,
  installUnit,
  locateStore,
  missingParts,
  openStore,
  verifyStore,
  uninstallUnit,
  viewEngine,
  type StoreReport,
  type AgentEnd,
  type EnteredCommand,
  type Ending,
  type AgentOptions,
  type Manager,
} from '../../runtime/index.js';
import type { Provider, ProviderOptions } from '../provider.js';
import { embeddedEngine } from './engine.js';
import { translated } from './errors.js';
import { embeddedReader } from './reader.js';

/** Opens the engine over the store that the environment names. */
export function embeddedProvider(options: ProviderOptions): Provider {
  return {
    openReader: () =>
      translated(async () => {
        const store = await findStore();
        return embeddedReader(store && viewEngine(store));
      }),
    openEngine: () =>
      translated(async () => {
        refuseMissingParts();
        const engine = createEngine(await openStore(), options);
        await engine.reconcile();
        return embeddedEngine(engine, options.version);
      }),
  };
}

/** Reads the whole store; `undefined` where there is none. */
export const verifyEmbedded = (): Promise<StoreReport | undefined> =>
  translated(async () =>
    (await findStore()) === undefined ? undefined : verifyStore(await openStore()),
  );

/** What there is to be watched over is, until there is no more. `undefined` where there is no store. */
export async function superviseContainers(
  agent: AgentOptions,
  options: ProviderOptions,
): Promise<AgentEnd | undefined> {
  return translated(async () => {
    refuseMissingParts();
    const store = await findStore();
    if (store === undefined) return undefined;
    const engine = createEngine(store, options);
    await engine.reconcile();
    return engine.supervise(agent);
  });
}

/** Has systemd keep the agent of the store. @returns path of its unit */
export async function installAgentUnit(
  manager: Manager,
  options: ProviderOptions,
): Promise<string> {
  return translated(async () => {
    const { root, runRoot } = await openStore();
    return installUnit({ root, runRoot }, options.selfCommand, manager);
  });
}

/**
 * Has systemd keep it no longer. What it watched over is left to one that commands start.
 * @returns path of the unit that was removed; `undefined` where there was none
 */
export async function uninstallAgentUnit(
  manager: Manager,
  options: ProviderOptions,
): Promise<string | undefined> {
  return translated(async () => {
    const path = await uninstallUnit(locateStore(), manager);
    const store = await findStore();
    const { version } = options;
    if (store && version !== undefined) await createEngine(store, options).ensureAgent(version);
    return path;
  });
}

/** Carries a command of an ordinary user out in the namespaces of his engine. */
export const enterEmbedded = (command: EnteredCommand): Promise<Ending | undefined> =>
  translated(async () => {
    if (callerOf() === 'user') refuseMissingParts();
    return enterEngine(command);
  });

/** Acts for a container that has ended: its restart policy, or its teardown. */
export async function handleContainerExit(id: string, options: ProviderOptions): Promise<void> {
  const store = await findStore();
  if (store) await createEngine(store, options).containers.onExit(id);
}

/** Says all that is missing at once, before anything is written. @throws EngineError */
function refuseMissingParts(): void {
  const missing = missingParts();
  if (missing) throw new EngineError('unreachable', missing.message);
}
