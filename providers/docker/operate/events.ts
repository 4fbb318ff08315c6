/* What happens on Docker, in the words that all engines have for it. */
import { EngineError, ownershipOf, type EngineEvent, type Ledgers } from '../../../model/index.js';
import { linesOf, parseMessage, type DockerReader, type EngineMessage } from '../client/index.js';
import { allLedgers, ledgerLabels } from '../ledger/read.js';
import { isOwnContainer } from '../own-containers.js';

const containerActions: Readonly<Record<string, string>> = {
  create: 'create',
  start: 'start',
  die: 'end',
  pause: 'pause',
  unpause: 'unpause',
  rename: 'rename',
  update: 'update',
  oom: 'oom',
  destroy: 'remove',
  'health_status: healthy': 'healthy',
  'health_status: unhealthy': 'unhealthy',
};
const actions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  container: containerActions,
  network: { create: 'create', destroy: 'remove', connect: 'connect', disconnect: 'disconnect' },
  volume: { create: 'create', destroy: 'remove' },
  image: { tag: 'create', load: 'create', pull: 'create', untag: 'remove', delete: 'remove' },
};

/** Ends when `signal` is set. @throws EngineError when the engine goes away before */
export async function* watchEvents(
  reader: DockerReader,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  const ledgers = allLedgers(await reader.listImages());
  // Of a connection the engine tells the container's id and nothing more.
  const known = new Map(
    (await reader.listContainers()).map(({ id, names: [name = id], labels }) => [
      id,
      { name, ...belongingOf({ kind: 'container', id, labels }, ledgers) },
    ]),
  );
  const body = await reader.events(signal);
  try {
    for await (const line of linesOf(body)) {
      if (line.trim() === '') continue;
      const event = eventOf(reader.dialect.reports.event(parseMessage(line)), ledgers);
      if (event === undefined) continue;
      if (event.kind !== 'container') {
        yield event;
      } else if (event.network === undefined) {
        const { id, name, stack, address } = event;
        known.set(id, { name, ...defined({ stack, address }) });
        yield event;
      } else {
        yield { ...event, ...known.get(event.id) };
      }
    }
  } catch (error) {
    // Whoever watches ends it by the signal, which breaks the connection.
    if (!signal.aborted) throw error;
    return;
  } finally {
    body.destroy();
  }
  if (!signal.aborted)
    throw new EngineError('unreachable', 'the engine no longer tells what happens');
}

function eventOf(message: EngineMessage, ledgers: Ledgers): EngineEvent | undefined {
  const { type, id, attributes } = message;
  const action = actions[type]?.[message.action];
  if (action === undefined) return undefined;
  if (isOwnContainer(attributes) || ledgerLabels.stackId in attributes) return undefined;
  const time = new Date(message.time).toISOString();
  const name = attributes['name'] ?? '';
  if (action === 'connect' || action === 'disconnect') {
    const { container } = attributes;
    if (container === undefined) return undefined;
    return { time, kind: 'container', action, id: container, name: container, network: name };
  }
  const kind = kindOf(type);
  if (kind === undefined) return undefined;
  const exitCode = Number(attributes['exitCode'] ?? NaN);
  return {
    time,
    kind,
    action,
    id,
    name: name === '' ? id : name,
    ...(action === 'end' && Number.isInteger(exitCode) ? { exitCode } : {}),
    ...belongingOf({ kind, id, labels: attributes }, ledgers),
  };
}

type Belonging = Pick<EngineEvent, 'stack' | 'address'>;

function belongingOf(object: Parameters<typeof ownershipOf>[0], ledgers: Ledgers): Belonging {
  const { owner } = ownershipOf(object, ledgers);
  return owner === undefined ? {} : defined({ stack: owner.stack, address: owner.address });
}

function defined(given: { readonly [name in keyof Belonging]: string | undefined }): Belonging {
  const { stack, address } = given;
  return {
    ...(stack === undefined ? {} : { stack }),
    ...(address === undefined ? {} : { address }),
  };
}

function kindOf(type: string): EngineEvent['kind'] | undefined {
  return type === 'container' || type === 'network' || type === 'volume' || type === 'image'
    ? type
    : undefined;
}
