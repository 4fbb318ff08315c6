/*
 * What is sent to the engine, in its own words.
 * https://docs.docker.com/reference/api/engine/version/v1.41/
 */
import type { SettingsRequest } from './settings-request.js';

export interface EndpointRequest {
  readonly IPAMConfig?: {
    readonly IPv4Address?: string;
    readonly IPv6Address?: string;
    readonly LinkLocalIPs?: readonly string[];
  };
  readonly Aliases: readonly string[];
  readonly MacAddress?: string;
  readonly GwPriority?: number;
  readonly DriverOpts?: Readonly<Record<string, string>>;
}

export interface HealthRequest {
  readonly Test: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

export interface MountRequest {
  readonly Type: 'volume' | 'bind';
  readonly Source: string;
  readonly Target: string;
  readonly ReadOnly: boolean;
  readonly BindOptions?: {
    readonly Propagation?: string;
    readonly CreateMountpoint?: boolean;
    readonly NonRecursive?: boolean;
    readonly ReadOnlyNonRecursive?: boolean;
    readonly ReadOnlyForceRecursive?: boolean;
  };
  readonly VolumeOptions?: { readonly NoCopy?: boolean; readonly Subpath?: string };
}

/** What of a container's host configuration can change while it lives. */
export interface ResourceRequest {
  readonly Memory?: number;
  readonly MemorySwap?: number;
  readonly MemoryReservation?: number;
  readonly NanoCpus?: number;
  readonly CpuShares?: number;
  readonly CpuPeriod?: number;
  readonly CpuQuota?: number;
  readonly CpusetCpus?: string;
  readonly CpusetMems?: string;
  readonly PidsLimit?: number;
  readonly RestartPolicy?: { readonly Name: string; readonly MaximumRetryCount: number };
}

export interface HostRequest extends ResourceRequest, SettingsRequest {
  readonly NetworkMode: string;
  readonly PortBindings?: Readonly<
    Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>
  >;
  readonly Mounts?: readonly MountRequest[];
  /** `source:target`; unlike those above, a source that is not there is made, as a directory. */
  readonly Binds?: readonly string[];
  readonly Tmpfs?: Readonly<Record<string, string>>;
  readonly ReadonlyRootfs?: boolean;
  readonly CapAdd?: readonly string[];
  readonly CapDrop?: readonly string[];
  readonly SecurityOpt?: readonly string[];
  readonly Init?: boolean;
  readonly AutoRemove?: boolean;
}

export interface ContainerRequest {
  readonly Image: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Hostname?: string;
  readonly Domainname?: string;
  readonly Tty?: boolean;
  readonly StopSignal?: string;
  readonly StopTimeout?: number;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly Healthcheck?: HealthRequest;
  readonly AttachStdin?: boolean;
  readonly OpenStdin?: boolean;
  readonly StdinOnce?: boolean;
  readonly HostConfig: HostRequest;
  readonly NetworkingConfig?: {
    readonly EndpointsConfig: Readonly<Record<string, EndpointRequest>>;
  };
}

export interface PoolRequest {
  readonly Subnet: string;
  readonly Gateway?: string;
  readonly IPRange?: string;
  readonly AuxiliaryAddresses?: Readonly<Record<string, string>>;
}

export interface NetworkRequest {
  readonly Name: string;
  /** Older engines allow two networks of one name unless asked not to. */
  readonly CheckDuplicate: true;
  readonly Driver: string;
  readonly Internal: boolean;
  readonly Labels: Readonly<Record<string, string>>;
  readonly EnableIPv6?: boolean;
  readonly Options?: Readonly<Record<string, string>>;
  readonly IPAM?: {
    readonly Driver: 'default';
    readonly Config: readonly PoolRequest[];
  };
}

export interface VolumeRequest {
  readonly Name: string;
  readonly Driver: string;
  readonly DriverOpts?: Readonly<Record<string, string>>;
  readonly Labels: Readonly<Record<string, string>>;
}

export interface ExecRequest {
  readonly Cmd: readonly string[];
  readonly Tty: boolean;
  readonly AttachStdin: boolean;
  readonly AttachStdout: true;
  readonly AttachStderr: true;
  readonly Env: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Privileged?: true;
}
