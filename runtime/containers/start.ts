/*
 * Starts a container: claims what it shares with others, then makes its network, root file system
 * and configuration side by side, has the monitor create it, and lets it go. The run's file is there
 * from the first trace on; if a step fails, everything is taken off again.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isRootless } from '../caller/index.js';
import { RuntimeError } from '../errors.js';
import { onExitArguments } from '../host/index.js';
import { attach, createNamespace, holdPorts, pairFor, type PortHold } from '../networks/index.js';
import { cgroupLayout, makeControlGroup } from '../oci/index.js';
import { storeEnvironment } from '../store/index.js';
import { copyUp, isEmpty } from '../volumes/index.js';
import { writeBundle } from './bundle.js';
import { claimRun } from './claims.js';
import { groupOf } from './control-group.js';
import type { Context } from './context.js';
import { writeQuickly } from './files.js';
import { findGivenFiles } from './given-files.js';
import { readRecords, readRuns } from './library.js';
import { logKeeping, monitorLogArgs, monitorRotates, wantsSeveralFiles } from './log-driver.js';
import { lastEntry, rotateLog } from './log-file.js';
import { mountsOf } from './members.js';
import { memberOf } from './membership.js';
import { startMonitor } from './monitor.js';
import { findSources, type MountSources } from './mounts.js';
import { namelessVolumes } from './nameless-volumes.js';
import { mountRootfs, unmount } from './overlay.js';
import { placesOf, type ContainerPlaces } from './places.js';
import { identify, isRunning, programOf, waitUntil } from './processes.js';
import { noOutcome, type ContainerRecord, type Outcome } from './record.js';
import { hasRestartPolicy, restartDelay } from './restart-policy.js';
import { writeNameFiles } from './rootfs-files.js';
import { bootId, type ProcessIdentity, type Run } from './run-state.js';
import { findJoined, mountMemory, mustStillRun, sharedHostname, type Joined } from './sharing.js';
import { tearDown } from './teardown.js';

/** What is counted of the restarts that a policy has made. */
export type Restarts = Pick<Outcome, 'restarts' | 'hurried'>;

/** Of a container that somebody starts. */
export const noRestarts: Restarts = { restarts: 0, hurried: undefined };

/**
 * Makes a run of a container that has none. The container's lock must be held.
 * @param counted the restarts by its policy since the user started it
 * @param join called when it has been created, before it is let go
 * @throws RuntimeError
 */
export async function makeRun(
  context: Context,
  record: ContainerRecord,
  counted: Restarts,
  join?: () => Promise<void>,
): Promise<Run> {
  const { store } = context;
  const places = placesOf(store, record.id);
  const attempt: Outcome = { ...noOutcome, wanted: 'running', ...counted, boot: bootId() };
  const run = await claimRun(store, record, context.runtime(record.spec.runtime).name);
  try {
    const made = await make(context, record, places, run, counted, join);
    await writeQuickly(places.run, made);
    await writeQuickly(places.outcome, { ...attempt, startedAt: made.startedAt });
    return made;
  } catch (error) {
    await tearDown(context, record.id, record.spec.name, run);
    await writeQuickly(places.outcome, failedOutcome(attempt, error));
    throw error;
  }
}

async function make(
  context: Context,
  record: ContainerRecord,
  places: ContainerPlaces,
  run: Run,
  counted: Restarts,
  join: (() => Promise<void>) | undefined,
): Promise<Run> {
  const { store } = context;
  const { id, spec } = record;
  const command = [...spec.entrypoint, ...spec.command];
  if (command.length === 0) {
    const reason = 'neither it nor its image says which command to run';
    throw new RuntimeError({ kind: 'start-failed', name: spec.name, exitCode: 127, reason });
  }
  const files = await findGivenFiles(store, id, spec);
  const joined = await findJoined(store, spec);
  const nameless = await namelessVolumes(record, places);
  const sources = { ...(await findSources(store, spec, files)), nameless };
  const hold = await holdPorts(run.ports);
  // What forwards them for an ordinary user listens on them itself.
  if (isRootless()) hold.release();
  try {
    const member = memberOf(store, { ...spec, id }, run);
    const pair = run.namespaced ? pairFor(store, member) : undefined;
    const named = run.namespaced ? createNamespace(places.namespace, pair) : Promise.resolve();
    // Its rules and names are needed only when the container's own process starts.
    const network = named.then(() => (run.namespaced ? attach(store, member, pair) : undefined));
    const found = { sources, joined };
    const created = createProcess(context, record, places, run, found, hold, counted, named);
    const [, process] = await bothOrNeither(network, created);
    mustStillRun(spec, joined);
    await join?.();
    const removed = unmount([places.merged]);
    const made = { ...process, runtime: run.runtime };
    await bothOrNeither(removed, release(context, record, places, made));
    const others = Object.keys(joined.processes).length > 0 && { joined: joined.processes };
    const mounts =
      cgroupLayout() === 'none' && spec.pid !== undefined && process.process !== null
        ? { mounts: mountsOf(process.process.pid) }
        : {};
    const startedAt = new Date().toISOString();
    return { ...run, ...others, ...mounts, phase: 'running', startedAt, ...process };
  } finally {
    hold.release();
  }
}

/**
 * Lets the container's process go, and waits until it has become the container's own program: a
 * signal sent to it before that would meet the runtime's code.
 */
