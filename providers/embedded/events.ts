/*
 * What happens on the embedded engine. Nothing tells of it, since there is no daemon: the store is
 * looked at again and again, and two looks are compared. What came and went between them is not seen.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ownershipOf, type EngineEvent, type Kind, type Ledgers } from '../../model/index.js';
import { listImages, type ContainerView, type EngineView } from '../../runtime/index.js';
import { readLedgers } from './ledger.js';

/** Milliseconds between two looks. */
const turn = 250;

type Labels = Readonly<Record<string, string>>;

interface Named {
  readonly kind: Exclude<Kind, 'container'>;
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
}

interface Look {
  readonly containers: ReadonlyMap<string, ContainerView>;
  readonly others: ReadonlyMap<string, Named>;
  readonly ledgers: Ledgers;
}

export async function* watchEvents(
  view: EngineView,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  let before = await look(view);
  for (;;) {
    try {
      await delay(turn, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    const now = await look(view);
    yield* eventsBetween(before, now, new Date().toISOString());
    before = now;
  }
}

async function look(view: EngineView): Promise<Look> {
  const [containers, networks, volumes, images, ledgers] = await Promise.all([
    view.containers.list(),
    view.networks.list(),
    view.volumes.list(),
    listImages(view.store),
    readLedgers(view.store),
  ]);
  const others: readonly Named[] = [
    ...images.flatMap(({ id, references, config: { labels } }) =>
      references.map((name) => ({ kind: 'image' as const, id, name, labels })),
    ),
    ...networks.map(({ id, name, labels }) => ({ kind: 'network' as const, id, name, labels })),
    ...volumes.map(({ name, labels }) => ({ kind: 'volume' as const, id: name, name, labels })),
  ];
  return {
    containers: new Map(containers.map((container) => [container.id, container])),
    others: new Map(others.map((other) => [`${other.kind} ${other.id} ${other.name}`, other])),
    ledgers,
  };
}

/** What must have happened between two looks, in an order in which it can have. */
function eventsBetween(before: Look, now: Look, time: string): readonly EngineEvent[] {
  const gone = <T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): readonly T[] =>
    [...a].filter(([key]) => !b.has(key)).map(([, value]) => value);
  const about = (action: string, { ledgers }: Look) => {
    return ({ kind, id, name, labels }: Named): EngineEvent => ({
      time,
      kind,
      action,
      id,
      name,
      ...belongingOf({ kind, id, labels }, ledgers),
    });
  };
  return [
    ...gone(now.others, before.others).map(about('create', now)),
    ...[...now.containers.values()].flatMap((container) =>
      containerEvents(before.containers.get(container.id), container, now.ledgers, time),
    ),
    ...gone(before.containers, now.containers).flatMap((container) =>
      removalEvents(container, before.ledgers, time),
    ),
    ...gone(before.others, now.others).map(about('remove', before)),
  ];
}

type Belonging = Pick<EngineEvent, 'stack' | 'address'>;

function belongingOf(
  object: { readonly kind: Kind; readonly id: string; readonly labels: Labels },
  ledgers: Ledgers,
): Belonging {
  const { owner } = ownershipOf(object, ledgers);
  if (owner === undefined) return {};
  const { stack, address } = owner;
  return { ...(stack === undefined ? {} : { stack }), address };
}

type Draft = Pick<EngineEvent, 'action'> &
  Partial<Pick<EngineEvent, 'time' | 'exitCode' | 'network'>>;

function finished(
  container: ContainerView,
  drafts: readonly Draft[],
  ledgers: Ledgers,
  time: string,
) {
  const { id, name, live } = container;
  const belonging = belongingOf({ kind: 'container', id, labels: live.labels }, ledgers);
  return drafts.map((draft): EngineEvent => {
    const { action, ...rest } = draft;
    return { time, kind: 'container', action, id, name, ...rest, ...belonging };
  });
}

/** Whether its first process is there. */
const isUp = ({ state }: ContainerView): boolean =>
  state === 'running' || state === 'paused' || state === 'degraded';

function containerEvents(
  before: ContainerView | undefined,
  now: ContainerView,
  ledgers: Ledgers,
  time: string,
): readonly EngineEvent[] {
  const drafts: Draft[] = [];
  if (before === undefined) drafts.push({ action: 'create', time: now.created });
  else if (before.name !== now.name) drafts.push({ action: 'rename' });
  const begun = now.startedAt === before?.startedAt ? undefined : now.startedAt;
  // A run that ended and one that began since the last look are two events.
  if (before !== undefined && isUp(before) && (begun !== undefined || !isUp(now))) {
    drafts.push(endOf(now, begun !== undefined));
  }
  if (begun !== undefined) {
    drafts.push({ action: 'start', time: begun });
    if (!isUp(now)) drafts.push(endOf(now, false));
  }
  if (before !== undefined && begun === undefined && isUp(before) && isUp(now)) {
    drafts.push(...changesOf(before, now));
  }
  const health = now.health?.status;
  if (
    health !== undefined &&
    health !== 'starting' &&
    (begun !== undefined || health !== before?.health?.status)
  ) {
    drafts.push({ action: health });
  }
  return finished(now, drafts, ledgers, time);
}

/** @param again whether it has been started again since, so that its last end is not known */
function endOf({ exitCode, finishedAt }: ContainerView, again: boolean): Draft {
  if (again) return { action: 'end' };
  return {
    action: 'end',
    ...(exitCode === null ? {} : { exitCode }),
    ...(finishedAt === undefined ? {} : { time: finishedAt }),
  };
}

function changesOf(before: ContainerView, now: ContainerView): readonly Draft[] {
  const drafts: Draft[] = [];
  if (before.state !== 'paused' && now.state === 'paused') drafts.push({ action: 'pause' });
  if (before.state === 'paused' && now.state !== 'paused') drafts.push({ action: 'unpause' });
  const [old, current] = [Object.keys(before.live.networks), Object.keys(now.live.networks)];
  for (const network of current.filter((name) => !old.includes(name))) {
    drafts.push({ action: 'connect', network });
  }
  for (const network of old.filter((name) => !current.includes(name))) {
    drafts.push({ action: 'disconnect', network });
  }
  const limits = ({ live: { memory, cpus, pids, restart } }: ContainerView): string =>
    JSON.stringify([memory, cpus, pids, restart]);
  if (limits(before) !== limits(now)) drafts.push({ action: 'update' });
  return drafts;
}

function removalEvents(
  before: ContainerView,
  ledgers: Ledgers,
  time: string,
): readonly EngineEvent[] {
  const end: readonly Draft[] = isUp(before) ? [{ action: 'end' }] : [];
  return finished(before, [...end, { action: 'remove' }], ledgers, time);
}
