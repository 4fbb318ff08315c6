/*
 * Networks as Podman's own API tells of them. The compatible one leaves out the options, the ranges of
 * addresses and the name of the bridge, and takes long where there are many containers.
 */
import type { Beyond } from '../../../../model/index.js';
import type { Fields } from '../../client/fields.js';
import type { NetworkInspection } from '../../client/inspections.js';

export function parsePodmanNetwork(network: Fields): NetworkInspection {
  const bridge = network.textOr('network_interface', '');
  return {
    id: network.text('id'),
    name: network.text('name'),
    driver: network.textOr('driver', ''),
    internal: network.flag('internal'),
    labels: network.textMap('labels'),
    ipam: network.objects('subnets').map((subnet) => ({
      subnet: subnet.textOr('subnet', ''),
      gateway: subnet.textOr('gateway', ''),
    })),
    ...(bridge === '' ? {} : { bridge }),
    beyond: beyondOf(network),
  };
}

/** What a network has beside name, subnet, gateway and labels. */
function beyondOf(network: Fields): readonly Beyond[] {
  const driver = network.textOr('driver', 'bridge');
  const ipam = network.textMap('ipam_options')['driver'] ?? 'host-local';
  // The compatible API keeps what it makes apart, as Docker does.
  const options = Object.entries(network.textMap('options')).filter(
    ([name, value]) => name !== 'isolate' || value !== 'true',
  );
  const ranges = network.objects('subnets').some((subnet) => subnet.objectOr('lease_range'));
  const found: readonly (string | false)[] = [
    driver !== 'bridge' && `driver ${driver}`,
    options.length > 0 && 'options of its driver',
    ipam !== 'host-local' && `addresses by ${ipam}`,
    network.flag('ipv6_enabled') && 'IPv6',
    ranges && 'a range of addresses',
    !network.flag('dns_enabled') && 'no names for its containers',
  ];
  return found.flatMap((text) => (text === false ? [] : [{ text, weight: 'essential' as const }]));
}
