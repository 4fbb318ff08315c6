/*
 * The embedded engine as `plan` sees it: a view of the store, or of nothing where there is no store
 * yet. No function here leads to one that writes.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type EngineProfile,
  type EngineReader,
  formatImageName,
  type Holding,
  type Ledgers,
  parseImageName,
  stacksOf,
  unownedOf,
  type Verdict,
} from '../../model/index.js';
import {
  findImage,
  isRootless,
  locateStore,
  ownPlatform,
  storeVersion,
  type EngineView,
  type Image,
} from '../../runtime/index.js';
import { translated } from './errors.js';
import { embeddedLacks } from './lacks.js';
import { rootlessLacks } from './rootless-lacks.js';
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
    lacks: isRootless() ? [...embeddedLacks, ...rootlessLacks] : embeddedLacks,
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
        if (!image) return undefined;
        const digest = digestOf(image, reference);
        const { id, config, platform = ownPlatform } = image;
        return { id, config, platform, ...(digest !== undefined && { digest }) };
      }),
    platform: async () => ownPlatform,
    survey: (query) => translated(() => surveyHost(view, query)),
    verdict: () => inPlace,
    identity: async () => storeIdentity(locateStore().root),
    close: async () => undefined,
  };
}

/** The digest by which an image was pulled under a name; none where it came in another way. */
function digestOf({ references }: Image, asked: string): string | undefined {
  const name = parseImageName(asked);
  if (!name) return undefined;
  const tagged = `${formatImageName(name)}@`;
  return references.find((reference) => reference.startsWith(tagged))?.slice(tagged.length);
}

/** Told by host and root. The id of the host itself is not to be shown to others. */
function storeIdentity(root: string): string | undefined {
  try {
    const machine = readFileSync('/etc/machine-id', 'utf8').trim();
    const digest = createHash('sha256').update(`stowage ${machine} ${root}`).digest('hex');
    return machine === '' ? undefined : digest.slice(0, 32);
  } catch (error) {
    // Not every host has one.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
