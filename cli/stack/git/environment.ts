/*
 * The environment and the settings that git is started with. Of the user's own configuration only
 * what says who they are and how the network is reached is taken over: credentials, proxies,
 * certificates, rewritten addresses. Hooks, templates, filters, remote helpers and the questions that
 * git would ask are off, whatever any file says.
 */
import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of git that are the user's way in, and change nothing of what is run besides. */
const keptVariables = new Set(['GIT_ASKPASS', 'GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_SSL_CAINFO']);

const keptSettings: readonly RegExp[] = [
  /^credential\./,
  /^http\./,
  /^url\..*\.insteadof$/,
  /^core\.sshcommand$/,
  /^ssh\.variant$/,
  /^safe\.directory$/,
];

/** Settings for every call. They stand on the command line, which wins over all files. */
export const settings: readonly string[] = [
  `core.hooksPath=${devNull}`,
  'core.fsmonitor=false',
  'core.protectHFS=true',
  'core.protectNTFS=true',
  'credential.interactive=never',
  'fetch.fsckObjects=true',
  'fetch.recurseSubmodules=false',
  'fetch.writeCommitGraph=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.version=2',
  'submodule.recurse=false',
  'transfer.bundleURI=false',
];

/** The environment for calls that speak only the given protocols. */
export function gitEnvironment(
  environment: Environment,
  protocols: readonly string[],
): Environment {
  const kept = withoutGit(environment);
  const user = userSettings(environment);
  return {
    ...kept,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_SYSTEM: devNull,
    GIT_CONFIG_COUNT: String(user.length),
    ...Object.fromEntries(
      user.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
    GIT_ALLOW_PROTOCOL: protocols.join(':'),
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: environment['GIT_ASKPASS'] ?? '',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    SSH_ASKPASS_REQUIRE: 'never',
    ...sshCommand(environment, user),
  };
}

/** Everything but git's own variables and secrets of stacks. */
function withoutGit(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) =>
        keptVariables.has(name) ||
        (!name.startsWith('GIT_') && !name.startsWith('STOWAGE_') && name !== 'SSH_ASKPASS'),
    ),
  );
}

/** Without a command of the user's own, ssh must not stop to ask for a password or an unknown host. */
function sshCommand(
  environment: Environment,
  user: readonly (readonly [string, string])[],
): Environment {
  const own =
    environment['GIT_SSH_COMMAND'] !== undefined ||
    environment['GIT_SSH'] !== undefined ||
    user.some(([key]) => key === 'core.sshcommand');
  return own ? {} : { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' };
}

/** The user's settings that are taken over, in the order in which git reads them. */
function userSettings(environment: Environment): readonly (readonly [string, string])[] {
  // From the root, so that no repository's own settings are among them.
  const { stdout } = spawnSync('git', ['config', '--includes', '--null', '--list'], {
    cwd: '/',
    env: {
      ...withoutGit(environment),
      GIT_CEILING_DIRECTORIES: '/',
      ...pick(environment, 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 10_000,
    maxBuffer: 4 * 1024 * 1024,
  });
  if (!Buffer.isBuffer(stdout)) return []; // git itself is missing, which the first call says
  return stdout
    .toString('utf8')
    .split('\0')
    .flatMap((entry): (readonly [string, string])[] => {
      const [, key = '', value = 'true'] = /^([^\n]*)(?:\n([\s\S]*))?$/.exec(entry) ?? [];
      return keptSettings.some((pattern) => pattern.test(key.toLowerCase())) ? [[key, value]] : [];
    });
}

function pick(environment: Environment, ...names: readonly string[]): Environment {
  return Object.fromEntries(
    names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
