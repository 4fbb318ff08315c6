/* What is sent to the engine of the attributes that most containers do without, in its own words. */

interface Rate {
  readonly Path: string;
  readonly Rate: number;
}

export interface DeviceRequest {
  readonly Driver: string;
  readonly Count: number;
  readonly DeviceIDs: readonly string[];
  /** Lists of which one has to be had whole. */
  readonly Capabilities: readonly (readonly string[])[];
  readonly Options: Readonly<Record<string, string>>;
}

/** Members of a container's host configuration. */
export interface SettingsRequest {
  readonly GroupAdd?: readonly string[];
  readonly Annotations?: Readonly<Record<string, string>>;
  readonly ExtraHosts?: readonly string[];
  readonly Dns?: readonly string[];
  readonly DnsSearch?: readonly string[];
  readonly DnsOptions?: readonly string[];
  readonly PidMode?: string;
  readonly IpcMode?: string;
  readonly UTSMode?: string;
  readonly UsernsMode?: string;
  readonly CgroupnsMode?: string;
  readonly MemorySwappiness?: number;
  readonly ShmSize?: number;
  readonly OomScoreAdj?: number;
  readonly OomKillDisable?: boolean;
  readonly BlkioWeight?: number;
  readonly BlkioWeightDevice?: readonly { readonly Path: string; readonly Weight: number }[];
  readonly BlkioDeviceReadBps?: readonly Rate[];
  readonly BlkioDeviceWriteBps?: readonly Rate[];
  readonly BlkioDeviceReadIOps?: readonly Rate[];
  readonly BlkioDeviceWriteIOps?: readonly Rate[];
  readonly Ulimits?: readonly {
    readonly Name: string;
    readonly Soft: number;
    readonly Hard: number;
  }[];
  readonly CgroupParent?: string;
  readonly StorageOpt?: Readonly<Record<string, string>>;
  readonly Privileged?: boolean;
  readonly MaskedPaths?: readonly string[];
  readonly ReadonlyPaths?: readonly string[];
  readonly Devices?: readonly {
    readonly PathOnHost: string;
    readonly PathInContainer: string;
    readonly CgroupPermissions: string;
  }[];
  readonly DeviceCgroupRules?: readonly string[];
  readonly DeviceRequests?: readonly DeviceRequest[];
  readonly Sysctls?: Readonly<Record<string, string>>;
  readonly Runtime?: string;
  readonly LogConfig?: {
    readonly Type: string;
    readonly Config?: Readonly<Record<string, string>>;
  };
}
