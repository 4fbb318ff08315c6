/*
 * Settings of a container that no spec can say, read from its inspection: what was given to it by
 * other means than Stowage. A container made from its spec would be without them.
 */
import type { Beyond } from '../../../model/index.js';
import type { Fields } from './fields.js';

type Found = readonly (string | false)[];

const beyond = (weight: Beyond['weight'], found: Found): readonly Beyond[] =>
  found.flatMap((text) => (text === false ? [] : [{ text, weight }]));

/** All of a container's settings that its completed spec has no place for. */
export function containerBeyond(container: Fields): readonly Beyond[] {
  const config = container.object('Config');
  const host = container.object('HostConfig');
  return [
    ...beyond('essential', [...rights(host), ...surroundings(config, host), ...mounts(container)]),
    ...beyond('minor', tuning(host)),
  ];
}

const isSet = (fields: Fields, name: string): boolean => {
  const value = fields.value(name);
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return typeof value === 'string' ? value !== '' : value === true;
};

/** What of a list of members is set, in words of its own. */
const whichAreSet = (
  fields: Fields,
  words: Readonly<Record<string, string>>,
): readonly (string | false)[] =>
  Object.entries(words).map(([name, text]) => isSet(fields, name) && text);

const knownSecurity = /^(?:no-new-privileges(?:[:=]true)?$|(?:seccomp|apparmor|label)[:=])/;

const rights = (host: Fields): Found =>
  host
    .texts('SecurityOpt')
    .filter((option) => !knownSecurity.test(option))
    .map((option) => `security option ${option.split(/[:=]/)[0] ?? ''}`);

function surroundings(config: Fields, host: Fields): Found {
  const ports = host.listMap('PortBindings', (one) => one.textOr('HostPort', ''));
  const chosen = Object.values(ports).some((all) => all.some((port) => Number(port) === 0));
  return [
    ...whichAreSet(host, {
      AutoRemove: 'it is removed when it ends (`--rm`)',
      PublishAllPorts: 'all of its ports published (`-P`)',
      Links: 'links to other containers',
    }),
    ...whichAreSet(config, { NetworkDisabled: 'no network stack' }),
    chosen && 'a port of the host that the engine chooses',
    'com.docker.swarm.service.id' in config.textMap('Labels') && 'it is a task of a Swarm service',
  ];
}

function mounts(container: Fields): Found {
  const known = ['volume', 'bind', 'tmpfs'];
  const types = container.objects('Mounts').map((mount) => mount.text('Type'));
  const others = types.filter((type) => !known.includes(type));
  return [...new Set(others)].map((type) => `a mount of type ${type}`);
}

/** Options of file systems in memory that are no words of `mount`, or a share of the memory. */
const tuning = (host: Fields): Found =>
  Object.entries(host.textMap('Tmpfs')).map(
    ([target, options]) =>
      options
        .split(',')
        .some((option) => !/^(?:|(?!size=)[a-z_]+(?:=[\w.:%-]+)?|size=\d+[kmg]?)$/i.test(option)) &&
      `options of the file system in memory at ${target}`,
  );
