/* What the embedded engine does not do of what the schemas describe, on any host. */
import type { Lack } from '../../model/index.js';

interface Entry extends Pick<Lack, 'path' | 'why' | 'except'> {
  /** Of containers where it is left out. */
  readonly kind?: Lack['kind'];
}

const label = 'sets no labels of SELinux';

const mountLacks: readonly Entry[] = [
  { path: 'mounts.*.propagation', why: 'keeps mounts apart', except: ['rprivate', 'private'] },
  { path: 'mounts.*.create_host_path', why: 'makes no directories of others', except: [false] },
  { path: 'mounts.*.recursive', why: 'mounts all that is below a path', except: ['enabled'] },
  { path: 'mounts.*.selinux', why: label },
  { path: 'mounts.*.no_copy', why: 'fills empty volumes', except: [false] },
  { path: 'mounts.*.subpath', why: 'mounts volumes as a whole' },
  { path: 'tmpfs.*.options', why: 'has no options but `size` and `mode`' },
];

const lacks: readonly Entry[] = [
  { path: 'selinux.user', why: label },
  { path: 'selinux.role', why: label },
  { path: 'selinux.type', why: label },
  { path: 'selinux.level', why: label },
  {
    path: 'storage_opt',
    why: 'has no options of storage: what containers write is in plain directories',
  },
  ...['ipv6', 'link_local', 'mac', 'gw_priority', 'driver_options'].map((member): Entry => ({
    path: `networks.*.${member}`,
    why: 'gives containers one address of IPv4 on a network, and the hardware address of it',
  })),
  ...mountLacks,
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

export const embeddedLacks: readonly Lack[] = lacks.map((lack) => ({ kind: 'container', ...lack }));
