/*
 * The lens of containers, outwards: a completed container as the engine wants to hear it. All that
 * a container can have is said, defaults too, because what is left out the engine takes from the
 * image or from its own settings. Rules: what Docker 20.10 to 28 were measured to keep as sent.
 */
import type {
  CompletedContainer,
  CompletedEndpoint,
  CompletedHealth,
  LiveSettings,
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

/** A container to create, and the connections to be made before it starts. */
export interface ContainerCreation {
  readonly request: ContainerRequest;
  /** Before API 1.44 a container is created with one network at most. */
  readonly laterNetworks: readonly (readonly [network: string, endpoint: EndpointRequest])[];
}

/** Nanoseconds in a millisecond. */
const nanoseconds = 1e6;

/**
 * A start period of nothing. Zero would take the one of the image's own check; the engine refuses
 * less than a millisecond; and one nanosecond more tells it from a millisecond that was asked for.
 */
export const noStartPeriod = nanoseconds + 1;

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
        NetworkMode: first?.[0] ?? 'none',
        PortBindings: ports,
      },
      ...(first ? { NetworkingConfig: { EndpointsConfig: { [first[0]]: first[1] } } } : {}),
    },
  };
}

const mountsToEngine = ({ mounts }: CompletedContainer): readonly MountRequest[] =>
  Object.entries(mounts).map(([target, { type, source, read_only: readOnly }]) => ({
    Type: type,
    Source: source,
    Target: target,
    ReadOnly: readOnly,
  }));

function hostToEngine(completed: CompletedContainer): Omit<HostRequest, 'NetworkMode'> {
  const security = [
    ...(completed.no_new_privileges ? ['no-new-privileges'] : []),
    ...(completed.seccomp === 'unconfined' ? ['seccomp=unconfined'] : []),
  ];
  const limits = { memory: completed.memory, cpus: completed.cpus, pids: completed.pids };
  return {
    ...settingsToEngine({
      ...Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== null)),
      restart: completed.restart,
    }),
    Tmpfs: Object.fromEntries(
      Object.entries(completed.tmpfs).map(([target, { size, mode }]) => [
        target,
        [...(size === null ? [] : [`size=${size}`]), `mode=${mode}`].join(','),
      ]),
    ),
    ReadonlyRootfs: completed.read_only,
    CapAdd: completed.cap_add,
    CapDrop: completed.cap_drop,
    SecurityOpt: security,
    Init: completed.init,
  };
}

/**
 * What can change on a living container. Zero means "as it is" to the engine, so a limit of memory
 * or processors cannot be lifted this way; `verdict` says so before.
 */
export function settingsToEngine(settings: LiveSettings): ResourceRequest {
  const { memory, cpus, pids, restart } = settings;
  return {
    // Swap alike: memory is the limit of both together, so none is left beyond it.
    ...(typeof memory === 'number' ? { Memory: memory, MemorySwap: memory } : {}),
    ...(typeof cpus === 'number' ? { NanoCpus: Math.round(cpus * 1e9) } : {}),
    ...(pids === undefined ? {} : { PidsLimit: pids ?? -1 }),
    ...(restart
      ? { RestartPolicy: { Name: restart.policy, MaximumRetryCount: restart.max_retries } }
      : {}),
  };
}

export function endpointToEngine({ aliases, ipv4 }: CompletedEndpoint): EndpointRequest {
  return { Aliases: aliases, ...(ipv4 === null ? {} : { IPAMConfig: { IPv4Address: ipv4 } }) };
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
    StartPeriod: health.start_period === 0 ? noStartPeriod : health.start_period * nanoseconds,
    Retries: health.retries,
  };
}
