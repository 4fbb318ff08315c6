/*
 * Settings of a container that no spec can say, read from its inspection: what was given to it by
 * other means than Stowage. A container made from its spec would be without them.
 */
import { formatSize, type Beyond } from '../../../model/index.js';
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
    ...beyond('minor', [...tuning(config, host), ...propagation(container)]),
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

const knownSecurity = /^(?:no-new-privileges(?:[:=]true)?|seccomp[:=]unconfined)$/;

function rights(host: Fields): Found {
  const shown = host.value('MaskedPaths');
  return [
    ...whichAreSet(host, {
      Privileged: 'privileged',
      Devices: 'devices of the host',
      DeviceRequests: 'device requests',
      DeviceCgroupRules: 'rules for devices',
      GroupAdd: 'further groups',
      Sysctls: 'sysctls',
      Ulimits: 'ulimits',
    }),
    ...host
      .texts('SecurityOpt')
      .filter((option) => !knownSecurity.test(option))
      .map((option) => `security option ${option.split(/[:=]/)[0] ?? ''}`),
    !host.flag('Privileged') &&
      Array.isArray(shown) &&
      shown.length === 0 &&
      'system paths that are not masked',
  ];
}

function namespaces(host: Fields): Found {
  const mode = (name: string): string => host.textOr(name, '');
  const network = mode('NetworkMode');
  const isShared = (text: string): boolean => text === 'host' || text.startsWith('container:');
  return [
    isShared(network) && `network mode ${network.split(':')[0] ?? ''}`,
    isShared(mode('PidMode')) && 'processes of another namespace (`--pid`)',
    isShared(mode('IpcMode')) && 'memory shared with another namespace (`--ipc`)',
    mode('UTSMode') === 'host' && 'the host name of the host (`--uts`)',
    mode('UsernsMode') === 'host' && 'users of the host (`--userns`)',
  ];
}

function surroundings(config: Fields, host: Fields): Found {
  const runtime = host.textOr('Runtime', '');
  const ports = host.listMap('PortBindings', (one) => one.textOr('HostPort', ''));
  const chosen = Object.values(ports).some((all) => all.some((port) => Number(port) === 0));
  return [
    ...whichAreSet(host, {
      AutoRemove: 'it is removed when it ends (`--rm`)',
      PublishAllPorts: 'all of its ports published (`-P`)',
      Links: 'links to other containers',
      ExtraHosts: 'further hosts',
      Dns: 'name servers of its own',
      DnsSearch: 'search domains',
      DnsOptions: 'options for name resolution',
    }),
    ...whichAreSet(config, {
      Tty: 'a terminal (`-t`)',
      OpenStdin: 'an open standard input (`-i`)',
      NetworkDisabled: 'no network stack',
    }),
    chosen && 'a port of the host that the engine chooses',
    !/^(?:|runc|io\.containerd\.runc\.v2)$/.test(runtime) && `runtime ${runtime}`,
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

/** Bytes that Docker gives every container as shared memory. */
const usualSharedMemory = 64 * 2 ** 20;

function tuning(config: Fields, host: Fields): Found {
  const number = (name: string): number => host.numberOr(name, 0);
  const [memory, swap] = [number('Memory'), number('MemorySwap')];
  const log = host.objectOr('LogConfig');
  const logs = log?.textOr('Type', '') ?? '';
  const shared = number('ShmSize');
  return [
    memory > 0 && swap !== memory && swap !== 0 && 'swap beyond its memory',
    number('MemoryReservation') > 0 &&
      `a reservation of ${formatSize(number('MemoryReservation'))} of memory`,
    number('CpuShares') > 0 && 'a share of the processors (`--cpu-shares`)',
    number('CpuQuota') > 0 && 'a quota of the processors (`--cpu-quota`)',
    number('BlkioWeight') > 0 && 'a weight of block devices',
    number('OomScoreAdj') !== 0 && 'another score for when memory runs out',
    shared !== 0 && shared !== usualSharedMemory && `${formatSize(shared)} of shared memory`,
    ((logs !== '' && logs !== 'json-file') || (log !== undefined && isSet(log, 'Config'))) &&
      `settings of its log (${logs})`,
    ...whichAreSet(host, {
      CpusetCpus: 'processors of its own (`--cpuset-cpus`)',
      CpusetMems: 'memory nodes of its own',
      OomKillDisable: 'it is not killed when memory runs out',
      CgroupParent: 'another parent cgroup',
      StorageOpt: 'options of its storage',
    }),
    ...whichAreSet(config, { Domainname: 'a domain name' }),
    ...Object.entries(host.textMap('Tmpfs')).map(
      ([target, options]) =>
        options
          .split(',')
          .some((option) => !/^(?:|rw|size=\d+[kmg]?|mode=[0-7]+)$/i.test(option)) &&
        `options of the file system in memory at ${target}`,
    ),
  ];
}
