/*
 * What the engine tells of one container, as far as it is used, typed once at the edge.
 * Absent members have become the neutral values that the engine means by leaving them out.
 */
import { containerOf, type Beyond, type ContainerSpec } from '../../../model/index.js';
import { containerBeyond } from './beyond-container.js';
import { parseSettings, type SettingsInspection } from './container-settings.js';
import type { Fields } from './fields.js';
import {
  parseMounts,
  parseWantedMounts,
  type MountPoint,
  type WantedMount,
} from './mount-inspection.js';

export interface HealthCheck {
  readonly test: readonly string[];
  /** Nanoseconds, as all times here; 0 is the engine's default. */
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly startInterval: number;
  readonly retries: number;
}

export interface HealthResult {
  readonly start: string;
  readonly end: string;
  readonly exitCode: number;
  readonly output: string;
}

export interface PortBinding {
  readonly hostIp: string;
  readonly hostPort: string;
}

export interface NetworkEndpoint {
  /** Id of the network; empty before the first start. */
  readonly networkId: string;
  readonly aliases: readonly string[];
  /** The address that was asked for; empty when none was. */
  readonly wantedAddress: string;
  readonly wantedIpv6: string;
  readonly linkLocal: readonly string[];
  /** The hardware address that was asked for before the first start, and the one in use after it. */
  readonly mac: string;
  readonly gatewayPriority: number;
  readonly options: Readonly<Record<string, string>>;
  /** The address in use; empty unless running. */
  readonly address: string;
  readonly ipv6: string;
}

export interface ContainerState {
  readonly status: string;
  readonly exitCode: number;
  readonly error: string;
  readonly oomKilled: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly health?: { readonly status: string; readonly log: readonly HealthResult[] };
}

/** What is told beside its inspection of a container that somebody else has made. */
export interface Creation {
  /** What it was asked for and the inspection does not tell; absent where that is unknown. */
  readonly asked?: Partial<ContainerSpec>;
  readonly beyond: readonly Beyond[];
}

export interface ContainerInspection {
  readonly id: string;
  readonly name: string;
  readonly created: string;
  /** Id of the image it was made from, whatever its name means now. */
  readonly imageId: string;
  /** The image as it was asked for. */
  readonly imageReference: string;
  readonly restartCount: number;
  readonly state: ContainerState;
  readonly hostname: string;
  readonly user: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workdir: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal: string;
  /** Seconds; null when unset. */
  readonly stopTimeout: number | null;
  readonly tty: boolean;
  readonly healthCheck?: HealthCheck;
  readonly settings: SettingsInspection;
  readonly networkMode: string;
  readonly portBindings: Readonly<Record<string, readonly PortBinding[]>>;
  readonly restart: { readonly policy: string; readonly maxRetries: number };
  readonly memory: number;
  readonly nanoCpus: number;
  readonly pidsLimit: number;
  readonly readOnly: boolean;
  readonly capAdd: readonly string[];
  readonly capDrop: readonly string[];
  readonly securityOptions: readonly string[];
  readonly init: boolean;
  readonly tmpfs: Readonly<Record<string, string>>;
  /** Targets of the mounts that were asked for, in contrast to those that an image brings. */
  readonly wantedTargets: readonly string[];
  readonly wantedMounts: readonly WantedMount[];
  readonly mounts: readonly MountPoint[];
  readonly networks: Readonly<Record<string, NetworkEndpoint>>;
  /** Ports that are published now. */
  readonly publishedPorts: Readonly<Record<string, readonly PortBinding[]>>;
  /** What it has and no spec can say. */
  readonly beyond: readonly Beyond[];
  /** Present where the engine keeps it, and the container is not ours. */
  readonly creation?: Creation;
}

