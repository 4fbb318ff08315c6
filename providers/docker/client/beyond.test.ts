/*
 * What Docker tells of an object that no spec can say: found in inspections as Docker gives them of
 * what its own command has made.
 */
import t from 'tap';
import { containerBeyond } from './beyond-container.js';
import { networkBeyond } from './beyond-named.js';
import { Fields } from './fields.js';

/** What `docker run` with no options gives, as far as it matters here. */
const usualHost = {
  NetworkMode: 'default',
  IpcMode: 'private',
  LogConfig: { Type: 'json-file', Config: {} },
  MaskedPaths: ['/proc/kcore'],
  Memory: 0,
  MemorySwap: 0,
  MemorySwappiness: null,
  OomKillDisable: false,
  PidMode: '',
  Privileged: false,
  Runtime: 'runc',
  SecurityOpt: null,
  ShmSize: 67108864,
  Ulimits: null,
};

function beyond(host: object, config: object = {}, mounts: readonly object[] = []) {
  const container = {
    Config: { Labels: {}, Tty: false, OpenStdin: false, Domainname: '', ...config },
    HostConfig: { ...usualHost, ...host },
    Mounts: mounts,
  };
  const found = containerBeyond(new Fields(container, 'container'));
  return found.map(({ text, weight }) => `${weight}: ${text}`);
}

t.test('of containers', async (t) => {
  t.same(beyond({}), [], 'one without options has nothing');
  const capabilities = { SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'] };
  t.same(beyond({ Memory: 64, MemorySwap: 64, ...capabilities }), [], 'nor what specs can say');
  const sayable = { Privileged: true, MaskedPaths: null, SecurityOpt: ['label=disable'] };
  t.same(beyond(sayable), [], 'nor rights and namespaces');
  t.same(beyond({ SecurityOpt: ['systempaths=unconfined'] }), [
    'essential: security option systempaths',
  ]);
  const shared = { NetworkMode: 'container:0123', PidMode: 'host', IpcMode: 'container:1' };
  t.same(beyond(shared), [], 'nor whose namespaces it is in');
  t.same(beyond({ Devices: [{}], Ulimits: [{ Name: 'nofile' }], AutoRemove: true }), [
    'essential: it is removed when it ends (`--rm`)',
  ]);
  t.same(beyond({ PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '' }] } }), [
    'essential: a port of the host that the engine chooses',
  ]);
  t.same(beyond({}, { Tty: true, Labels: { 'com.docker.swarm.service.id': 'x' } }), [
    'essential: it is a task of a Swarm service',
  ]);
  const part = { Type: 'volume', VolumeOptions: { Subpath: 'a' } };
  const slave = { Type: 'bind', Destination: '/t', Propagation: 'rslave' };
  t.same(beyond({ Mounts: [part] }, {}, [{ Type: 'npipe' }, { Type: 'volume' }, slave]), [
    'essential: a mount of type npipe',
  ]);
  t.same(
    beyond({
      Memory: 2 ** 26,
      MemorySwap: 2 ** 27,
      LogConfig: { Type: 'local', Config: {} },
      Tmpfs: { '/run': 'size=16m,mode=700,noexec', '/tmp': 'size=50%' },
    }),
    ['minor: options of the file system in memory at /tmp'],
  );
});

t.test('of volumes and networks', async (t) => {
  const texts = (found: readonly { readonly text: string }[]): readonly string[] =>
    found.map(({ text }) => text);
  const network = (fields: object) => texts(networkBeyond(new Fields(fields, 'network')));
  const pool = { Subnet: '10.0.0.0/8', Gateway: '10.0.0.1' };
  t.same(network({ Driver: 'bridge', Options: {}, IPAM: { Config: [pool] } }), []);
  const ranged = { ...pool, IPRange: '10.1.0.0/16', AuxiliaryAddresses: { router: '10.0.0.2' } };
  t.same(network({ Driver: 'macvlan', EnableIPv6: true, IPAM: { Config: [ranged] } }), []);
  const managed = { Driver: 'dhcp', Options: { interface: 'eth0' } };
  t.same(network({ Driver: 'overlay', Scope: 'swarm', IPAM: managed }), [
    'driver overlay',
    'addresses by dhcp',
    'options of how addresses are given',
    'a cluster that it spans',
  ]);
});
