/*
 * The provider of the embedded engine: `runtime/` seen through the engine contract. Reading opens
 * the store without making it and writes nothing; everything else repairs first what killed
 * processes left.
 */
import { EngineError } from '../../model/index.js';
import {
  createEngine,
  findStore,
  missingParts,
  openStore,
  verifyStore,
  viewEngine,
  type StoreReport,
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
        return embeddedEngine(engine);
      }),
  };
}

/** Reads the whole store; `undefined` where there is none. */
export const verifyEmbedded = (): Promise<StoreReport | undefined> =>
  translated(async () =>
    (await findStore()) === undefined ? undefined : verifyStore(await openStore()),
  );

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