export function parseContainer(fields: Fields): ContainerInspection {
  const config = fields.object('Config');
  const host = fields.object('HostConfig');
  const network = fields.object('NetworkSettings');
  const check = config.objectOr('Healthcheck');
  const restart = host.objectOr('RestartPolicy');
  const networkMode = host.textOr('NetworkMode', '');
  return {
    id: fields.text('Id'),
    name: fields.text('Name').replace(/^\//, ''),
    created: fields.text('Created'),
    imageId: fields.text('Image'),
    imageReference: config.text('Image'),
    restartCount: fields.numberOr('RestartCount', 0),
    state: parseState(fields.object('State')),
    hostname: config.textOr('Hostname', ''),
    user: config.textOr('User', ''),
    env: config.texts('Env'),
    entrypoint: config.texts('Entrypoint'),
    command: config.texts('Cmd'),
    workdir: config.textOr('WorkingDir', ''),
    labels: config.textMap('Labels'),
    stopSignal: config.textOr('StopSignal', ''),
    stopTimeout: config.numberOr('StopTimeout', null),
    tty: config.flag('Tty'),
    ...(check ? { healthCheck: parseHealthCheck(check) } : {}),
    settings: parseSettings(config, host),
    networkMode,
    portBindings: host.listMap('PortBindings', parseBinding),
    restart: {
      policy: restart?.textOr('Name', '') ?? '',
      maxRetries: restart?.numberOr('MaximumRetryCount', 0) ?? 0,
    },
    memory: host.numberOr('Memory', 0),
    nanoCpus: host.numberOr('NanoCpus', 0),
    pidsLimit: host.numberOr('PidsLimit', 0),
    readOnly: host.flag('ReadonlyRootfs'),
    capAdd: host.texts('CapAdd'),
    capDrop: host.texts('CapDrop'),
    securityOptions: host.texts('SecurityOpt'),
    init: host.flag('Init'),
    tmpfs: host.textMap('Tmpfs'),
    wantedTargets: [
      ...host.objects('Mounts').map((mount) => mount.text('Target')),
      ...host.texts('Binds').map((bind) => bind.split(':')[1] ?? ''),
    ],
    wantedMounts: parseWantedMounts(host),
    mounts: parseMounts(fields),
    // Podman tells those of whose network it is in.
    networks:
      containerOf(networkMode) === undefined ? network.objectMap('Networks', parseEndpoint) : {},
    publishedPorts: network.listMap('Ports', parseBinding),
    beyond: containerBeyond(fields),
  };
}

function parseState(state: Fields): ContainerState {
  const health = state.objectOr('Health');
  return {
    status: state.text('Status'),
    exitCode: state.number('ExitCode'),
    error: state.textOr('Error', ''),
    oomKilled: state.flag('OOMKilled'),
    startedAt: state.textOr('StartedAt', ''),
    finishedAt: state.textOr('FinishedAt', ''),
    ...(health
      ? {
          health: {
            status: health.text('Status'),
            log: health.objects('Log').map((entry) => ({
              start: entry.textOr('Start', ''),
              end: entry.textOr('End', ''),
              exitCode: entry.numberOr('ExitCode', 0),
              output: entry.textOr('Output', ''),
            })),
          },
        }
      : {}),
  };
}

function parseHealthCheck(check: Fields): HealthCheck {
  return {
    test: check.texts('Test'),
    interval: check.numberOr('Interval', 0),
    timeout: check.numberOr('Timeout', 0),
    startPeriod: check.numberOr('StartPeriod', 0),
    startInterval: check.numberOr('StartInterval', 0),
    retries: check.numberOr('Retries', 0),
  };
}

function parseBinding(binding: Fields): PortBinding {
  return { hostIp: binding.textOr('HostIp', ''), hostPort: binding.textOr('HostPort', '') };
}

function parseEndpoint(endpoint: Fields): NetworkEndpoint {
  const wanted = endpoint.objectOr('IPAMConfig');
  return {
    networkId: endpoint.textOr('NetworkID', ''),
    aliases: endpoint.texts('Aliases'),
    wantedAddress: wanted?.textOr('IPv4Address', '') ?? '',
    wantedIpv6: wanted?.textOr('IPv6Address', '') ?? '',
    linkLocal: wanted?.texts('LinkLocalIPs') ?? [],
    mac: endpoint.textOr('MacAddress', ''),
    gatewayPriority: endpoint.numberOr('GwPriority', 0),
    options: endpoint.textMap('DriverOpts'),
    address: endpoint.textOr('IPAddress', ''),
    ipv6: endpoint.textOr('GlobalIPv6Address', ''),
  };
}
