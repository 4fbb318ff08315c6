/*
 * Fixed addresses of containers: inside the subnet of their network, and each used once.
 */
import type { Diagnostic, Resource, ResourceOf, Span } from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';
import { pathTo } from '../paths.js';
import { placeOf } from './clashes.js';
import { addressText, isHostOf, subnetRange } from './ipv4.js';

interface Taken {
  readonly by: string;
  readonly span: Span;
}

/** Checks all fixed addresses of a stack. */
export function checkAddresses(resources: readonly Resource[]): Diagnostic[] {
  const networks = new Map<string, ResourceOf<'network'>>();
  const taken = new Map<string, Taken>();
  for (const resource of resources) {
    if (resource.kind !== 'network') continue;
    const { name, subnet, gateway } = resource.spec;
    networks.set(name, resource);
    if (subnet === undefined) continue;
    const bridge = gateway ?? addressText(subnetRange(subnet).first + 1);
    const span = placeOf(resource, 'gateway', 'subnet');
    taken.set(`${name} ${bridge}`, { by: 'the gateway of the network', span });
  }
  const found: Diagnostic[] = [];
  for (const container of resources) {
    if (container.kind !== 'container') continue;
    for (const [name, { ipv4 }] of Object.entries(container.spec.networks ?? {})) {
      if (ipv4 === undefined) continue;
      const path = pathTo('networks', name);
      const span = placeOf(container, `${path}.ipv4`, path, 'networks');
      const wrong =
        outside(networks.get(name), ipv4, span) ?? used(taken, `${name} ${ipv4}`, ipv4, span);
      if (wrong) found.push(wrong);
      else taken.set(`${name} ${ipv4}`, { by: container.address, span });
    }
  }
  return found;
}

function outside(
  network: ResourceOf<'network'> | undefined,
  ipv4: string,
  span: Span,
): Diagnostic | undefined {
  // A network that is not of this stack is the engine's to judge.
  if (!network) return undefined;
  const { subnet } = network.spec;
  if (subnet !== undefined && isHostOf(subnetRange(subnet), ipv4)) return undefined;
  return diagnose('invalid-address', span, {
    summary:
      subnet === undefined
        ? `a fixed address needs a \`subnet\` in ${network.address}`
        : `${ipv4} is no host address of ${subnet}`,
    labels: [{ span: placeOf(network, 'subnet'), text: `${network.address} is here` }],
  });
}

function used(
  taken: ReadonlyMap<string, Taken>,
  key: string,
  ipv4: string,
  span: Span,
): Diagnostic | undefined {
  const before = taken.get(key);
  if (!before) return undefined;
  const here = before.span.file === span.file && before.span.start.offset === span.start.offset;
  return diagnose('invalid-address', span, {
    summary: `${ipv4} is taken by ${before.by} already`,
    labels: here ? [] : [{ span: before.span, text: 'here' }],
  });
}
