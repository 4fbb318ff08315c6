/*
 * How ssh, or the command on the other host, failed, and what to do about it. ssh tells its causes in
 * words alone, so the table is by what it writes; the first line that fits wins.
 */
import type { LoginAddress } from '../../../model/index.js';
import type { ProgramEnd } from './process-socket.js';

/** A connection that was never made: nothing can have been asked over it. */
export const notLoggedIn = 'SSH_NOT_LOGGED_IN';
/** One that ended, whatever may have been asked over it. */
export const sshEnded = 'SSH_ENDED';

export class SshFailure extends Error {
  readonly code: typeof notLoggedIn | typeof sshEnded;
  /** What it wrote. */
  readonly lines: readonly string[];
  readonly hint: string | undefined;

  constructor(code: SshFailure['code'], end: ProgramEnd, address: LoginAddress) {
    super(reasonOf(end), { cause: end.cause });
    this.code = code;
    this.lines = end.lines.filter((line) => !isNoise.test(line));
    this.hint = hintFor(end, address);
  }
}

/** What ssh says where a host lets no more share one connection, before it makes another. */
const isNoise = /^mux_client_request_session: |^ControlSocket .* already exists/;

function reasonOf({ code, cause }: ProgramEnd): string {
  if (cause) return `ssh cannot be run: ${cause.message}`;
  return code === null ? 'ssh was ended' : `ssh ended with exit code ${code}`;
}

type Hint = (login: string, address: LoginAddress) => string;

const hints: readonly (readonly [RegExp, Hint])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    (login) =>
      `The host shows another key than it did before. If that is meant, \`ssh-keygen -R\` forgets the old one; then log in once with \`ssh ${login}\`.`,
  ],
  [
    /Host key verification failed/,
    (login) =>
      `The key of the host is not known. Log in once with \`ssh ${login}\`, and compare and accept it.`,
  ],
  [
    /Permission denied \(|Too many authentication failures/,
    (login) =>
      `\`ssh ${login}\` has to log in without a question: is the key in the agent (\`ssh-add -l\`), and among those that the host accepts?`,
  ],
  [/Could not resolve hostname/, () => 'Is the name of the host right?'],
  [
    /Connection refused|timed out|No route to host|Network is unreachable/,
    () => 'Is the host up, and is that the port on which it is logged in to?',
  ],
  [
    /command not found|: not found|No such file or directory.*docker|not recognized/i,
    (_login, { host }) =>
      `Who logs in finds no such command there; it comes with Docker. A Podman is named by its socket: \`ssh://${host}/run/podman/podman.sock\`.`,
  ],
  [
    /permission denied/i,
    (_login, { user }) =>
      `${user ?? 'Who logs in'} may not use the engine there: join the group \`docker\` of that host (\`usermod -aG docker ${user ?? 'USER'}\`), or log in as somebody who may.`,
  ],
  [
    /podman/i,
    () =>
      'Is its service running there (`systemctl start podman.socket`, with `--user` for one’s own)?',
  ],
  [
    /dial unix|Cannot connect to the Docker daemon/i,
    () => 'Is the engine running there (`systemctl start docker`)?',
  ],
  [/is not a docker command|unknown command/i, () => 'Its Docker is too old: 20.10 is needed.'],
];

function hintFor({ lines, cause }: ProgramEnd, address: LoginAddress): string | undefined {
  if (cause) {
    return 'Engines of other hosts are reached by OpenSSH: install `openssh-client`, or correct STOWAGE_SSH_COMMAND.';
  }
  const text = lines.join('\n');
  const { user, host, port } = address;
  const at = port === undefined ? '' : `-p ${port} `;
  const login = `${at}${user === undefined ? '' : `${user}@`}${host}`;
  return hints.find(([form]) => form.test(text))?.[1](login, address);
}
