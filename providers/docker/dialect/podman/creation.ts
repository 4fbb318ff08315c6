/*
 * What a container that somebody else has made was asked for and Podman's report of it does not tell: it
 * keeps the command line by which it was made. What a spec can say of that is read as attributes; of the
 * rest it is told that it was there.
 */
import type { Beyond, ContainerSpec } from '../../../../model/index.js';
import type { Creation } from '../../client/container-inspection.js';
import type { Fields } from '../../client/fields.js';
import { optionsOf, type Option } from './command-line.js';

/** Options whose effect the report tells, and those that have none on what the container is. */
const told = new Set(
  (
    'a attach add-host arch authfile blkio-weight blkio-weight-device c cert-dir cgroup-parent cidfile ' +
    'conmon-pidfile cpu-period cpu-quota cpu-shares cpus cpuset-cpus cpuset-mems creds decryption-key detach ' +
    'detach-keys device-read-bps device-read-iops device-write-bps device-write-iops disable-content-trust ' +
    'dns dns-opt dns-option dns-search e entrypoint env env-file env-host env-merge expose group-add h ' +
    'health-cmd health-interval health-retries health-start-period health-timeout hostname http-proxy init ' +
    'interactive l label label-file m memory memory-reservation memory-swap name network-alias ' +
    'no-healthcheck oom-kill-disable oom-score-adj os p pid pidfile pids-limit platform privileged publish ' +
    'publish-all pull quiet read-only replace restart retry retry-delay rm rmi runtime shm-size sig-proxy ' +
    'signature-policy stop-signal stop-timeout tls-verify tmpfs tty u unsetenv unsetenv-all user variant ' +
    'volumes-from w workdir'
  ).split(' '),
);

/** Without these a container would be another one. */
const essential = new Set(
  (
    'chrootdirs gidmap init-ctr pod pod-id-file rdt-class requires rootfs secret subgidname subuidname systemd ' +
    'timeout uidmap userns'
  ).split(' '),
);

/** An attribute that an option gives; undefined where no spec can say it. */
type Reading = (value: string) => Partial<ContainerSpec> | undefined;

const commas = (value: string): readonly string[] => value.split(',').filter(Boolean);

const pair = (value: string): readonly [string, string] => {
  const at = value.indexOf('=');
  return at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
};

const oneOf =
  <T extends string>(words: readonly T[], give: (word: T) => Partial<ContainerSpec>): Reading =>
  (value) => {
    const word = words.find((one) => one === value);
    return word === undefined ? undefined : give(word);
  };

const readings: Readonly<Record<string, Reading>> = {
  'cap-add': (value) => ({ cap_add: commas(value) }),
  'cap-drop': (value) => ({ cap_drop: commas(value) }),
  cgroups: oneOf(['enabled'], () => ({})),
  cgroupns: oneOf(['host', 'private'], (cgroupns) => ({ cgroupns })),
  device: deviceOf,
  'device-cgroup-rule': (value) => ({ device_cgroup_rules: [value] }),
  ip: (ipv4) => ({ networks: { '': { ipv4 } } }),
  ip6: (ipv6) => ({ networks: { '': { ipv6 } } }),
  ipc: (value) =>
    value.startsWith('container:')
      ? {}
      : oneOf(['host', 'none', 'private', 'shareable'], (ipc) => ({ ipc }))(value),
  'log-driver': (driver) => ({ log: { driver } }),
  'log-opt': (value) => ({ log: { driver: '', options: Object.fromEntries([pair(value)]) } }),
  'mac-address': (mac) => ({ networks: { '': { mac } } }),
  'memory-swappiness': (value) => ({ memory_swappiness: Number(value) }),
  net: networkOf,
  network: networkOf,
  passwd: oneOf(['true'], () => ({})),
  'read-only-tmpfs': oneOf(['true'], () => ({})),
  'security-opt': (value) => (/^(?:un)?mask=|^proc-opts=/.test(value) ? undefined : {}),
  sysctl: (value) => ({ sysctls: Object.fromEntries([pair(value)]) }),
  ulimit: ulimitOf,
  userns: oneOf(['host'], (userns) => ({ userns })),
  uts: oneOf(['host', 'private'], (uts) => ({ uts })),
  volume: (value) => (isPlainMount(value.split(':')[2] ?? '') ? {} : undefined),
  mount: (value) => (isPlainMount(value) ? {} : undefined),
};

function deviceOf(value: string): Partial<ContainerSpec> | undefined {
  const [host = '', second = '', third] = value.split(':');
  if (!host.startsWith('/')) return undefined;
  const isPath = second.startsWith('/');
  const permissions = third ?? (isPath ? '' : second);
  return {
    devices: [
      { host, ...(isPath && { container: second }), ...(permissions !== '' && { permissions }) },
    ],
  };
}

function ulimitOf(value: string): Partial<ContainerSpec> | undefined {
  const [name, limits] = pair(value);
  const [soft = NaN, hard = soft] = limits.split(':').map(Number);
  if (!Number.isInteger(soft) || !Number.isInteger(hard)) return undefined;
  return { ulimits: { [name]: { soft, hard } } };
}

