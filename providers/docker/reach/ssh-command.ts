/*
 * What ssh is told: the options of every connection, those of the one that others share, and the
 * command on the other host, which passes its input and output on to the engine there.
 */
import { spawn, type ChildProcessWithoutNullStreams, type SpawnOptions } from 'node:child_process';
import type { LoginAddress } from '../../../model/index.js';
import type { Environment } from './target.js';

/** The variable with what is run for `ssh`, as a shell reads it, such as `ssh -F config -J bastion`. */
export const sshVariable = 'STOWAGE_SSH_COMMAND';

/** Seconds in which a host has to be reached, and in which its silence is noticed. */
const connectTimeout = 15;
const aliveInterval = 15;
const aliveCount = 3;

/** Seconds that a shared connection outlives its last user by, where that was killed. */
const persist = 15;

/** A word as the shell of the other host takes it. */
export const quoteWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * The command that reaches the engine from its host. Where no socket is said it is exactly the one that
 * Docker's own client runs, so that hosts which let nothing else be run let it be run.
 */
export function remoteCommand({ socketPath }: LoginAddress, family: 'docker' | 'podman'): string {
  const where = socketPath === undefined ? [] : [`unix://${socketPath}`];
  const option = family === 'docker' ? '--host' : '--url';
  const words = [family, ...where.flatMap((url) => [option, url]), 'system', 'dial-stdio'];
  return words.map(quoteWord).join(' ');
}

/** Whom to log in as, where, with which key; the host comes last. */
function whereTo({ user, host, port }: LoginAddress, identity: string | undefined): string[] {
  return [
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(identity === undefined ? [] : ['-i', identity]),
    '--',
    host,
  ];
}

const options = (given: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(given).flatMap(([name, value]) => ['-o', `${name}=${value}`]);

/** What holds for every connection, whatever the user's own settings are for. */
const always = {
  ConnectTimeout: connectTimeout,
  ServerAliveInterval: aliveInterval,
  ServerAliveCountMax: aliveCount,
  ClearAllForwardings: 'yes',
  PermitLocalCommand: 'no',
};

/** ssh towards one host. */
export interface Ssh {
  readonly address: LoginAddress;
  readonly identity: string | undefined;
  readonly environment: Environment;
}

/** Whether the user's own settings share a connection that is there now. */
export const checkShared = ({ address, identity }: Ssh): string[] => [
  '-O',
  'check',
  ...whereTo(address, identity),
];

/** Logs in, leaves the connection in the background for others to share, and ends. */
export const share = ({ address, identity }: Ssh, path: string, asks: boolean): string[] => [
  '-fNT',
  ...options({
    ...always,
    BatchMode: asks ? 'no' : 'yes',
    ControlMaster: 'yes',
    ControlPath: path,
    ControlPersist: persist,
  }),
  ...whereTo(address, identity),
];

export const endShared = ({ address, identity }: Ssh, path: string): string[] => [
  ...options({ ControlPath: path }),
  '-O',
  'exit',
  ...whereTo(address, identity),
];

/** Runs a command on the host. @param path of the shared connection; absent for the user's own settings */
export const session = (
  { address, identity }: Ssh,
  path: string | undefined,
  command: string,
): string[] => [
  '-T',
  ...options({
    ...always,
    BatchMode: 'yes',
    ...(path === undefined ? {} : { ControlMaster: 'no', ControlPath: path }),
  }),
  ...whereTo(address, identity),
  command,
];

/** Program and arguments; one that the user gave is read by the shell, as Git reads its own. */
export function sshProgram(
  { environment }: Pick<Ssh, 'environment'>,
  args: readonly string[],
): readonly [program: string, args: readonly string[]] {
  const given = environment[sshVariable] ?? '';
  return given === '' ? ['ssh', args] : ['sh', ['-c', `${given} "$@"`, 'ssh', ...args]];
}

/** Starts ssh; it is not in the terminal's group where it is to outlive a Ctrl-C. */
export function startSsh(
  ssh: Pick<Ssh, 'environment'>,
  args: readonly string[],
  more: Pick<SpawnOptions, 'detached'> = {},
): ChildProcessWithoutNullStreams {
  const [program, words] = sshProgram(ssh, args);
  return spawn(program, words, { ...more, stdio: ['pipe', 'pipe', 'pipe'] });
}
