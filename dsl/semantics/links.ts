/*
 * What can be added to resources once all of them are known: dependencies on resources that are
 * named by text in a slot for them, and the places of list elements under the keys by which plans
 * know them.
 */
import {
  canonicalSubnet,
  portKey,
  sharingOf,
  type Condition,
  type Dependency,
  type Kind,
  type Resource,
  type ResourceOf,
  type Span,
} from '../../model/index.js';
import { pathTo } from './paths.js';

interface Link {
  readonly kind: Kind;
  readonly name: string;
  readonly via: string;
  /** Absent where the other only has to be there. */
  readonly condition?: Condition;
}

/** Adds to each resource what only the whole stack tells. */
export function linkResources(resources: readonly Resource[]): Resource[] {
  const addresses = new Map(
    resources.map(({ kind, spec, address }) => [`${kind} ${spec.name}`, address]),
  );
  return resources.map((resource) => {
    const found = linksOf(resource).flatMap((link): Dependency[] => {
      const { kind, name, via, condition = 'exists' } = link;
      const address = addresses.get(`${kind} ${name}`);
      if (address === undefined || isKnown(resource, address, via)) return [];
      return [{ address, condition, via, span: resource.spans[via] ?? resource.span }];
    });
    const linked = { ...resource, dependsOn: [...resource.dependsOn, ...found] };
    if (linked.kind === 'container') return { ...linked, spans: elementPlaces(linked) };
    return linked.kind === 'network' ? { ...linked, spans: poolPlaces(linked) } : linked;
  });
}

/** Whether a dependency that orders things is there already, from the same place. */
function isKnown({ dependsOn }: Resource, address: string, via: string): boolean {
  return dependsOn.some(
    (one) => one.address === address && one.condition !== 'named' && one.via === via,
  );
}

/** The names of other objects in a spec. */
function linksOf(resource: Resource): Link[] {
  if (resource.kind === 'image') {
    const { from, bases = {} } = resource.spec;
    const named = Object.entries(bases).map(([written, name]): Link => ({
      kind: 'image',
      name,
      via: pathTo('bases', written),
    }));
    return from?.kind === 'image'
      ? [{ kind: 'image', name: from.name, via: 'from.name' }, ...named]
      : named;
  }
  if (resource.kind !== 'container') return [];
  const { image, mounts = [], networks = {} } = resource.spec;
  return [
    { kind: 'image', name: image, via: 'image' },
    ...mounts.flatMap(({ type, source }, index): Link[] =>
      type === 'volume' ? [{ kind: 'volume', name: source, via: `mounts[${index}].source` }] : [],
    ),
    ...sharingOf(resource.spec).map(({ attribute, container }): Link => ({
      kind: 'container',
      name: container,
      via: attribute,
      condition: 'started',
    })),
    ...Object.keys(networks).map((name): Link => ({
      kind: 'network',
      name,
      via: pathTo('networks', name),
    })),
  ];
}

/** Plans know a further subnet by itself. */
function poolPlaces({ spec, spans }: ResourceOf<'network'>): Readonly<Record<string, Span>> {
  const places = (spec.ipam ?? []).flatMap(({ subnet }, index) => {
    const place = spans[`ipam[${index}]`];
    return place ? [[pathTo('ipam', canonicalSubnet(subnet)), place] as const] : [];
  });
  return { ...spans, ...Object.fromEntries(places) };
}

/** Plans know a port by its place on the host and a mount by its target, not by their order. */
function elementPlaces({ spec, spans }: ResourceOf<'container'>): Readonly<Record<string, Span>> {
  const places: Record<string, Span> = { ...spans };
  const keep = (list: string, index: number, key: string): void => {
    const place = spans[`${list}[${index}]`];
    if (place) places[pathTo(list, key)] = place;
  };
  for (const [index, port] of (spec.ports ?? []).entries()) keep('ports', index, portKey(port));
  for (const [index, { target }] of (spec.mounts ?? []).entries()) keep('mounts', index, target);
  return places;
}
