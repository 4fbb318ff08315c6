/*
 * A unit of systemd that keeps the agent of a store: it begins with the machine, or with the user's session,
 * and is begun again when it is killed. Commands that need an agent start it by this unit where there is one.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { RuntimeError } from '../errors.js';
import { findExecutable } from '../parts/index.js';
import { run, runChecked, CommandFailed } from '../process/index.js';
import { defaultRoot, writeFileAtomic, type Store } from '../store/index.js';

/** Whose systemd: that of the machine, or one user's. */
export type Manager = 'system' | 'user';

type Place = Pick<Store, 'root' | 'runRoot'>;

/** Name of the unit for a store. */
export function unitName({ root }: Pick<Place, 'root'>): string {
  if (root === defaultRoot) return 'stowage-agent.service';
  return `stowage-agent-${createHash('sha256').update(root).digest('hex').slice(0, 12)}.service`;
}

/** Path of the unit's file, there or not. */
export function unitPath(place: Pick<Place, 'root'>, manager: Manager): string {
  const own = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const directory = manager === 'system' ? '/etc/systemd/system' : join(own, 'systemd/user');
  return join(directory, unitName(place));
}

/** The unit's file, by systemd.unit(5), systemd.service(5) and systemd.exec(5). */
export function unitText(
  { root, runRoot }: Place,
  selfCommand: readonly string[],
  manager: Manager,
): string {
  const environment = { STOWAGE_ROOT: root, STOWAGE_RUN_ROOT: runRoot };
  return [
    '[Unit]',
    `Description=Stowage agent of ${root.replaceAll('%', '%%')}`,
    ...(manager === 'system' ? ['After=network.target'] : []),
    `RequiresMountsFor=${quoted(root)}`,
    '',
    '[Service]',
    'Type=exec',
    `ExecStart=${[...selfCommand, 'agent'].map(commandWord).join(' ')}`,
    ...Object.entries(environment).map(
      ([name, value]) => `Environment=${quoted(`${name}=${value}`)}`,
    ),
    '# It ends by itself, and well, when there is nothing to watch over.',
    'Restart=on-failure',
    'RestartSec=2',
    '# Containers and their monitors stay.',
    'KillMode=process',
    'TimeoutStopSec=30',
    '',
    '[Install]',
    `WantedBy=${manager === 'system' ? 'multi-user.target' : 'default.target'}`,
    '',
  ].join('\n');
}

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;

const commandWord = (word: string): string => quoted(word).replaceAll('$', '$$$$');

/**
 * Writes the unit, starts it, and lets it start with the machine.
 * @returns path of its file
 * @throws RuntimeError `no-systemd`, `part-failed`
 */
export async function installUnit(
  place: Place,
  selfCommand: readonly string[],
  manager: Manager,
): Promise<string> {
  if (!(await isManaged(manager))) throw new RuntimeError({ kind: 'no-systemd', manager });
  const path = unitPath(place, manager);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFileAtomic(path, unitText(place, selfCommand, manager), 0o644);
  await order(manager, 'daemon-reload');
  await order(manager, 'enable', '--now', unitName(place));
  return path;
}

/**
 * Stops the unit and removes it.
 * @returns path of the file that was removed; `undefined` when there was none
 * @throws RuntimeError `part-failed`
 */
export async function uninstallUnit(place: Place, manager: Manager): Promise<string | undefined> {
  const path = unitPath(place, manager);
  if (!existsSync(path)) return undefined;
  const isRunning = await isManaged(manager);
  if (isRunning) await order(manager, 'disable', '--now', unitName(place));
  await rm(path, { force: true });
  if (isRunning) await order(manager, 'daemon-reload');
  return path;
}

/** Whose systemd has a unit for the store; the machine's first. */
export function installedUnit(place: Pick<Place, 'root'>): Manager | undefined {
  const managers = ['system', 'user'] as const;
  return managers.find((manager) => existsSync(unitPath(place, manager)));
}

/** Has systemd start the unit of a store. @returns false where it has none, or cannot */
export async function startUnit(place: Place): Promise<boolean> {
  const manager = installedUnit(place);
  if (manager === undefined || !(await isManaged(manager))) return false;
  const { code } = await systemctl(manager, 'start', '--no-block', unitName(place));
  return code === 0;
}

/** Whether systemd is at work here: it says `offline` where another program began the machine. */
async function isManaged(manager: Manager): Promise<boolean> {
  if (findExecutable('systemctl') === undefined) return false;
  const { stdout } = await systemctl(manager, 'is-system-running');
  return ['running', 'degraded', 'starting', 'initializing', 'maintenance'].includes(stdout.trim());
}

const argumentsOf = (manager: Manager, words: readonly string[]): readonly string[] =>
  manager === 'user' ? ['--user', ...words] : words;

const systemctl = (manager: Manager, ...words: readonly string[]) =>
  run(findExecutable('systemctl') ?? 'systemctl', argumentsOf(manager, words), { timeout: 60_000 });

async function order(manager: Manager, ...words: readonly string[]): Promise<void> {
  const path = findExecutable('systemctl') ?? 'systemctl';
  try {
    await runChecked(path, argumentsOf(manager, words), { timeout: 60_000 });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const action = `do ${words.join(' ')}`;
    throw new RuntimeError(
      { kind: 'part-failed', part: 'systemctl', action, reason: error.message },
      error,
    );
  }
}
