/*
 * What there is to watch over in a store: running containers with a health check, and containers whose
 * restart policy may yet act. Only reads; whoever acts on it looks again under the container's lock.
 */
import { readdir } from 'node:fs/promises';
import { sharingOf, type CompletedHealth } from '../../model/index.js';
import {
  bootId,
  dueStart,
  isForsaken,
  lockOf,
  placesOf,
  readOutcome,
  readRecords,
  readRun,
  standingOf,
  type ContainerRecord,
} from '../containers/index.js';
import { ifPresent, type Store } from '../store/index.js';
import type { Manner } from './post.js';

/** A container that has to be watched over. */
export interface Charge {
  readonly id: string;
  readonly name: string;
  /** Its check, while it runs. */
  readonly check?: CompletedHealth;
  /** When the present run began, RFC 3339. */
  readonly startedAt?: string;
  /** Whether its policy may yet act. */
  readonly kept: boolean;
  /** Whether its monitor, or somebody who starts it, is about to do something. */
  readonly unsettled: boolean;
  /** Whether something has to be done now that its monitor will not do. */
  readonly needsRecovery: boolean;
  /** Ids of those whose namespaces it is in. */
  readonly joins: readonly string[];
}

/** Those that were wanted to run last before the others, the oldest first. */
export async function readCharges(store: Store): Promise<readonly Charge[]> {
  const found = await Promise.all(
    (await readRecords(store)).map((record) => chargeOf(store, record)),
  );
  const charges = found.filter((charge) => charge !== undefined);
  return [...charges.filter(({ wanted }) => wanted), ...charges.filter(({ wanted }) => !wanted)];
}

/**
 * Whether an agent has something to do for it now. One whose policy alone may act is seen to by its monitor:
 * an agent that is there anyway notices when that is killed, and without one the next command does.
 */
export const isPressing = ({ check, needsRecovery }: Charge): boolean =>
  check !== undefined || needsRecovery;

/** Whether an agent of a manner is needed: one that somebody else keeps watches over all that there is. */
export function isNeeded(charges: readonly Charge[], manner: Manner): boolean {
  return manner === 'background' ? charges.some(isPressing) : charges.length > 0;
}

/** Whether there is any container, running or not. */
export async function hasContainers(store: Store): Promise<boolean> {
  return ((await ifPresent(readdir(store.paths.containers))) ?? []).length > 0;
}

type Found = Charge & { readonly wanted: boolean };

async function chargeOf(store: Store, record: ContainerRecord): Promise<Found | undefined> {
  const { id, spec } = record;
  if (spec.health === null && spec.restart.policy === 'no') return undefined;
  const [run, outcome] = await Promise.all([readRun(store, id), readOutcome(store, id)]);
  const wanted = outcome.wanted === 'running';
  const joins = sharingOf(spec).map(({ container }) => container);
  const common = { id, name: spec.name, wanted, joins };
  // What its policy would do if its run ended unseen; without a run, what is overdue.
  const kept = dueStart(spec.restart, outcome, bootId()) !== undefined;
  if (run === undefined) {
    return kept ? { ...common, kept, unsettled: false, needsRecovery: true } : undefined;
  }
  const standing = standingOf(run, placesOf(store, id));
  const isUp = standing === 'alive' || standing === 'orphaned';
  const check = isUp ? spec.health : null;
  if (check === null && !kept) return undefined;
  const isOver = standing === 'ended' || standing === 'gone';
  const isCutShort = standing === 'starting' && (await store.lockHolder(lockOf(id))) === undefined;
  return {
    ...common,
    ...(check === null ? {} : { check, startedAt: run.startedAt }),
    kept,
    unsettled: !isUp && !isOver,
    needsRecovery: isOver || isCutShort || isForsaken(record, run, outcome),
  };
}
