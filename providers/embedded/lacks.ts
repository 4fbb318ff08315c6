/* What the embedded engine does not do of what the schemas describe, on any host. */
import { settingNames, type Lack } from '../../model/index.js';

/** Settings that it does; every other one it refuses. */
const does: readonly string[] = [];

const reasons: Readonly<Record<string, string>> = {
  cgroup_parent: 'keeps its containers in a control group of its own',
  gpus: 'gives no devices by drivers; name them in `devices`',
  runtime: 'chooses the OCI runtime by the host',
  selinux: 'sets no labels of SELinux',
  storage_opt: 'has no options of storage',
};

export const embeddedLacks: readonly Lack[] = [
  ...settingNames
    .filter((name) => !does.includes(name))
    .map((path): Lack => ({
      kind: 'container',
      path,
      why: reasons[path] ?? 'does not do that yet',
      // What holds anyway is no wish.
      ...defaultsOf(path),
    })),
  {
    kind: 'container',
    path: 'seccomp',
    why: 'has no profiles but its own',
    except: ['default', 'unconfined'],
  },
  { kind: 'container', path: 'health.start_interval', why: 'checks at `interval` alone' },
  ...['ipv6', 'link_local', 'mac', 'gw_priority', 'driver_options'].map((member): Lack => ({
    kind: 'container',
    path: `networks.*.${member}`,
    why: 'gives containers one address of IPv4 on a network, and the hardware address of it',
  })),
  {
    kind: 'volume',
    path: 'driver',
    why: 'keeps volumes as directories of its store',
    except: ['local'],
  },
  { kind: 'volume', path: 'driver_options', why: 'keeps volumes as directories of its store' },
  { kind: 'network', path: 'driver', why: 'connects containers by bridges', except: ['bridge'] },
  { kind: 'network', path: 'driver_options', why: 'has no options of bridges but `mtu`' },
  { kind: 'network', path: 'ipv6', why: 'gives no addresses of IPv6', except: [false] },
  { kind: 'network', path: 'ipam', why: 'has one subnet a network, written as `subnet`' },
];

function defaultsOf(name: string): Pick<Lack, 'except'> {
  const holds: Readonly<Record<string, Lack['except']>> = {
    network_mode: ['none'],
    pid: ['private'],
    ipc: ['private', 'shareable'],
    uts: ['private'],
    userns: ['host'],
    cgroupns: ['private'],
    tty: [false],
    stdin_open: [false],
    privileged: [false],
    oom_kill_disable: [false],
    oom_score_adj: [0],
  };
  const except = holds[name];
  return except ? { except } : {};
}
