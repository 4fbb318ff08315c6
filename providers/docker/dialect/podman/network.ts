/*
 * Networks as Podman's own API tells of them. The compatible one leaves out the options, the ranges of
 * addresses and the name of the bridge, and takes long where there are many containers.
 */
import { addressBefore, mtuOption, subnetBetween, type Beyond } from '../../../../model/index.js';
import type { Fields } from '../../client/fields.js';
import { bridgeOption, type NetworkInspection } from '../../client/inspections.js';

export function parsePodmanNetwork(network: Fields): NetworkInspection {
  const bridge = network.textOr('network_interface', '');
  const driver = network.textOr('driver', '');
  return {
    id: network.text('id'),
    name: network.text('name'),
    driver,
    internal: network.flag('internal'),
    labels: network.textMap('labels'),
    ipam: network.objects('subnets').map((subnet) => ({
      subnet: subnet.textOr('subnet', ''),
      gateway: subnet.textOr('gateway', ''),
      range: rangeOf(subnet) ?? '',
      reserved: {},
    })),
    ipv6: network.flag('ipv6_enabled'),
    options: optionsOf(network, driver, bridge),
    ...(bridge === '' ? {} : { bridge }),
    beyond: beyondOf(network),
  };
}

/** What it calls by other names than those that it was told by. */
const names: Readonly<Record<string, string>> = { mtu: mtuOption };

/** Options in the words in which they were said. */
function optionsOf(network: Fields, driver: string, device: string): NetworkInspection['options'] {
  const said = Object.entries(network.textMap('options')).flatMap(([name, value]) =>
    // The compatible API keeps what it makes apart, as Docker does.
    name === 'isolate' && value === 'true' ? [] : [[names[name] ?? name, value] as const],
  );
  const isChosen = driver !== 'bridge' || /^(?:podman\d+)?$/.test(device);
  return Object.fromEntries([
    ...said,
    ...(isChosen ? [] : [[bridgeOption, device] as const]),
    ...(driver === 'bridge' || device === '' ? [] : [['parent', device] as const]),
  ]);
}

/** The subnet of which it gives out all host addresses; `undefined` where there is none. */
function rangeOf(subnet: Fields): string | undefined {
  const lease = subnet.objectOr('lease_range');
  if (!lease) return undefined;
  const first = addressBefore(lease.textOr('start_ip', ''));
  return first === undefined ? undefined : subnetBetween(first, lease.textOr('end_ip', ''));
}

/** What a network has that no attribute describes. */
function beyondOf(network: Fields): readonly Beyond[] {
  const driver = network.textOr('driver', 'bridge');
  const ipam = network.textMap('ipam_options')['driver'] ?? 'host-local';
  const isOdd = (subnet: Fields): boolean =>
    subnet.objectOr('lease_range') !== undefined && rangeOf(subnet) === undefined;
  const found: readonly (string | false)[] = [
    !/^(?:bridge|macvlan|ipvlan)$/.test(driver) && `driver ${driver}`,
    ipam !== 'host-local' && `addresses by ${ipam}`,
    network.objects('subnets').some(isOdd) && 'a range of addresses that is no subnet',
    driver === 'bridge' && !network.flag('dns_enabled') && 'no names for its containers',
  ];
  return found.flatMap((text) => (text === false ? [] : [{ text, weight: 'essential' as const }]));
}
