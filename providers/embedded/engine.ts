/*
 * The embedded engine as apply and the operator verbs see it.
 */
import {
  ownershipOf,
  type ContainerSummary,
  type Engine,
  type Ledgers,
  type Operator,
  type StackIdentity,
} from '../../model/index.js';
import type { ContainerEngine, ContainerView } from '../../runtime/index.js';
import { translated, translateError } from './errors.js';
import { clearLedger, readLedgers, writeLedger } from './ledger.js';
import { lastLines } from './last-lines.js';
import { lockStack, stackLocks, unlockStack } from './locks.js';
import { statusOf } from './observe.js';
import { perform } from './perform.js';
import { embeddedReader } from './reader.js';

function summaryOf(view: ContainerView, ledgers: Ledgers): ContainerSummary {
  const { id, name, live, startedAt } = view;
  const { state, exitCode, health } = statusOf(view);
  const { owner } = ownershipOf({ kind: 'container', id, labels: live.labels }, ledgers);
  return {
    id,
    name,
    image: live.image,
    state,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(health === undefined ? {} : { health }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ports: Object.entries(live.ports).map(([host, inner]) => {
      const [outside = '', protocol = ''] = host.split('/');
      return `${outside}->${inner}/${protocol}`;
    }),
    ...(owner?.stack === undefined ? {} : { stack: owner.stack }),
    ...(owner ? { address: owner.address } : {}),
  };
}

/** The engine contract over the runtime. */
export function embeddedEngine(engine: ContainerEngine): Engine & Operator {
  const { store, containers } = engine;
  const idOf = (stack: StackIdentity): string => stack.id ?? stack.name;
  return {
    ...embeddedReader(engine),
    // With the last container gone, the host is left as it was before the first.
    close: () =>
      translated(async () => {
        await engine.vacuum();
      }),
    perform: (operation, directory, progress) =>
      translated(() => perform(engine, operation, directory, progress)),
    lock: (stack) => translated(() => lockStack(store, stack)),
    locks: () => translated(() => stackLocks(store)),
    unlock: (id) => translated(() => unlockStack(store, id)),
    writeLedger: (stack, generation) =>
      translated(() => writeLedger(store, idOf(stack), generation)),
    clearLedger: (stack) => translated(() => clearLedger(store, idOf(stack))),
    lastLines: (target, count) =>
      translated(() => lastLines(engine, target.id ?? target.name, count)),
    listContainers: () =>
      translated(async () => {
        const [views, ledgers] = await Promise.all([containers.list(), readLedgers(store)]);
        return views.map((view) => summaryOf(view, ledgers));
      }),
    logs: async function* (container, options) {
      try {
        yield* containers.logs(container, options);
      } catch (error) {
        throw translateError(error);
      }
    },
    exec: (container, argv, options) => translated(() => containers.exec(container, argv, options)),
    start: (container) => translated(() => containers.start(container)),
    stop: (container, timeout) =>
      translated(() => containers.stop(container, timeout === undefined ? {} : { timeout })),
    kill: (container, signal) => translated(() => containers.kill(container, signal)),
    remove: (container, force) => translated(() => containers.remove(container, { force })),
  };
}
