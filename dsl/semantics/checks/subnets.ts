/*
 * Subnets of networks: no two overlap, each begins at its first address, and a gateway lies inside.
 */
import type { Diagnostic, Resource, ResourceOf } from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';
import { placeOf } from './clashes.js';
import { addressNumber, addressText, isHostOf, subnetRange } from './ipv4.js';

type Network = ResourceOf<'network'>;

/** Checks all networks of a stack. */
export function checkSubnets(resources: readonly Resource[]): Diagnostic[] {
  const networks = resources.flatMap((one) => (one.kind === 'network' ? [one] : []));
  return [...networks.flatMap(checkNetwork), ...checkOverlaps(networks)];
}

function checkNetwork(network: Network): Diagnostic[] {
  const { subnet, gateway } = network.spec;
  const found: Diagnostic[] = [];
  if (subnet !== undefined) {
    const [address = '', bits = ''] = subnet.split('/');
    const { first } = subnetRange(subnet);
    if (addressNumber(address) !== first) {
      const span = placeOf(network, 'subnet');
      found.push(
        diagnose('invalid-value', span, {
          summary: `\`${subnet}\` is an address inside a subnet, not a subnet`,
          detail: `The subnet is \`${addressText(first)}/${bits}\`.`,
        }),
      );
    }
  }
  if (gateway === undefined) return found;
  const span = placeOf(network, 'gateway');
  if (subnet === undefined) {
    found.push(diagnose('invalid-gateway', span, { summary: 'a gateway needs a `subnet`' }));
  } else if (!isHostOf(subnetRange(subnet), gateway)) {
    found.push(
      diagnose('invalid-gateway', span, {
        summary: `the gateway ${gateway} is no host address of ${subnet}`,
        labels: [{ span: placeOf(network, 'subnet'), text: 'the subnet' }],
      }),
    );
  }
  return found;
}

/** By their first addresses, a subnet overlaps an earlier one where the farthest so far reaches it. */
function checkOverlaps(networks: readonly Network[]): Diagnostic[] {
  const ranges = networks.flatMap((network, index) => {
    const { subnet } = network.spec;
    return subnet === undefined ? [] : [{ network, index, subnet, range: subnetRange(subnet) }];
  });
  ranges.sort((a, b) => a.range.first - b.range.first || a.index - b.index);
  const found: Diagnostic[] = [];
  let farthest: (typeof ranges)[number] | undefined;
  for (const one of ranges) {
    if (farthest && one.range.first <= farthest.range.last) {
      const [earlier, later] = farthest.index < one.index ? [farthest, one] : [one, farthest];
      found.push(overlap(earlier.network, later.network, earlier.subnet));
    }
    if (!farthest || one.range.last > farthest.range.last) farthest = one;
  }
  return found;
}

const overlap = (earlier: Network, later: Network, subnet: string): Diagnostic =>
  diagnose('subnet-overlap', placeOf(later, 'subnet'), {
    summary: `the subnets of ${earlier.address} and ${later.address} overlap`,
    labels: [{ span: placeOf(earlier, 'subnet'), text: `${earlier.address} has ${subnet}` }],
  });
