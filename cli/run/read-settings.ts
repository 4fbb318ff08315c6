/* What options of `stowage run` say of a container's limits, rights and surroundings. */
import {
  containerOf,
  ofContainer,
  restartSchema,
  type ContainerSpec,
  type Restart,
} from '../../model/index.js';
import { UsageError, valueOf, type Invocation } from '../command.js';
import { readNumber, readPair, readSize, readTime } from './read-amounts.js';

type Settings = Partial<ContainerSpec>;
type Read = (option: string, given: string) => Settings;

/** Options that are given once. */
const single: Readonly<Record<string, Read>> = {
  hostname: (_, hostname) => ({ hostname }),
  memory: (option, given) => ({ memory: readSize(option, given) }),
  cpus: (option, given) => ({ cpus: readNumber(option, given) }),
  'pids-limit': (option, given) => ({ pids: readNumber(option, given) }),
  'shm-size': (option, given) => ({ shm_size: readSize(option, given) }),
  'stop-signal': (_, given) => ({ stop_signal: given }),
  'stop-timeout': (option, given) => ({ stop_timeout: readTime(option, given) }),
  restart: (_, given) => ({ restart: readRestart(given) }),
  pid: (option, given) => ({ pid: readNamespace(option, given, ['private', 'host']) }),
  ipc: (option, given) => ({
    ipc: readNamespace(option, given, ['private', 'shareable', 'host', 'none']),
  }),
};

type Several = Readonly<Record<string, (option: string, given: readonly string[]) => Settings>>;

/** Options that may be given several times. */
const several: Several = {
  label: (_, given) => ({ labels: Object.fromEntries(given.map(readLabel)) }),
  'add-host': (_, given) => ({ hosts: Object.fromEntries(given.map(readHost)) }),
  dns: (_, dns) => ({ dns }),
  tmpfs: (_, given) => ({ tmpfs: Object.fromEntries(given.map(readTmpfs)) }),
  ulimit: (option, given) => ({
    ulimits: Object.fromEntries(given.map((one) => readUlimit(option, one))),
  }),
  sysctl: (option, given) => ({
    sysctls: Object.fromEntries(given.map((one) => readPair(option, one, 'NAME=VALUE'))),
  }),
  'cap-add': (_, given) => ({ cap_add: given.map(readCapability) }),
  'cap-drop': (_, given) => ({ cap_drop: given.map(readCapability) }),
  'group-add': (_, group_add) => ({ group_add }),
  device: (_, given) => ({ devices: given.map(readDevice) }),
};

const switched: Readonly<Record<string, Settings>> = {
  init: { init: true },
  privileged: { privileged: true },
  'read-only': { read_only: true },
};

/**
 * What the options say, and nothing of what they do not speak of.
 * @throws UsageError
 */
export function readSettings(invocation: Invocation): Settings {
  const { switches, values } = invocation;
  const parts = [
    ...Object.entries(single).map(([option, read]): Settings => {
      const given = valueOf(invocation, option);
      return given === undefined ? {} : read(option, given);
    }),
    ...Object.entries(several).map(([option, read]): Settings => {
      const given = values[option];
      return given === undefined ? {} : read(option, given);
    }),
    ...Object.entries(switched).map(([option, settings]) => (switches.has(option) ? settings : {})),
  ];
  return parts.reduce<Settings>((all, part) => ({ ...all, ...part }), {});
}

function oneOf<const T extends string>(option: string, given: string, all: readonly T[]): T {
  const found = all.find((one) => one === given);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} takes ${all.join(', ')}, not ${given}`);
}

/** A namespace of one of these sorts, or that of another container. */
function readNamespace<const T extends string>(
  option: string,
  given: string,
  all: readonly T[],
): T | `container:${string}` {
  const shared = containerOf(given);
  if (shared !== undefined && shared !== '') return ofContainer(shared);
  const found = all.find((one) => one === given);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} takes ${all.join(', ')} or container:NAME, not ${given}`);
}

function readRestart(given: string): Restart {
  const [name = '', retries, ...rest] = given.split(':');
  const policy = oneOf('restart', name, restartSchema.properties.policy.enum);
  if (retries === undefined) return { policy };
  if (policy !== 'on-failure' || !/^[1-9]\d{0,8}$/.test(retries) || rest.length > 0) {
    throw new UsageError(`--restart takes on-failure:COUNT, not ${given}`);
  }
  return { policy, max_retries: Number(retries) };
}

/** As docker does: a label without a value is an empty one. */
function readLabel(given: string): readonly [string, string] {
  const equals = given.indexOf('=');
  if (equals === 0 || given === '') throw new UsageError('--label takes NAME=VALUE');
  if (given.startsWith('stowage.')) {
    throw new UsageError('labels that begin with stowage. are those of stacks');
  }
  return equals < 0 ? [given, ''] : [given.slice(0, equals), given.slice(equals + 1)];
}

/** Addresses have colons of their own, names have none. */
function readHost(given: string): readonly [string, string] {
  const [, name, address] = /^([^:=]+)[:=](.+)$/.exec(given) ?? [];
  if (name === undefined || address === undefined) {
    throw new UsageError(`--add-host takes NAME:ADDRESS, not ${given}`);
  }
  return [name, address.replace(/^\[(.*)\]$/, '$1')];
}

type Tmpfs = NonNullable<ContainerSpec['tmpfs']>[string];

function readTmpfs(given: string): readonly [string, Tmpfs] {
  const [path = '', written = ''] = given.split(/:(.*)/s);
  const all = written === '' ? [] : written.split(',');
  const valueAt = (name: string): string | undefined =>
    all.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  const [size, mode] = [valueAt('size'), valueAt('mode')];
  const options = all.filter((one) => !/^(?:size|mode)=/.test(one));
  return [
    path,
    {
      ...(size !== undefined && { size: readSize('tmpfs', size) }),
      ...(mode !== undefined && { mode }),
      ...(options.length > 0 && { options }),
    },
  ];
}

function readUlimit(
  option: string,
  given: string,
): readonly [string, { readonly soft: number; readonly hard: number }] {
  const form = 'NAME=SOFT[:HARD]';
  const [name, limits] = readPair(option, given, form);
  const [soft = '', hard = soft, ...rest] = limits.split(':');
  if (rest.length > 0) throw new UsageError(`--${option} takes ${form}, not ${given}`);
  return [name, { soft: readNumber(option, soft), hard: readNumber(option, hard) }];
}

const readCapability = (given: string): string => given.toUpperCase().replace(/^CAP_/, '');

function readDevice(given: string): NonNullable<ContainerSpec['devices']>[number] {
  const [host = '', second, third, ...rest] = given.split(':');
  if (rest.length > 0) {
    throw new UsageError(`--device takes PATH[:PATH][:rwm], not ${given}`);
  }
  const isPath = second?.startsWith('/') ?? false;
  const container = isPath ? second : undefined;
  const permissions = isPath ? third : (second ?? third);
  return {
    host,
    ...(container !== undefined && { container }),
    ...(permissions !== undefined && { permissions }),
  };
}