/** `name:ip=…,mac=…`; what else may stand there the report tells, but for names of interfaces. */
function networkOf(value: string): Partial<ContainerSpec> | undefined {
  const colon = value.indexOf(':');
  const name = colon < 0 ? value : value.slice(0, colon);
  const options = colon < 0 ? [] : commas(value.slice(colon + 1)).map(pair);
  // The report tells whose network it is.
  if (name === 'container') return {};
  if (/^(?:ns|pasta|slirp4netns)$/.test(name)) return undefined;
  const valueOf = (wanted: string): string | undefined =>
    options.find(([option]) => option === wanted)?.[1];
  if (valueOf('interface_name') !== undefined) return undefined;
  const addresses = (valueOf('ip') ?? '').split(',').filter(Boolean);
  const ipv4 = addresses.find((address) => !address.includes(':'));
  const ipv6 = valueOf('ip6') ?? addresses.find((address) => address.includes(':'));
  const mac = valueOf('mac');
  const endpoint = { ...(ipv4 && { ipv4 }), ...(ipv6 && { ipv6 }), ...(mac && { mac }) };
  return Object.keys(endpoint).length === 0 ? {} : { networks: { [name]: endpoint } };
}

/** Words of a mount that the report tells, or that hold anyway. */
const plainWords =
  /^(?:|ro|rw|z|Z|rbind|r?(?:private|slave|shared)|nosuid|nodev|exec|suid|(?:type=(?:bind|volume|tmpfs)|(?:source|src|target|destination|dst|ro|readonly|rw|readwrite|bind-propagation|relabel|tmpfs-size|tmpfs-mode)(?:=.*)?))$/;
const isPlainMount = (words: string): boolean =>
  words.split(',').every((word) => plainWords.test(word));

/** What stands twice is put together. */
function merged(parts: readonly Partial<ContainerSpec>[]): Partial<ContainerSpec> {
  let all: Partial<ContainerSpec> = {};
  for (const part of parts) {
    const { cap_add, cap_drop, devices, device_cgroup_rules, networks, log, ...rest } = part;
    const { sysctls, ulimits, ...others } = rest;
    all = {
      ...all,
      ...others,
      ...(cap_add && { cap_add: [...(all.cap_add ?? []), ...cap_add] }),
      ...(cap_drop && { cap_drop: [...(all.cap_drop ?? []), ...cap_drop] }),
      ...(devices && { devices: [...(all.devices ?? []), ...devices] }),
      ...(device_cgroup_rules && {
        device_cgroup_rules: [...(all.device_cgroup_rules ?? []), ...device_cgroup_rules],
      }),
      ...(sysctls && { sysctls: { ...all.sysctls, ...sysctls } }),
      ...(ulimits && { ulimits: { ...all.ulimits, ...ulimits } }),
      ...(networks && { networks: mergedNetworks(all.networks ?? {}, networks) }),
      ...(log && {
        log: {
          driver: log.driver === '' ? (all.log?.driver ?? '') : log.driver,
          options: { ...all.log?.options, ...log.options },
        },
      }),
    };
  }
  return all;
}

type Networks = NonNullable<ContainerSpec['networks']>;

const mergedNetworks = (before: Networks, more: Networks): Networks => ({
  ...before,
  ...Object.fromEntries(
    Object.entries(more).map(([name, endpoint]) => [name, { ...before[name], ...endpoint }]),
  ),
});

/** Where it was made by other means than Podman's own command. */
const untold: Beyond = {
  text: 'what its engine does not tell of it, such as sysctls, ulimits and fixed addresses',
  weight: 'minor',
};

/** What `podman inspect` tells of how a container was made. */
export function parseCreation(report: Fields): Creation {
  const command = report.object('Config').texts('CreateCommand');
  const inPod = report.textOr('Pod', '') !== '' || report.flag('IsInfra');
  if (inPod) return { beyond: [{ text: 'the pod that it belongs to', weight: 'essential' }] };
  if (command.length === 0) return { beyond: [untold] };
  const read = optionsOf(command).map((option) => ({ option, asked: askedBy(option) }));
  const { log, ...others } = merged(read.flatMap(({ asked }) => asked ?? []));
  // Options of the driver that the engine has chosen are nobody's.
  const asked = { ...others, ...(log && log.driver !== '' && { log }) };
  const lost = [
    ...read.flatMap(({ option: [name], asked }) => (asked ? [] : [name])),
    ...(log && !('log' in asked) ? ['log-opt'] : []),
  ];
  return {
    asked: { cap_add: [], cap_drop: [], ...asked },
    beyond: [...new Set(lost)].map((name) => ({
      text: `\`--${name}\`, with which it was made`,
      weight: essential.has(name) || name === 'security-opt' ? 'essential' : 'minor',
    })),
  };
}

function askedBy([name, value]: Option): Partial<ContainerSpec> | undefined {
  return readings[name]?.(value) ?? (told.has(name) ? {} : undefined);
}
