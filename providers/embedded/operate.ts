/* The verbs of daily life on the embedded engine. */
import {
  EngineError,
  ownershipOf,
  type ContainerSummary,
  type Ledgers,
  type Operator,
} from '../../model/index.js';
import type { ContainerEngine, ContainerView } from '../../runtime/index.js';
import { attachOperator } from './attach.js';
import { contentOperator } from './content.js';
import { translated, translateError } from './errors.js';
import { watchEvents } from './events.js';
import { fileOperator } from './files.js';
import { imageOperator } from './images.js';
import { readLedgers } from './ledger.js';
import { statusOf } from './observe.js';
import { oneOffOperator } from './one-off.js';
import { volumeOperator } from './volumes.js';

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

export function embeddedOperator(engine: ContainerEngine): Operator {
  const { store, containers } = engine;
  return {
    ...attachOperator(engine),
    ...contentOperator(engine),
    ...fileOperator(engine),
    ...imageOperator(engine),
    ...oneOffOperator(engine),
    ...volumeOperator(engine),
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
    start: (container) =>
      translated(async () => {
        await containers.start(container);
      }),
    stop: (container, timeout) =>
      translated(() => containers.stop(container, timeout === undefined ? {} : { timeout })),
    restart: (container, timeout) =>
      translated(() => containers.restart(container, timeout === undefined ? {} : { timeout })),
    kill: (container, signal) => translated(() => containers.kill(container, signal)),
    remove: (container, force) => translated(() => containers.remove(container, { force })),
    pause: (container) => translated(() => containers.pause(container)),
    unpause: (container) => translated(() => containers.unpause(container)),
    wait: (container, signal) =>
      translated(async () => {
        try {
          return await containers.wait(container, signal);
        } catch (error) {
          if (!signal.aborted) throw error;
          throw new EngineError('interrupted', 'interrupted while waiting', { cause: error });
        }
      }),
    processes: (container) => translated(() => containers.processes(container)),
    events: async function* (signal) {
      try {
        yield* watchEvents(engine, signal);
      } catch (error) {
        throw translateError(error);
      }
    },
    usage: (container) => translated(() => containers.usage(container)),
  };
}
