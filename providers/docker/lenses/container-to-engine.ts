/*
 * The lens of containers, outwards: a completed container as the engine wants to hear it. All that
 * a container can have is said, defaults too, because what is left out the engine takes from the
 * image or from its own settings. Rules: what Docker 20.10 to 28 were measured to keep as sent.
 */
import {
  noStartPeriod,
  settingDefaults,
  type CompletedContainer,
  type CompletedEndpoint,
  type CompletedHealth,
  type LiveSettings,
} from '../../../model/index.js';
import type {
  ContainerRequest,
  EndpointRequest,
  HealthRequest,
  HostRequest,
  MountRequest,
  ResourceRequest,
} from '../client/index.js';
import { directoryFor, placeFiles } from '../files/places.js';
import { formatEnvironment } from './environment.js';
import { bindsToEngine, mountsToEngine, tmpfsToEngine } from './mounts.js';
import { configToEngine, furtherToEngine, securityToEngine } from './settings-to-engine.js';

/** A container to create, and the connections to be made before it starts. */
export interface ContainerCreation {
  readonly request: ContainerRequest;
  /** Before API 1.44 a container is created with one network at most. */
  readonly laterNetworks: readonly (readonly [network: string, endpoint: EndpointRequest])[];
}

/** Nanoseconds in a millisecond. */
const nanoseconds = 1e6;

/** @param labels all labels, the record among them */
export function containerToEngine(
  completed: CompletedContainer,
  labels: Readonly<Record<string, string>>,
): ContainerCreation {
  const [first, ...later] = Object.entries(completed.networks)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, endpoint]) => [name, endpointToEngine(endpoint)] as const);
  const ports = portsToEngine(completed.ports);
  const { bound } = placeFiles(completed, directoryFor(labels, completed.name));
  return {
    laterNetworks: later,
    request: {
      Image: completed.image,
      Labels: labels,
      ...(completed.entrypoint.length === 0 ? {} : { Entrypoint: completed.entrypoint }),
      ...(completed.command.length === 0 ? {} : { Cmd: completed.command }),
      Env: formatEnvironment(completed.env),
      User: completed.user,
      WorkingDir: completed.workdir,
      ...(completed.hostname === null ? {} : { Hostname: completed.hostname }),
      ...configToEngine(completed),
      StopSignal: completed.stop_signal,
      StopTimeout: Math.ceil(completed.stop_timeout / 1000),
      // A binding of a port that is not exposed is kept and never published.
      ExposedPorts: Object.fromEntries(Object.keys(ports).map((port) => [port, {}])),
      Healthcheck: healthToEngine(completed.health),
      HostConfig: {
        ...hostToEngine(completed),
        Mounts: [
          ...mountsToEngine(completed),
          ...bound.map(({ source, target }): MountRequest => ({
            Type: 'bind',
            Source: source,
            Target: target,
            ReadOnly: true,
          })),
        ],
        NetworkMode: completed.network_mode ?? first?.[0] ?? 'none',
        PortBindings: ports,
      },
      ...(first ? { NetworkingConfig: { EndpointsConfig: { [first[0]]: first[1] } } } : {}),
    },
  };
}

function hostToEngine(completed: CompletedContainer): Omit<HostRequest, 'NetworkMode'> {
  const { restart } = completed;
  const limits = { restart, ...limitsOf(completed) };
  const binds = bindsToEngine(completed);
  return {
    ...settingsToEngine(limits),
    ...furtherToEngine(completed),
    ...(binds.length > 0 && { Binds: binds }),
    Tmpfs: tmpfsToEngine(completed),
    ReadonlyRootfs: completed.read_only,
    CapAdd: completed.cap_add,
    CapDrop: completed.cap_drop,
    SecurityOpt: securityToEngine(completed),
    Init: completed.init,
  };
}

