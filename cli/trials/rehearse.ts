/*
 * An engine that is only declared: what a stack would be on it right after an apply, changed as a test
 * says. Plans are made against it without any engine; it holds nothing and can do nothing.
 */
import { createHash } from 'node:crypto';
import {
  contentFingerprint,
  emptyImageConfig,
  imageReference,
  nothingInTheWay,
  type EngineImage,
  type EngineReader,
  type FingerprintOf,
  type Generation,
  type LedgerEntry,
  type Observation,
  type Observed,
} from '../../model/index.js';
import type { ResolvedResource } from '../../providers/index.js';

/** The id that a rehearsed stack has. */
export const rehearsedId = '00000000-0000-4000-8000-000000000000';

/** Nothing of a rehearsal is kept, so that a quick digest does where nobody can look for the value. */
export const rehearsedFingerprint: FingerprintOf = (stackId, text, of) => {
  const digest = createHash('sha256').update(`${stackId} ${text}`).digest('base64url');
  return of === 'content' ? contentFingerprint(digest) : digest;
};

/** By hand, to objects of a stack, by their addresses. */
export interface ByHand {
  /** Gone altogether. */
  readonly missing: ReadonlySet<string>;
  /** Ended, and not started again. */
  readonly stopped: ReadonlySet<string>;
}

/** Nothing has been applied yet. */
export const nothingThere: Observation = { objects: [], foreign: [], candidates: [] };

/**
 * What an engine would report right after an apply.
 * @param live the resources as they stand now; by-hand changes of attributes are in them
 * @param ledger what the apply would have written down
 */
export function observationOf(
  live: readonly ResolvedResource[],
  ledger: Readonly<Record<string, LedgerEntry>>,
  recorded: ReadonlyMap<string, ResolvedResource>,
  { missing, stopped }: ByHand,
): Observation {
  const generation: Generation = {
    number: 1,
    time: '1970-01-01T00:00:00Z',
    author: 'test',
    resources: ledger,
  };
  const images = new Map(
    live.flatMap((one) =>
      one.kind === 'image'
        ? [
            [
              imageReference(one.completed),
              { id: idOf(one), config: one.completed.config },
            ] as const,
          ]
        : [],
    ),
  );
  const objects = live
    .filter(({ resource }) => !missing.has(resource.address))
    .map((one) =>
      observed(one, recorded.get(one.resource.address) ?? one, {
        stopped: stopped.has(one.resource.address),
        images,
      }),
    );
  return { objects, foreign: [], candidates: [], ledger: generation };
}

const idOf = ({ kind, resource, completed }: ResolvedResource): string =>
  kind === 'volume' ? completed.name : `rehearsed ${resource.address}`;

interface Standing {
  readonly stopped: boolean;
  readonly images: ReadonlyMap<string, EngineImage>;
}

function observed(
  live: ResolvedResource,
  recorded: ResolvedResource,
  { stopped, images }: Standing,
): Observed {
  const shared = {
    id: idOf(live),
    name: live.completed.name,
    address: live.resource.address,
    stackId: rehearsedId,
    generation: 1,
    otherUsers: [],
    fingerprint: live.resource.address,
  };
  switch (live.kind) {
    case 'image': {
      const record = recorded.kind === 'image' ? recorded.completed : live.completed;
      const references = [imageReference(live.completed)];
      return { ...shared, kind: 'image', completed: live.completed, record, references };
    }
    case 'volume': {
      const record = recorded.kind === 'volume' ? recorded.resource.spec : live.resource.spec;
      return { ...shared, kind: 'volume', completed: live.completed, record };
    }
    case 'network': {
      const record = recorded.kind === 'network' ? recorded.resource.spec : live.resource.spec;
      const actualSubnet = live.completed.subnet;
      return { ...shared, kind: 'network', completed: live.completed, record, actualSubnet };
    }
    case 'container': {
      const record = recorded.kind === 'container' ? recorded.resource.spec : live.resource.spec;
      const { spec } = live.resource;
      const image = images.get(live.completed.image) ?? namedImage(live.completed.image);
      const isDone = spec.job === true;
      const isUp = !stopped && !isDone && spec.state !== 'stopped';
      return {
        ...shared,
        kind: 'container',
        completed: live.completed,
        record,
        status: {
          state: isUp ? 'running' : 'exited',
          ...(isUp ? {} : { exitCode: 0 }),
          ...(isUp && live.completed.health ? { health: 'healthy' as const } : {}),
          addresses: {},
        },
        imageId: image.id,
        imageConfig: image.config,
        staleNetworks: [],
      };
    }
    default:
      return live satisfies never;
  }
}

const namedImage = (reference: string): EngineImage => ({
  id: `rehearsed ${reference}`,
  config: emptyImageConfig,
});

/** A view of an engine that has every image that is asked for by name, and nothing else. */
export function rehearsedReader(): EngineReader {
  return {
    profile: { engine: 'embedded', version: '0', address: 'nowhere', description: 'no engine' },
    observe: () => Promise.resolve(nothingThere),
    history: () => Promise.resolve([]),
    stacks: () => Promise.resolve([]),
    unowned: () => Promise.resolve([]),
    findImage: (reference) => Promise.resolve(namedImage(reference)),
    survey: () => Promise.resolve(nothingInTheWay),
    verdict: () => ({ effect: 'in-place' }),
    close: () => Promise.resolve(),
  };
}
