/*
 * What the options of `stowage run` say of a container, as a specification. They are docker's, by name and form; what
 * each may be is said by the schema of containers.
 */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { containerOf, ofContainer, type ContainerSpec, type Mount } from '../../model/index.js';
import { UsageError, valueOf, type CommandContext, type Invocation } from '../command.js';
import { readEnvironment } from './read-environment.js';
import { readPorts } from './read-ports.js';
import { readSettings } from './read-settings.js';

/** @throws UsageError */
export function readOneOff(
  invocation: Invocation,
  context: Pick<CommandContext, 'environment' | 'directory'>,
): ContainerSpec {
  const [image = '', ...command] = invocation.arguments;
  const { switches, values } = invocation;
  const all = (name: string): readonly string[] => values[name] ?? [];
  const [entrypoint, user, workdir] = ['entrypoint', 'user', 'workdir'].map((name) =>
    valueOf(invocation, name),
  );
  const spec: ContainerSpec = {
    name: valueOf(invocation, 'name') ?? freshName(image),
    image,
    ...(command.length > 0 && { command }),
    ...(entrypoint !== undefined && { entrypoint: entrypoint === '' ? [] : [entrypoint] }),
    env: readEnvironment(all('env-file'), all('env'), context),
    mounts: all('volume').map((given) => readMount(given, context.directory)),
    ports: all('publish').flatMap(readPorts),
    ...readNetworks(all('network')),
    ...(user !== undefined && { user }),
    ...(workdir !== undefined && { workdir }),
    ...readSettings(invocation),
    ...(switches.has('interactive') && { stdin_open: true }),
    ...(switches.has('tty') && { tty: true }),
  };
  refuseBesideShared(spec);
  return spec;
}

/** A name that says what runs there: the image's own and a few characters by chance. */
function freshName(image: string): string {
  const own = image
    .replace(/@.*$/, '')
    .replace(/^.*\//, '')
    .replace(/:.*$/, '')
    .replace(/[^A-Za-z0-9_.-]/g, '');
  const isName = /^[A-Za-z0-9]/.test(own) && own !== 'sha256';
  return `${isName ? own : 'container'}-${randomBytes(4).toString('hex')}`;
}

const mountForm = '--volume takes SOURCE:TARGET, with :ro after it to refuse writing';

/** A path of the host begins with a slash or a dot; anything else is the name of a volume. */
function readMount(given: string, directory: string): Mount {
  const [source = '', target = '', options = '', ...rest] = given.split(':');
  if (source === '' || !target.startsWith('/') || rest.length > 0) {
    throw new UsageError(`${mountForm}, not ${given}`);
  }
  if (options !== '' && options !== 'ro' && options !== 'rw') {
    throw new UsageError(`${mountForm}, and has no ${options}`);
  }
  const isPath = /^[./]/.test(source);
  return {
    type: isPath ? 'bind' : 'volume',
    source: isPath ? resolve(directory, source) : source,
    target,
    ...(options === 'ro' && { read_only: true }),
  };
}

/** What is no name of a network: another container is `container:NAME`. */
function modeOf(text: string): readonly NonNullable<ContainerSpec['network_mode']>[] {
  const shared = containerOf(text);
  if (shared !== undefined) return [ofContainer(shared)];
  return text === 'host' || text === 'none' ? [text] : [];
}

/** What belongs to a network of its own, by option; docker refuses it in that of another container. */
const ofOwnNetwork = {
  publish: ({ ports = [] }: ContainerSpec) => ports.length > 0,
  hostname: ({ hostname }: ContainerSpec) => hostname !== undefined,
  dns: ({ dns = [] }: ContainerSpec) => dns.length > 0,
  'add-host': ({ hosts = {} }: ContainerSpec) => Object.keys(hosts).length > 0,
} as const;

/** Who is in the network of another container has its ports, names and name servers. */
function refuseBesideShared(spec: ContainerSpec): void {
  const shared = containerOf(spec.network_mode);
  if (shared === undefined) return;
  const [option] = Object.entries(ofOwnNetwork).find(([, isSaid]) => isSaid(spec)) ?? [];
  if (option === undefined) return;
  const what =
    option === 'publish' ? 'publishes its own ports' : 'has its own, which count for both';
  throw new UsageError(`--${option} stands beside networks; container ${shared} ${what}`);
}

/** Neither names nor a mode where none is given. */
function readNetworks(given: readonly string[]): Pick<ContainerSpec, 'networks' | 'network_mode'> {
  const mode = given.flatMap(modeOf)[0];
  if (mode === undefined) {
    return given.length === 0
      ? {}
      : { networks: Object.fromEntries(given.map((name) => [name, {}])) };
  }
  if (given.length > 1) throw new UsageError(`--network ${mode} stands alone`);
  return { network_mode: mode };
}
