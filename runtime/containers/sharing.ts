/*
 * Namespaces of other containers that a container is in. It is kept by their ids, for a name may be
 * another's by the next start. The kernel finds a namespace by a process, so that process has to be proven to
 * be the one that was meant before the container is let go.
 */
import { mkdir } from 'node:fs/promises';
import {
  containerOf,
  sharedAttributes,
  sharedNamespaces,
  sharingOf,
  withShared,
  type CompletedContainer,
  type SharedNamespace,
} from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import { readIfThere, usualSurroundings } from '../oci/index.js';
import { partPath } from '../parts/index.js';
import { run as runProgram } from '../process/index.js';
import type { Store } from '../store/index.js';
import { findContainer, readRecord, readRun } from './library.js';
import { placesOf, type ContainerPlaces } from './places.js';
import { isRunning } from './processes.js';
import { bootId, type ProcessIdentity, type Run } from './run-state.js';

/** Those that a run shares with, found to run. */
export interface Joined {
  readonly processes: Readonly<Partial<Record<SharedNamespace, ProcessIdentity>>>;
  /** Whose files of names it has; absent where it has its own. */
  readonly names?: ContainerPlaces;
  /** Where the memory is that it shares; absent where it has its own. */
  readonly memoryAt?: string;
}

/**
 * A spec as it is kept, with the ids of those that are shared with.
 * @throws RuntimeError `not-found`
 */
export async function withIds(store: Store, spec: CompletedContainer): Promise<CompletedContainer> {
  const ids = new Map<string, string>();
  for (const { container } of sharingOf(spec)) {
    ids.set(container, (await findContainer(store, container)).id);
  }
  return withShared(spec, (name) => ids.get(name));
}

/** A spec as it is told, with the names that they have now; one that is gone keeps its id. */
export async function withNames(
  store: Store,
  spec: CompletedContainer,
): Promise<CompletedContainer> {
  const names = new Map<string, string>();
  for (const { container } of sharingOf(spec)) {
    const record = await readRecord(store, container);
    if (record) names.set(container, record.spec.name);
  }
  return withShared(spec, (id) => names.get(id));
}

/**
 * Finds those whose namespaces a container is to be in.
 * @throws RuntimeError `start-failed` where one of them does not run
 */
export async function findJoined(store: Store, spec: CompletedContainer): Promise<Joined> {
  const processes: Partial<Record<SharedNamespace, ProcessIdentity>> = {};
  for (const { attribute, container: id } of sharingOf(spec)) {
    processes[attribute] = await processOf(store, spec, attribute, id);
  }
  const memory = containerOf(spec.ipc);
  return {
    processes,
    ...(await sharedNames(store, spec)),
    ...(memory !== undefined && { memoryAt: placesOf(store, memory).memory }),
  };
}

async function processOf(
  store: Store,
  { name }: CompletedContainer,
  attribute: SharedNamespace,
  id: string,
): Promise<ProcessIdentity> {
  const [record, run] = await Promise.all([readRecord(store, id), readRun(store, id)]);
  const process = run?.bootId === bootId() && run.phase === 'running' ? run.process : null;
  if (process !== null && isRunning(process)) return process;
  throw cannotJoin(name, attribute, record?.spec.name ?? id, record !== undefined);
}

function cannotJoin(
  name: string,
  attribute: SharedNamespace,
  other: string,
  isThere: boolean,
): RuntimeError {
  const what = `container ${other}, whose ${sharedNamespaces[attribute]} it is to share,`;
  const reason = `${what} ${isThere ? 'does not run' : 'is not there any more'}`;
  return new RuntimeError({ kind: 'start-failed', name, exitCode: 128, reason });
}

/** Who shares the network of one that shares it, too, has the names of whose it is. */
async function ownerOfNames(store: Store, id: string): Promise<string> {
  const record = await readRecord(store, id);
  const next = containerOf(record?.spec.network_mode);
  return next === undefined ? id : ownerOfNames(store, next);
}

/**
 * Makes sure that those who ran before a container was put into their namespaces run still: then it was
 * them whom the kernel found under their numbers.
 * @throws RuntimeError `start-failed`
 */
export function mustStillRun(
  { name }: CompletedContainer,
  { processes }: Pick<Joined, 'processes'>,
): void {
  for (const attribute of attributesOf(processes)) {
    if (isRunning(processes[attribute] ?? null)) continue;
    const reason = `the container whose ${sharedNamespaces[attribute]} it is to share has just ended`;
    throw new RuntimeError({ kind: 'start-failed', name, exitCode: 128, reason });
  }
}

const attributesOf = (some: Joined['processes']): readonly SharedNamespace[] =>
  sharedAttributes.filter((attribute) => some[attribute] !== undefined);

const files = { network_mode: 'net', pid: 'pid', ipc: 'ipc' } as const;
const kinds = { network_mode: 'network', pid: 'pid', ipc: 'ipc' } as const;

/** Paths of the namespaces, by their kinds. */
export const namespacesOf = ({
  processes,
}: Joined): Readonly<Partial<Record<(typeof kinds)[SharedNamespace], string>>> =>
  Object.fromEntries(
    attributesOf(processes).map((attribute) => [
      kinds[attribute],
      `/proc/${processes[attribute]?.pid ?? 0}/ns/${files[attribute]}`,
    ]),
  );

/** What it is called by whose network it is in. */
export const sharedHostname = ({ names }: Pick<Joined, 'names'>): string | undefined =>
  names && readIfThere(names.hostname)?.trim();

/** Where the files of the names are that it has of another one. */
export async function sharedNames(
  store: Store,
  { network_mode: mode }: CompletedContainer,
): Promise<Pick<Joined, 'names'>> {
  const id = containerOf(mode);
  return id === undefined ? {} : { names: placesOf(store, await ownerOfNames(store, id)) };
}

/** Attributes by which a run is in namespaces of a life that is over, while there is another one. */
export async function lostNamespaces(
  store: Store,
  spec: CompletedContainer,
  { joined = {} }: Run,
): Promise<readonly SharedNamespace[]> {
  const lost: SharedNamespace[] = [];
  for (const { attribute, container } of sharingOf(spec)) {
    const process = (await readRun(store, container))?.process ?? null;
    const before = joined[attribute];
    if (process === null || !isRunning(process)) continue;
    if (process.pid !== before?.pid || process.started !== before.started) lost.push(attribute);
  }
  return lost;
}

/** Makes the memory that a container lets others share, where it does. */
export async function mountMemory(
  spec: CompletedContainer,
  places: ContainerPlaces,
): Promise<void> {
  if (spec.ipc !== 'shareable') return;
  await mkdir(places.memory, { recursive: true, mode: 0o700 });
  const size = spec.shm_size ?? usualSurroundings.sharedMemory ?? 0;
  const options = `nosuid,noexec,nodev,mode=1777,size=${size}`;
  const args = ['-t', 'tmpfs', '-o', options, 'shm', places.memory];
  const { code, stderr } = await runProgram(partPath('mount'), args);
  if (code === 0) return;
  const action = 'mount shared memory';
  throw new RuntimeError({ kind: 'part-failed', part: 'mount', action, reason: stderr.trim() });
}
