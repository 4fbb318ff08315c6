/*
 * Starts an agent where one is needed and none runs: by systemd where it has a unit for this store, else as a
 * process of its own, which belongs to no session and no control group of the caller.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { leaveCallersGroup } from '../containers/index.js';
import { partsSearchPath } from '../parts/index.js';
import { ifPresent, storeEnvironment, type Store } from '../store/index.js';
import { isNeeded, readCharges } from './charges.js';
import { agentPlaces } from './places.js';
import { readPost, rouse } from './post.js';
import { installedUnit, startUnit } from './unit.js';
import { isOlder } from './versions.js';

export interface AgentCommand {
  /** The command of Stowage. */
  readonly selfCommand: readonly string[];
  readonly version: string;
}

/** Whether agents may be started by commands: not with `STOWAGE_AGENT=off`. */
export function mayStartAgents(): boolean {
  return process.env['STOWAGE_AGENT'] !== 'off';
}

/** Makes sure that somebody watches over what has to be watched over. */
export async function ensureAgent(store: Store, command: AgentCommand): Promise<void> {
  if (!mayStartAgents()) return;
  const holder = await readPost(store);
  const isOutdated = typeof holder === 'object' && isOlder(holder.version, command.version);
  if (holder !== undefined && !isOutdated) {
    // It may not have seen yet what this command has met with.
    rouse(holder);
    return;
  }
  // A newer one takes the post from an older one.
  const manner = installedUnit(store) === undefined ? 'background' : 'foreground';
  if (isNeeded(await readCharges(store), manner)) await startAgent(store, command);
}

/** Bytes of a log with which a new one is begun. */
const longLog = 1 << 18;

async function startAgent(store: Store, { selfCommand }: AgentCommand): Promise<void> {
  if (await startUnit(store)) return;
  const { directory, log } = agentPlaces(store);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const length = (await ifPresent(stat(log)))?.size ?? 0;
  if (length > longLog) await rename(log, `${log}.1`);
  const output = await ifPresent(open(log, 'a', 0o600));
  // The last container was removed at this moment, and the places with it.
  if (output === undefined) return;
  try {
    const [program = process.execPath, ...words] = selfCommand;
    const child = spawn(program, [...words, 'agent', '--background'], {
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
      cwd: '/',
      env: { PATH: partsSearchPath(), ...storeEnvironment(store) },
    });
    await once(child, 'spawn');
    if (child.pid !== undefined) leaveCallersGroup(child.pid);
    child.unref();
  } finally {
    await output.close();
  }
}
