/*
 * Opens a Docker engine: as a reader, which cannot write because its transport lets no write out,
 * or as a whole.
 */
import {
  EngineError,
  type Engine,
  type EngineProfile,
  type EngineReader,
  type Operator,
} from '../../model/index.js';
import {
  negotiate,
  openClient,
  openReader,
  readOnlyTransport,
  type DockerReader,
  type Greeting,
  type Transport,
} from './client/index.js';
import type { Dialect } from './dialect/index.js';
import { chooseTarget, placeOf, type Environment } from './reach/index.js';
import { removeLeftHelper } from './files/index.js';
import { clearLedger, writeLedger } from './ledger/index.js';
import { historyOf } from './ledger/read.js';
import { imageConfigFromEngine, registryDigest } from './lenses/index.js';
import { dockerLacks, podmanLacks } from './lacks.js';
import { acquireLock, type HeldLock } from './lock/index.js';
import { heldLocks, unlock } from './lock/unlock.js';
import { observe, openImageLookup, readStacks, readUnowned } from './observe/index.js';
import { lastLines, openOperator } from './operate/index.js';
import { defaultPatience, perform } from './perform/index.js';
import { findTargetContainer } from './perform/targets.js';
import { survey } from './survey/index.js';

export interface DockerOptions {
  /** `unix:///path`, say; without it what the environment says, and without that the usual socket. */
  readonly address?: string;
  /** The process's own where it is absent. */
  readonly environment?: Environment;
  /** The family that is expected; by the address where nothing is said. */
  readonly family?: Dialect['family'];
  /** Milliseconds for which the effect of a call without an answer is looked for. */
  readonly patience?: number;
}

export interface Docker {
  /** For plans: nothing that it gives can change the engine. @throws EngineError */
  reader(): Promise<EngineReader>;
  /** @throws EngineError */
  engine(): Promise<Engine & Operator>;
}

/** Names an engine; it is greeted when it is opened. */
export function openDocker(options: DockerOptions = {}): Docker {
  const { family, environment = process.env } = options;
  const greet = async () => negotiate(chooseTarget(options, environment), family, environment);
  return {
    reader: async () => {
      const { transport, greeting } = await greet();
      return asReader(openReader(readOnlyTransport(transport)), profileOf(transport, greeting));
    },
    engine: async () => {
      const { transport, greeting } = await greet();
      return asEngine(
        openClient(transport),
        profileOf(transport, greeting),
        options.patience ?? defaultPatience,
      );
    },
  };
}

function profileOf({ address, dialect }: Transport, { api }: Greeting): EngineProfile {
  const { family: engine, version } = dialect;
  return {
    engine,
    version,
    address: address.text,
    place: placeOf(address),
    lacks: engine === 'podman' ? podmanLacks(version) : dockerLacks(api),
    description: `${engine} ${version} (API ${api}) at ${address.text}`,
  };
}

function asReader(reader: DockerReader, profile: EngineProfile): EngineReader {
  return {
    profile,
    observe: (query) => observe(reader, query),
    history: async ({ id }) => (id === undefined ? [] : historyOf(await reader.listImages(), id)),
    stacks: () => readStacks(reader),
    unowned: () => readUnowned(reader),
    findImage: async (reference) => {
      const image = await openImageLookup(reader).find(reference);
      if (!image) return undefined;
      const digest = registryDigest(image, reference);
      const config = imageConfigFromEngine(image);
      const { id, platform } = image;
      return { id, config, platform, ...(digest !== undefined && { digest }) };
    },
    platform: () => reader.platform(),
    survey: (query) => survey(reader, query),
    verdict: reader.dialect.verdict,
    identity: async () =>
      reader.dialect.hasIdentity ? (await reader.identity()) || undefined : undefined,
    close: async () => reader.transport.close(),
  };
}

function asEngine(
  client: ReturnType<typeof openClient>,
  profile: EngineProfile,
  patience: number,
): Engine & Operator {
  const locks = new Set<HeldLock>();
  return {
    ...asReader(client, profile),
    ...openOperator(client),
    perform: async (operation, directory, progress) => {
      mustHold(locks);
      const outcome = await perform({ client, directory, progress, patience }, operation);
      // Somebody else may be at work by now: what comes next would get between their steps.
      mustHold(locks);
      return outcome;
    },
    lock: async (stack) => {
      const lock = await acquireLock(client, stack);
      locks.add(lock);
      if (stack.id !== undefined) await removeLeftHelper(client, stack.id);
      return {
        release: async () => {
          locks.delete(lock);
          await lock.release();
        },
      };
    },
    locks: () => heldLocks(client),
    unlock: (id) => unlock(client, id),
    writeLedger: async (stack, generation) => {
      mustHold(locks);
      await writeLedger(client, stack, generation);
    },
    clearLedger: async (stack) => {
      mustHold(locks);
      await clearLedger(client, stack);
    },
    lastLines: async (target, count) => {
      const container = await findTargetContainer(client, target);
      return container ? lastLines(client, container.id, count) : [];
    },
  };
}

/** A lock that the engine took away protects nothing, so nothing more is done under it. */
function mustHold(locks: ReadonlySet<HeldLock>): void {
  if (![...locks].some(({ lost }) => lost)) return;
  throw new EngineError('interrupted', 'the lock of the stack was lost', {
    hint: 'The engine was restarted, or somebody removed the lock. Apply again.',
  });
}
