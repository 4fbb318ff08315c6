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
    ...beyond('essential', [
      ...rights(host),
      ...namespaces(host),
      ...surroundings(config, host),
      ...mounts(container, host),
    ]),
    ...beyond('minor', [...tuning(host), ...propagation(container)]),
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

function namespaces(host: Fields): Found {
  const shares = (name: string): boolean => host.textOr(name, '').startsWith('container:');
  return [
    shares('NetworkMode') && 'the network of another container',
    shares('PidMode') && 'processes of another container (`--pid`)',
    shares('IpcMode') && 'memory shared with another container (`--ipc`)',
  ];
}

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

function mounts(container: Fields, host: Fields): Found {
  const others = container
    .objects('Mounts')
    .map((mount) => mount.text('Type'))
    .filter((type) => type !== 'volume' && type !== 'bind');
  const isPart = (mount: Fields): boolean =>
    (mount.objectOr('VolumeOptions')?.textOr('Subpath', '') ?? '') !== '';
  return [...new Set(others)]
    .map((type): string | false => `a mount of type ${type}`)
    .concat(host.objects('Mounts').some(isPart) && 'a part of a volume');
}

/** Binds into which mounts of the host spread, or out of which those of the container do. */
const propagation = (container: Fields): Found =>
  container
    .objects('Mounts')
    .map(
      (mount) =>
        !/^(?:|r?private)$/.test(mount.textOr('Propagation', '')) &&
        `the propagation of the mount at ${mount.textOr('Destination', '')}`,
    );

const tuning = (host: Fields): Found =>
  Object.entries(host.textMap('Tmpfs')).map(
    ([target, options]) =>
      options.split(',').some((option) => !/^(?:|rw|size=\d+[kmg]?|mode=[0-7]+)$/i.test(option)) &&
      `options of the file system in memory at ${target}`,
  );
