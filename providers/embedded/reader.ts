/*
 * The embedded engine as `plan` sees it: a view of the store, or of nothing where there is no store
 * yet. No function here leads to one that writes.
 */
import {
  stacksOf,
  unownedOf,
  type EngineProfile,
  type EngineReader,
  type Holding,
  type Ledgers,
  type Verdict,
} from '../../model/index.js';
import { findImage, locateStore, storeVersion, type EngineView } from '../../runtime/index.js';
import { translated } from './errors.js';
import { readHistory, readLedgers } from './ledger.js';
import { observeStore, readHoldings } from './observe.js';
import { surveyHost } from './survey.js';

/** The kernel takes new limits for a living container, lifted ones too. */
const inPlace: Verdict = { effect: 'in-place' };

function profile(): EngineProfile {
  const { root } = locateStore();
  return {
    engine: 'embedded',
    version: String(storeVersion),
    address: root,
    description: `the embedded engine at ${root}`,
  };
}

/** What a look over the whole store tells. */
async function look<T>(
  view: EngineView,
  tell: (holdings: readonly Holding[], ledgers: Ledgers) => T,
): Promise<T> {
  const [{ holdings }, ledgers] = await Promise.all([readHoldings(view), readLedgers(view.store)]);
  return tell(holdings, ledgers);
}

/** @param view absent where there is no store: then nothing is there to be seen */
export function embeddedReader(view: EngineView | undefined): EngineReader {
  return {
    profile: profile(),
    observe: (query) =>
      translated(async () =>
        view ? observeStore(view, query) : { objects: [], foreign: [], candidates: [] },
      ),
    history: ({ id }) =>
      translated(async () => (view && id !== undefined ? readHistory(view.store, id) : [])),
    stacks: () => translated(async () => (view ? look(view, stacksOf) : [])),
    unowned: () => translated(async () => (view ? look(view, unownedOf) : [])),
    findImage: (reference) =>
      translated(async () => {
        const image = view && (await findImage(view.store, reference));
        return image && { id: image.id, config: image.config };
      }),
    survey: (query) => translated(() => surveyHost(view, query)),
    verdict: () => inPlace,
    close: async () => undefined,
  };
}
