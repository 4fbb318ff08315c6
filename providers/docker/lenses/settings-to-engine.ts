/*
 * The lens of the attributes that most containers do without, outwards. What is at its default is not
 * said, so that the engine's own settings hold, but for what an image or an engine would fill in.
 */
import { settingDefaults, type CompletedContainer } from '../../../model/index.js';
import type { ContainerRequest, DeviceRequest, SettingsRequest } from '../client/index.js';

/** Settings that stand beside the host's configuration. */
export function configToEngine(
  completed: CompletedContainer,
): Pick<ContainerRequest, 'Domainname' | 'Tty' | 'OpenStdin'> {
  const { domainname, tty, stdin_open: open } = completed;
  return {
    ...(domainname !== undefined && { Domainname: domainname }),
    ...(tty === true && { Tty: true }),
    ...(open === true && { OpenStdin: true }),
  };
}

export function furtherToEngine(completed: CompletedContainer): SettingsRequest {
  const { shm_size: shared, masked_paths: masked, readonly_paths: readonly } = completed;
  return {
    ...(completed.group_add && { GroupAdd: completed.group_add }),
    ...(completed.annotations && { Annotations: completed.annotations }),
    ...(completed.hosts && {
      ExtraHosts: Object.entries(completed.hosts).map(([name, address]) => `${name}:${address}`),
    }),
    ...(completed.dns && { Dns: completed.dns }),
    ...(completed.dns_search && { DnsSearch: completed.dns_search }),
    ...(completed.dns_options && { DnsOptions: completed.dns_options }),
    ...(completed.pid && { PidMode: completed.pid }),
    ...(completed.ipc && { IpcMode: completed.ipc }),
    ...(completed.uts && { UTSMode: completed.uts }),
    ...(completed.userns && { UsernsMode: completed.userns }),
    ...(completed.cgroupns && { CgroupnsMode: completed.cgroupns }),
    ...(completed.memory_swappiness !== undefined && {
      MemorySwappiness: completed.memory_swappiness,
    }),
    ShmSize: shared ?? settingDefaults.shmSize,
    ...(completed.oom_score_adj !== undefined && { OomScoreAdj: completed.oom_score_adj }),
    ...(completed.oom_kill_disable === true && { OomKillDisable: true }),
    ...blkioToEngine(completed.blkio),
    ...(completed.ulimits && {
      Ulimits: Object.entries(completed.ulimits).map(([Name, { soft, hard }]) => ({
        Name,
        Soft: soft,
        Hard: hard,
      })),
    }),
    ...(completed.cgroup_parent !== undefined && { CgroupParent: completed.cgroup_parent }),
    ...(completed.storage_opt && { StorageOpt: completed.storage_opt }),
    ...(completed.privileged === true && { Privileged: true }),
    ...(masked && { MaskedPaths: masked }),
    ...(readonly && { ReadonlyPaths: readonly }),
    ...(completed.devices && {
      Devices: completed.devices.map(({ host, container = host, permissions }) => ({
        PathOnHost: host,
        PathInContainer: container,
        CgroupPermissions: permissions ?? settingDefaults.permissions,
      })),
    }),
    ...(completed.device_cgroup_rules && { DeviceCgroupRules: completed.device_cgroup_rules }),
    ...(completed.gpus && { DeviceRequests: completed.gpus.map(gpuToEngine) }),
    ...(completed.sysctls && { Sysctls: completed.sysctls }),
    ...(completed.runtime !== undefined && { Runtime: completed.runtime }),
    ...(completed.log && {
      LogConfig: { Type: completed.log.driver, Config: completed.log.options ?? {} },
    }),
  };
}

/** What a container's processes may do, as the engine's options have it. */
export function securityToEngine(completed: CompletedContainer): readonly string[] {
  const { seccomp, apparmor, selinux } = completed;
  const { disable, ...parts } = selinux ?? {};
  return [
    ...(completed.no_new_privileges ? ['no-new-privileges'] : []),
    ...(seccomp === 'default' ? [] : [`seccomp=${seccomp}`]),
    ...(apparmor === undefined ? [] : [`apparmor=${apparmor}`]),
    ...(disable === true ? ['label=disable'] : []),
    ...Object.entries(parts).map(([name, value]) => `label=${name}:${value}`),
  ];
}

function blkioToEngine(blkio: CompletedContainer['blkio']): SettingsRequest {
  const { weight, weight_device, read_bps, write_bps, read_iops, write_iops } = blkio ?? {};
  const rates = (by: Readonly<Record<string, number>>) =>
    Object.entries(by).map(([Path, Rate]) => ({ Path, Rate }));
  return {
    ...(weight !== undefined && { BlkioWeight: weight }),
    ...(weight_device && {
      BlkioWeightDevice: Object.entries(weight_device).map(([Path, Weight]) => ({ Path, Weight })),
    }),
    ...(read_bps && { BlkioDeviceReadBps: rates(read_bps) }),
    ...(write_bps && { BlkioDeviceWriteBps: rates(write_bps) }),
    ...(read_iops && { BlkioDeviceReadIOps: rates(read_iops) }),
    ...(write_iops && { BlkioDeviceWriteIOps: rates(write_iops) }),
  };
}

function gpuToEngine({
  driver = '',
  count = 0,
  ids = [],
  capabilities = [],
  options = {},
}: NonNullable<CompletedContainer['gpus']>[number]): DeviceRequest {
  return {
    Driver: driver,
    Count: count,
    DeviceIDs: ids,
    Capabilities: capabilities.length === 0 ? [] : [capabilities],
    Options: options,
  };
}
