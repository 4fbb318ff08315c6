/*
 * Reads the containers that there are. Nothing is written and no lock is taken: a container that is
 * being made or removed at this moment may or may not be seen.
 */
import { readdir } from 'node:fs/promises';
import { RuntimeError } from '../errors.js';
import { ifPresent, readJson, remembering, type Store } from '../store/index.js';
import { readQuickly } from './files.js';
import { placesOf, runsDirectory } from './places.js';
import {
  containerShape,
  noOutcome,
  outcomeShape,
  type ContainerRecord,
  type Outcome,
} from './record.js';
import { runShape, type Run } from './run-state.js';

const recordIn = remembering((path) => readJson(path, containerShape));
const runIn = remembering((path) => readQuickly(path, runShape));

export function readRecord(store: Store, id: string): Promise<ContainerRecord | undefined> {
  return recordIn(placesOf(store, id).record);
}

export async function readOutcome(store: Store, id: string): Promise<Outcome> {
  return (await readQuickly(placesOf(store, id).outcome, outcomeShape)) ?? noOutcome;
}

export function readRun(store: Store, id: string): Promise<Run | undefined> {
  return runIn(placesOf(store, id).run);
}

/** All containers, the oldest first. */
export async function readRecords(store: Store): Promise<readonly ContainerRecord[]> {
  const ids = ((await ifPresent(readdir(store.paths.containers))) ?? []).filter(isId);
  const found = await Promise.all(ids.map((id) => readRecord(store, id)));
  return found
    .filter((record) => record !== undefined)
    .sort((a, b) =>
      a.created === b.created ? (a.id < b.id ? -1 : 1) : a.created < b.created ? -1 : 1,
    );
}

/** Ids of the containers whose runs have left traces on the host. */
export async function idsOfRuns(store: Store): Promise<readonly string[]> {
  return ((await ifPresent(readdir(runsDirectory(store)))) ?? []).filter(isId);
}

/** All present runs, by container. */
export async function readRuns(store: Store): Promise<ReadonlyMap<string, Run>> {
  const ids = await idsOfRuns(store);
  const found = await Promise.all(ids.map(async (id) => [id, await readRun(store, id)] as const));
  return new Map(found.flatMap(([id, run]) => (run === undefined ? [] : [[id, run] as const])));
}

const isId = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/**
 * Finds a container by its id, its name, or the beginning of its id that is nobody else's.
 * @throws RuntimeError `not-found`
 */
export async function findContainer(store: Store, wanted: string): Promise<ContainerRecord> {
  const direct = isId(wanted) ? await readRecord(store, wanted) : undefined;
  if (direct !== undefined) return direct;
  const records = await readRecords(store);
  const named = records.find(({ spec }) => spec.name === wanted);
  if (named !== undefined) return named;
  const begun = /^[0-9a-f]{6,}$/.test(wanted)
    ? records.filter(({ id }) => id.startsWith(wanted))
    : [];
  const [only] = begun;
  if (only !== undefined && begun.length === 1) return only;
  throw new RuntimeError({ kind: 'not-found', what: 'container', name: wanted });
}