/** The limits that a container has. */
function limitsOf(completed: CompletedContainer): LiveSettings {
  const { memory, cpus, pids, memory_swap: swap, memory_reservation: reserved } = completed;
  const { cpu_shares: shares, cpu_period: period, cpu_quota: quota } = completed;
  const { cpuset, cpuset_mems: nodes } = completed;
  return {
    ...(memory !== null && { memory }),
    ...(swap !== undefined && { memory_swap: swap }),
    ...(reserved !== undefined && { memory_reservation: reserved }),
    ...(cpus !== null && { cpus }),
    ...(shares !== undefined && { cpu_shares: shares }),
    ...(period !== undefined && { cpu_period: period }),
    ...(quota !== undefined && { cpu_quota: quota }),
    ...(cpuset !== undefined && { cpuset }),
    ...(nodes !== undefined && { cpuset_mems: nodes }),
    ...(pids !== null && { pids }),
  };
}

/**
 * What can change on a living container. Zero means "as it is" to the engine, so most limits cannot
 * be lifted this way; `verdict` says so before.
 */
export function settingsToEngine(settings: LiveSettings): ResourceRequest {
  const { memory, memory_swap: swap, memory_reservation: reserved, restart } = settings;
  const { cpus, cpu_shares: shares, cpu_period: period, cpu_quota: quota, pids } = settings;
  const { cpuset, cpuset_mems: nodes } = settings;
  // The engine's limit is of both together, so without a word on swap none is left beyond memory.
  const both = swap ?? memory;
  return {
    ...(typeof memory === 'number' && { Memory: memory }),
    ...(typeof both === 'number' && { MemorySwap: both }),
    ...(typeof reserved === 'number' && { MemoryReservation: reserved }),
    ...(typeof cpus === 'number' && { NanoCpus: Math.round(cpus * 1e9) }),
    ...(shares !== undefined && { CpuShares: shares ?? settingDefaults.cpuShares }),
    ...(period !== undefined && { CpuPeriod: period ?? settingDefaults.cpuPeriod }),
    ...(typeof quota === 'number' && { CpuQuota: quota }),
    ...(typeof cpuset === 'string' && { CpusetCpus: cpuset }),
    ...(typeof nodes === 'string' && { CpusetMems: nodes }),
    ...(pids !== undefined && { PidsLimit: pids ?? -1 }),
    ...(restart && {
      RestartPolicy: { Name: restart.policy, MaximumRetryCount: restart.max_retries },
    }),
  };
}

export function endpointToEngine(endpoint: CompletedEndpoint): EndpointRequest {
  const { aliases, ipv4, ipv6, link_local: local, mac, gw_priority: priority } = endpoint;
  const fixed = {
    ...(ipv4 !== null && { IPv4Address: ipv4 }),
    ...(ipv6 !== undefined && { IPv6Address: ipv6 }),
    ...(local && { LinkLocalIPs: local }),
  };
  return {
    Aliases: aliases,
    ...(Object.keys(fixed).length > 0 && { IPAMConfig: fixed }),
    ...(mac !== undefined && { MacAddress: mac }),
    ...(priority !== undefined && { GwPriority: priority }),
    ...(endpoint.driver_options && { DriverOpts: endpoint.driver_options }),
  };
}

/** Bindings by port of the container, from container ports by `host_ip:host/protocol`. */
function portsToEngine(
  ports: CompletedContainer['ports'],
): Readonly<Record<string, { readonly HostIp: string; readonly HostPort: string }[]>> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const [key, containerPort] of Object.entries(ports)) {
    const [, ip = '', port = '', protocol = ''] = /^(.*):(\d+)\/(\w+)$/.exec(key) ?? [];
    (bindings[`${containerPort}/${protocol}`] ??= []).push({ HostIp: ip, HostPort: port });
  }
  return bindings;
}

/** A container without a check says so, or it would have the one of its image. */
function healthToEngine(health: CompletedHealth | null): HealthRequest {
  if (!health) return { Test: ['NONE'] };
  return {
    Test: ['CMD', ...health.test],
    Interval: health.interval * nanoseconds,
    Timeout: health.timeout * nanoseconds,
    StartPeriod: Math.round((health.start_period || noStartPeriod) * nanoseconds),
    // Unsaid it would be that of the image's own check.
    StartInterval: (health.start_interval ?? health.interval) * nanoseconds,
    Retries: health.retries,
  };
}