async function release(
  context: Context,
  { id, spec }: ContainerRecord,
  places: ContainerPlaces,
  { process, monitor, runtime }: RunProcesses & Pick<Run, 'runtime'>,
): Promise<void> {
  const before = programOf(process);
  await context.runtime(runtime).start(id);
  await waitUntil(() => programOf(process) !== before || !isRunning(process), longestExec);
  if (isRunning(process)) return;
  // Only now does the kernel look into the program, and what it says ends up in the output.
  await waitUntil(() => existsSync(places.exit) || !isRunning(monitor), longestExec);
  if (!wrongFormat.test(await lastEntry(places.log))) return;
  const reason = `${spec.entrypoint[0] ?? spec.command[0] ?? ''} is made for other processors, or is a script that does not begin with #!`;
  throw new RuntimeError({ kind: 'start-failed', name: spec.name, exitCode: 126, reason });
}

const wrongFormat = / stderr F exec .*: exec format error$/i;

/** Milliseconds; it takes one or two, and longer where much else runs. */
const longestExec = 5_000;

/** Waits for both even when one fails: nothing may be under way when the undoing begins. */
async function bothOrNeither<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  // The second is the one whose failure says more.
  if (b.status === 'rejected') throw b.reason;
  if (a.status === 'rejected') throw a.reason;
  return [a.value, b.value];
}

interface RunProcesses {
  readonly process: ProcessIdentity | null;
  readonly monitor: ProcessIdentity | null;
}

/** What a run is made with. */
interface Found {
  readonly sources: MountSources;
  readonly joined: Joined;
}

async function createProcess(
  context: Context,
  record: ContainerRecord,
  places: ContainerPlaces,
  run: Run,
  { sources, joined }: Found,
  hold: PortHold,
  { hurried = 0 }: Restarts,
  named: Promise<void>,
): Promise<RunProcesses> {
  const { store } = context;
  const { id } = record;
  const own =
    record.spec.network_mode === 'host' ? undefined : (sharedHostname(joined) ?? record.hostname);
  const spec = { ...record.spec, hostname: record.spec.hostname ?? own ?? null };
  const keeping = logKeeping(spec);
  const keepsItself = keeping.kind !== 'file' || keeping.maxSize !== undefined;
  const rotates = wantsSeveralFiles(keeping) && (await monitorRotates());
  await mountRootfs(store, places, record.layers);
  await fillVolumes(context, record, places, sources);
  await mountMemory(spec, places);
  await Promise.all([
    writeBundle({
      spec,
      places,
      sources,
      joined,
      runtime: context.runtime(run.runtime).name,
      cgroup: groupOf(id, run),
      ...(run.namespaced ? { namespace: places.namespace } : {}),
    }),
    joined.names === undefined && writeNameFiles(places, spec, run),
    keepsItself ? undefined : rotateLog(places.log),
    named,
  ]);
  makeControlGroup(groupOf(id, run));
  const pid = await startMonitor({
    id,
    name: spec.name,
    places,
    runtime: context.runtime(run.runtime),
    sockets: hold.descriptors,
    exitCommand: [...context.selfCommand, ...onExitArguments(id)],
    exitEnvironment: storeEnvironment(store),
    exitDelay: hasRestartPolicy(spec.restart) ? restartDelay(hurried) : 0,
    logArgs: monitorLogArgs(keeping, places.log, rotates),
    terminal: spec.tty ?? false,
    input: inputOf(record),
  });
  const monitor = Number(await readFile(places.monitorPidFile, 'utf8'));
  return { process: identify(pid) ?? null, monitor: identify(monitor) ?? null };
}

/** A terminal is one for input and output, and so stays open. */
function inputOf({ inputOnce, spec }: ContainerRecord): 'none' | 'kept' | 'once' {
  if (!spec.stdin_open) return 'none';
  return inputOnce && !spec.tty ? 'once' : 'kept';
}

/** Volumes that nobody uses now and nobody ever filled get what the image has in their place. */
async function fillVolumes(
  context: Context,
  record: ContainerRecord,
  places: ContainerPlaces,
  { volumes, nameless }: MountSources,
): Promise<void> {
  const { store } = context;
  for (const [target, volume] of Object.entries({ ...volumes, ...nameless })) {
    if (!(await isEmpty(volume))) continue;
    await store.withLock(`volume ${volume.name}`, async () => {
      if (await isMounted(context, volume.name, record.id)) return;
      await copyUp(store, volume, places.merged, target);
    });
  }
}

async function isMounted({ store }: Context, volume: string, except: string): Promise<boolean> {
  const [records, runs] = await Promise.all([readRecords(store), readRuns(store)]);
  return records.some(
    ({ id, spec }) =>
      id !== except &&
      isRunning(runs.get(id)?.process ?? null) &&
      Object.values(spec.mounts).some(({ type, source }) => type === 'volume' && source === volume),
  );
}

function failedOutcome(attempt: Outcome, error: unknown): Outcome {
  const exitCode =
    error instanceof RuntimeError && error.fault.kind === 'start-failed'
      ? error.fault.exitCode
      : 128;
  return {
    ...attempt,
    finishedAt: new Date().toISOString(),
    exitCode,
    failure: error instanceof Error ? error.message : String(error),
  };
}
