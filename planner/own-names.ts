/*
 * What others made does not answer to the names that the language derives from an address. They are
 * not asked of it while it lives, since giving them would take it off its networks; whatever comes in
 * its place has them.
 */
import {
  impliedNames,
  parseAddress,
  type Endpoint,
  type ObservedContainer,
} from '../model/index.js';
import type { DesiredOf } from './facts.js';

/** A container of others as it is wanted while it lives. */
export function withOwnNames(
  desired: DesiredOf<'container'>,
  current: ObservedContainer,
): DesiredOf<'container'> {
  const { resource, completed } = desired;
  const parts = parseAddress(resource.address);
  if (!parts) return desired;
  const { hostname, qualified, short } = impliedNames(parts);
  const implied = new Set([...short, qualified, hostname, resource.spec.hostname]);
  const asked = <E extends Pick<Endpoint, 'aliases'>>(network: string, endpoint: E): E => {
    const live = current.completed.networks[network]?.aliases;
    if (!live || !endpoint.aliases) return endpoint;
    const aliases = endpoint.aliases.filter((name) => !implied.has(name) || live.includes(name));
    return { ...endpoint, aliases };
  };
  const all = <E extends Pick<Endpoint, 'aliases'>>(
    networks: Readonly<Record<string, E>>,
  ): Readonly<Record<string, E>> =>
    Object.fromEntries(
      Object.entries(networks).map(([name, endpoint]) => [name, asked(name, endpoint)]),
    );
  const { networks } = resource.spec;
  return {
    ...desired,
    resource: {
      ...resource,
      spec: { ...resource.spec, ...(networks && { networks: all(networks) }) },
    },
    completed: { ...completed, networks: all(completed.networks) },
  };
}
