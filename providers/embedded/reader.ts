/*
 * The embedded engine as `plan` sees it: a view of the store, or of nothing where there is no store
 * yet. No function here leads to one that writes.
 */
import {
  stacksOf,
  type EngineProfile,
  type EngineReader,
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
    stacks: () =>
      translated(async () => {
        if (!view) return [];
        const { holdings } = await readHoldings(view);
        return stacksOf(holdings, await readLedgers(view.store));
      }),
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
