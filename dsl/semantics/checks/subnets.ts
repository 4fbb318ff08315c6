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
  return [...networks.flatMap(checkNetwork), ...networks.flatMap(checkOverlap)];
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

function checkOverlap(network: Network, index: number, networks: readonly Network[]): Diagnostic[] {
  const { subnet } = network.spec;
  if (subnet === undefined) return [];
  const range = subnetRange(subnet);
  const earlier = networks.slice(0, index).find(({ spec }) => {
    if (spec.subnet === undefined) return false;
    const other = subnetRange(spec.subnet);
    return other.first <= range.last && range.first <= other.last;
  });
  if (!earlier) return [];
  return [
    diagnose('subnet-overlap', placeOf(network, 'subnet'), {
      summary: `the subnets of ${earlier.address} and ${network.address} overlap`,
      labels: [
        {
          span: placeOf(earlier, 'subnet'),
          text: `${earlier.address} has ${earlier.spec.subnet ?? ''}`,
        },
      ],
    }),
  ];
}
