/*
 * Takes everything of a run off the host: processes, networks, mounts, control groups, files. Each
 * part may be gone already, or never have been there; the run's own file goes after all else but the
 * files beside it, so that a teardown cut short is simply done again. The container's lock must be held.
 */
import { rmdirSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { RuntimeError } from '../errors.js';
import { readIfThere } from '../oci/index.js';
import { createNamespace, detach, forgetNames, forgetNamespace } from '../networks/index.js';
import { errorCode, type Store } from '../store/index.js';
import { claimsLock } from './claims.js';
import { directoriesOf, groupOf } from './control-group.js';
import type { Context } from './context.js';
import { leftIn } from './members.js';
import { memberOf } from './membership.js';
import { mountedAmong, unmount } from './overlay.js';
import { placesOf, type ContainerPlaces } from './places.js';
import {
  childrenOf,
  identify,
  isRunning,
  processesNaming,
  signal,
  ticksAt,
  waitUntil,
} from './processes.js';
import { bootId, type Run } from './run-state.js';

const { SIGKILL } = constants.signals;
/** Milliseconds in which killed processes have to be gone. */
const patience = 10_000;

/**
 * @param name the container's, for messages
 * @param run what is known of the run; `undefined` when its file cannot be read
 * @param group path of its control group
 */
export async function tearDown(
  context: Context,
  id: string,
  name: string,
  run: Run | undefined,
  group: string = groupOf(id, run),
): Promise<void> {
  const { store } = context;
  const places = placesOf(store, id);
  if (run === undefined || run.bootId === bootId()) {
    await endProcesses(context, id, name, run, places, group);
    await Promise.all([
      takeOffNetworks(store, id, name, run, places),
      unmount([places.merged, places.memory]),
      removeControlGroups(name, group),
    ]);
  } else {
    // The kernel's part is gone; files may be left where the run root outlives a boot.
    await context.runtime(run.runtime).remove(id);
    await store.withLock(claimsLock, async () => {
      forgetNames(store, id);
    });
  }
  await forgetNamespace(places.namespace);
  // First, so that nobody finds a run without the files that say how it ended.
  await rm(places.run, { force: true });
  await rm(places.bundle, { recursive: true, force: true });
}

async function endProcesses(
  context: Context,
  id: string,
  name: string,
  run: Run | undefined,
  places: ContainerPlaces,
  group: string,
): Promise<void> {
  await writeFile(places.stopping, '').catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
  // A start that was killed may have left programs that go on making the container.
  if (run?.phase !== 'running') await endStragglers(id, places);
  const runtime = context.runtime(run?.runtime);
  if (run !== undefined && isRunning(run.process)) {
    signal(run.process, SIGKILL);
    const ended = (): boolean => !isRunning(run.process);
    if (!(await waitUntil(ended, 200))) await runtime.resume(id);
    if (!(await waitUntil(ended, patience))) {
      throw new RuntimeError({ kind: 'stuck', name, reason: 'its first process survives SIGKILL' });
    }
  }
  await runtime.remove(id);
  await endMembers(group, run?.mounts, places);
  if (run !== undefined) await endMonitor(run);
}

/** The monitor ends by itself after its container, unless it waits for a restart. */
export async function endMonitor(run: Run): Promise<void> {
  if (await waitUntil(() => !isRunning(run.monitor), 250)) return;
  const waiting = run.monitor === null ? [] : childrenOf(run.monitor.pid);
  signal(run.monitor, SIGKILL);
  for (const child of waiting) signal(child, SIGKILL);
  await waitUntil(() => !isRunning(run.monitor), patience);
}

/** Programs that name the container: mount, netavark, the monitor, the OCI runtime. */
async function endStragglers(id: string, places: ContainerPlaces): Promise<void> {
  const working = (): boolean => processesNaming(places.namespace).length > 0;
  // netavark is let finish: half of its rules would be harder to find than all of them.
  await waitUntil(() => !working(), 5_000);
  const ended = (): boolean => {
    const left = processesNaming(id);
    for (const process of left) signal(process, SIGKILL);
    return left.length === 0;
  };
  await waitUntil(ended, patience);
}

async function takeOffNetworks(
  store: Store,
  id: string,
  name: string,
  run: Run | undefined,
  places: ContainerPlaces,
): Promise<void> {
  if (run !== undefined && Object.keys(run.endpoints).length > 0) {
    // Without the namespace netavark would leave the rules behind; any namespace will do.
    if ((await mountedAmong([places.namespace])).length === 0) {
      await createNamespace(places.namespace);
    }
    await detach(store, memberOf(store, { id, name }, run));
  }
  await unmount([places.namespace]);
}

/** Ends what is in the control group, whoever started it, known to the OCI runtime or not. */
async function endMembers(
  group: string,
  mounts: string | undefined,
  { exit }: ContainerPlaces,
): Promise<void> {
  const ended = statSync(exit, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  const gone = (): boolean => {
    const members = directoriesOf(group)
      .flatMap((path) => (readIfThere(`${path}/cgroup.procs`) ?? '').split('\n'))
      .filter((pid) => pid !== '')
      .flatMap((pid) => identify(Number(pid)) ?? [])
      .concat(mounts === undefined ? [] : leftIn(mounts, ticksAt(ended)));
    for (const member of members) signal(member, SIGKILL);
    return members.length === 0;
  };
  await waitUntil(gone, patience);
}

/** Ended processes leave their control group a moment after they seem gone. */
async function removeControlGroups(name: string, group: string): Promise<void> {
  const left = new Set(directoriesOf(group));
  const removed = (): boolean => {
    for (const path of left) if (removeDirectory(path)) left.delete(path);
    return left.size === 0;
  };
  if (await waitUntil(removed, patience)) return;
  throw new RuntimeError({ kind: 'stuck', name, reason: 'its control group is still in use' });
}

/** @returns whether it is gone */
function removeDirectory(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return true;
    if (code === 'EBUSY') return false;
    throw error;
  }
}
