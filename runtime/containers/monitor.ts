/*
 * Starts a container's monitor, conmon, which makes the container through the OCI runtime, keeps
 * its output in a file, writes its exit code and then runs a command of ours. It is the only part
 * of the engine that stays.
 */
import { spawn, type ChildProcess, type IOType } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { RuntimeError } from '../errors.js';
import { cgroupPlaces, enterControlGroup, readFailure, type OciRuntime } from '../oci/index.js';
import { partPath, partsSearchPath, pipeFrom, pipeTo } from '../parts/index.js';
import { errorCode } from '../store/index.js';
import type { ContainerPlaces } from './places.js';
import { shortRun } from './restart-policy.js';

export interface MonitorOptions {
  readonly id: string;
  readonly name: string;
  readonly places: ContainerPlaces;
  readonly runtime: OciRuntime;
  /** Listening sockets which the monitor is to hold as long as the container runs. */
  readonly sockets: readonly number[];
  /** Run when the container has ended otherwise than on purpose. */
  readonly exitCommand: readonly string[];
  readonly exitEnvironment: Readonly<Record<string, string>>;
  /** Seconds to wait before it, if the run was a short one. */
  readonly exitDelay: number;
  /** Arguments that say how its output is kept. */
  readonly logArgs: readonly string[];
  /** Whether the container has a terminal. */
  readonly terminal: boolean;
  /** Whether whoever attaches can write to its standard input, and whether that ends with the first of them. */
  readonly input: 'none' | 'kept' | 'once';
}

/**
 * $0 the mark of an end on purpose, $1 the delay, $2 when the run began, then the command. The
 * monitor's own pipes are none of the command's business, and nobody reads what it says.
 */
const onExitScript = `
unset _OCI_SYNCPIPE _OCI_STARTPIPE
[ -e "$0" ] && exit 0
delay=$1; since=$2; shift 2
[ "$delay" != 0 ] && [ $(( $(date +%s) - since )) -lt ${shortRun} ] && sleep "$delay"
[ -e "$0" ] && exit 0
exec "$@" </dev/null >/dev/null 2>&1
`;

/**
 * Starts the monitor and waits until it has created the container.
 * @returns the number of the container's first process, which waits to be started
 * @throws RuntimeError `start-failed` with the runtime's reason
 */
export async function startMonitor(options: MonitorOptions): Promise<number> {
  const child = spawn(partPath('conmon'), monitorArgs(options), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', ...options.sockets] satisfies (
      IOType | number
    )[],
    detached: true,
    // It notes a lack of memory in the directory that it runs in, which must not be the caller's.
    cwd: options.places.bundle,
    env: {
      PATH: partsSearchPath(),
      ...options.exitEnvironment,
      _OCI_SYNCPIPE: '3',
      _OCI_STARTPIPE: '4',
    },
  });
  const complaints = pipeFrom(child, 2);
  const sync = pipeFrom(child, 3);
  const go = pipeTo(child, 4);
  // A monitor that dislikes its options ends before it reads; its complaint says why.
  go.on('error', () => undefined);
  const said = text(complaints);
  await started(child);
  if (child.pid !== undefined) leaveCallersGroup(child.pid);
  go.end('1');
  const report = parseReport(await firstLine(sync));
  if (report.pid !== undefined && report.pid > 0) {
    complaints.destroy();
    said.catch(() => undefined);
    child.unref();
    return report.pid;
  }
  const failure = readFailure(report.message ?? (await said));
  throw new RuntimeError({ kind: 'start-failed', name: options.name, ...failure });
}

function monitorArgs(options: MonitorOptions): readonly string[] {
  const { id, name, places, runtime } = options;
  const exitCommand = [
    '-c',
    onExitScript,
    places.stopping,
    String(options.exitDelay),
    String(Math.floor(Date.now() / 1000)),
    ...options.exitCommand,
  ];
  return [
    ...['--api-version', '1', '--cid', id, '--cuuid', id, '--name', name],
    ...['--runtime', runtime.path, '--bundle', places.bundle],
    ...['--container-pidfile', places.pidFile, '--conmon-pidfile', places.monitorPidFile],
    ...['--persist-dir', places.bundle, '--full-attach', ...options.logArgs],
    ...(options.terminal ? ['--terminal'] : []),
    ...(options.input === 'none' ? [] : ['--stdin']),
    ...(options.input === 'kept' ? ['--leave-stdin-open'] : []),
    ...runtime.globalArgs.flatMap((argument) => ['--runtime-arg', argument]),
    ...['--exit-command', '/bin/sh'],
    ...exitCommand.flatMap((argument) => ['--exit-command-arg', argument]),
  ];
}

async function started(child: ChildProcess): Promise<void> {
  try {
    await once(child, 'spawn');
  } catch (error) {
    const reason = errorCode(error) ?? String(error);
    throw new RuntimeError(
      { kind: 'part-failed', part: 'conmon', action: 'be started', reason },
      error,
    );
  }
}

/**
 * Moves a process that is to stay out of the caller's control group, so that it does not end with a service or a
 * session that happened to start it. Where that is not allowed it stays.
 */
export function leaveCallersGroup(pid: number): void {
  const { layout, controllers } = cgroupPlaces();
  const tree = layout === 'v2' ? '/sys/fs/cgroup' : controllers['name=systemd'];
  if (tree === undefined) return;
  try {
    enterControlGroup(`${tree}${monitorsGroup}`, pid);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/** The control group in which monitors are. */
export const monitorsGroup = '/stowage-monitors';

async function firstLine(stream: Readable): Promise<string> {
  let line = '';
  stream.setEncoding('utf8');
  for await (const piece of stream) {
    line += String(piece);
    if (line.includes('\n')) break;
  }
  return line.split('\n', 1)[0] ?? '';
}

function parseReport(line: string): { readonly pid?: number; readonly message?: string } {
  if (line === '') return {};
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null) return {};
  const pid = 'data' in value && typeof value.data === 'number' ? value.data : undefined;
  const message =
    'message' in value && typeof value.message === 'string' ? value.message : undefined;
  return { ...(pid === undefined ? {} : { pid }), ...(message === undefined ? {} : { message }) };
}
