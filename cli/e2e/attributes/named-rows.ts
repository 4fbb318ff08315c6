/* The attributes of volumes and networks, each changed by hand. */
import type { NetworkSpec, VolumeSpec } from '../../../model/index.js';
import type { Json, Rows } from './rows.js';

const another = { none: 'the object is another one then; see the rows of the catalogue' };
const withParts = { none: 'it is what its members are' };
const labels = { by: { Labels: { team: 'x' } }, shows: ['labels.team'] };

export const volumeRows: Rows<VolumeSpec> = {
  name: another,
  driver: { none: 'no engine that this is tried on has a driver but `local`' },
  driver_options: {
    by: { DriverOpts: { type: 'tmpfs', device: 'tmpfs' } },
    shows: ['driver_options'],
  },
  labels,
};

const subnet = '10.97.1.0/24';
const six = 'fd00:97:1::/64';
const ipam = (...pools: readonly Json[]): Json => ({ IPAM: { Driver: 'default', Config: pools } });

export const networkRows: Rows<NetworkSpec> = {
  name: another,
  driver: {
    from: { subnet, driver: 'macvlan', driver_options: { parent: 'law0' } },
    by: { Driver: 'ipvlan' },
  },
  driver_options: {
    by: { Options: { 'com.docker.network.bridge.name': 'law-br' } },
    shows: ['driver_options'],
  },
  internal: { by: { Internal: true } },
  subnet: { from: { subnet }, by: ipam({ Subnet: '10.97.2.0/24' }) },
  gateway: {
    from: { subnet, gateway: '10.97.1.1' },
    by: ipam({ Subnet: subnet, Gateway: '10.97.1.9' }),
  },
  ip_range: {
    from: { subnet },
    by: ipam({ Subnet: subnet, IPRange: '10.97.1.128/25' }),
  },
  aux_addresses: {
    from: { subnet },
    by: ipam({ Subnet: subnet, AuxiliaryAddresses: { router: '10.97.1.3' } }),
  },
  ipv6: {
    from: { ipam: [{ subnet: six }] },
    by: { EnableIPv6: false },
    notOnPodman: 'a network has it there where it has a subnet of it',
  },
  ipam: withParts,
  'ipam.*.subnet': {
    from: { ipam: [{ subnet: six }] },
    by: ipam({ Subnet: 'fd00:97:2::/64' }),
    shows: ['ipam["fd00:97:1::/64"]', 'ipam["fd00:97:2::/64"]'],
  },
  'ipam.*.gateway': {
    from: { ipam: [{ subnet: six, gateway: 'fd00:97:1::1' }] },
    by: ipam({ Subnet: six, Gateway: 'fd00:97:1::9' }),
    shows: ['ipam["fd00:97:1::/64"].gateway'],
  },
  'ipam.*.ip_range': {
    from: { ipam: [{ subnet: six }] },
    by: ipam({ Subnet: six, IPRange: 'fd00:97:1::8000/113' }),
    shows: ['ipam["fd00:97:1::/64"].ip_range'],
  },
  'ipam.*.aux_addresses': {
    from: { ipam: [{ subnet: six }] },
    by: ipam({ Subnet: six, AuxiliaryAddresses: { router: 'fd00:97:1::3' } }),
    shows: ['ipam["fd00:97:1::/64"].aux_addresses'],
  },
  mtu: { by: { Options: { 'com.docker.network.driver.mtu': '1400' } } },
  labels,
};
