/*
 * Carries a command of an ordinary user out in the namespaces of his engine: the command is begun once more,
 * there, on the same streams, and this process waits for it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { callerName, namespaceVariable } from '../caller/index.js';
import { partPath } from '../parts/index.js';
import { errorCode, type Store } from '../store/index.js';
import { holderOf, makeHolder, replaceHolder, userNamespaceOf } from './holder.js';
import { namespaceLock, retireHolder } from './retire.js';

export interface EnteredCommand {
  readonly argv: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How it ended: an exit code, or the signal that ended it. */
export type Ending = number | NodeJS.Signals;

/** In the directory; the kernel gives up one that is of another mount namespace. */
const script = 'cd "$1" || exit; shift; exec "$@"';

/** What is in the namespaces. */
export interface Inmates {
  /** Processes of the engine that are in its namespaces, should nobody keep them any more. */
  readonly survivors: () => Promise<readonly number[]>;
  /** Whether nothing would be missed with the namespaces. */
  readonly isUnused: () => Promise<boolean>;
}

/**
 * @throws RuntimeError `no-user-namespace`, `part-missing`
 */
export async function enterNamespace(
  store: Store,
  command: EnteredCommand,
  { survivors, isUnused }: Inmates,
): Promise<Ending> {
  const child = await store.withLock(namespaceLock, async () => {
    const holder = await ensureHolder(store, survivors);
    const started = await begin(store, holder, command);
    // Until it is inside, nobody could see that the namespaces are in use.
    await untilInside(started, holder);
    return started;
  });
  const forward = (signal: NodeJS.Signals): void => {
    if (!keys.includes(signal) || !isAtTerminal()) child.kill(signal);
  };
  for (const signal of passedOn) process.on(signal, forward);
  const [code, signal] = await ended(child);
  if ((await holderOf(store)) !== undefined && (await isUnused())) {
    await retireHolder(store);
    await removeEmpty(store);
  }
  for (const name of passedOn) process.off(name, forward);
  return code ?? signal ?? 1;
}

const passedOn = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;
/** Those that a terminal sends for a key. */
const keys: readonly string[] = ['SIGINT', 'SIGQUIT'];

/** Whether this process is of those to which a terminal tells its keys. */
function isAtTerminal(): boolean {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // state, parent, group, session, terminal, and the group that is at the terminal: proc(5)
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return group === foreground;
}

async function ensureHolder(
  store: Store,
  survivors: () => Promise<readonly number[]>,
): Promise<number> {
  const holder = await holderOf(store);
  if (holder !== undefined) return holder;
  const own = userNamespaceOf('self');
  for (const pid of await survivors()) {
    const other = userNamespaceOf(pid);
    if (other !== undefined && other !== own) return replaceHolder(store, pid);
  }
  return makeHolder(store);
}

async function begin(
  store: Store,
  holder: number,
  { argv, directory, environment }: EnteredCommand,
): Promise<ChildProcess> {
  const child = spawn(
    partPath('nsenter'),
    [
      ...['--target', String(holder), '--user', '--mount', '--preserve-credentials', '--'],
      // It ends with this process, however that ends.
      ...[partPath('setpriv'), '--pdeathsig', 'KILL', '--'],
      ...['/bin/sh', '-c', script, 'sh', directory, ...argv],
    ],
    {
      stdio: 'inherit',
      // A terminal tells both of them of its keys. Elsewhere a signal for a group is to come once.
      detached: !isAtTerminal(),
      env: {
        ...environment,
        STOWAGE_ROOT: store.root,
        STOWAGE_RUN_ROOT: store.runRoot,
        [namespaceVariable]: `${process.getuid?.() ?? 0}:${callerName()}`,
      },
    },
  );
  await once(child, 'spawn');
  return child;
}

const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

async function untilInside(child: ChildProcess, holder: number): Promise<void> {
  const wanted = userNamespaceOf(holder);
  while (!hasEnded(child) && userNamespaceOf(child.pid ?? 0) !== wanted) await delay(2);
}

async function ended(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  if (!hasEnded(child)) await once(child, 'exit');
  return [child.exitCode, child.signalCode];
}

/** What the lock has made anew after the command had cleared up. */
async function removeEmpty({ paths, runRoot }: Store): Promise<void> {
  for (const path of [paths.run.locks, paths.run.netns, paths.run.network, runRoot]) {
    try {
      await rmdir(path);
    } catch (error) {
      if (!['ENOENT', 'ENOTEMPTY'].includes(errorCode(error) ?? '')) throw error;
    }
  }
}
