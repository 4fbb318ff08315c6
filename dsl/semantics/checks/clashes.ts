/*
 * Things that two resources cannot share: a name in the engine, a port of the host, a path in a
 * container. Each clash is reported once, at the later place, with the earlier one as label.
 */
import {
  portKey,
  type Diagnostic,
  type Port,
  type Resource,
  type Span,
} from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';

export interface Holder<T> {
  readonly value: T;
  readonly address: string;
  readonly span: Span;
}

/** Where something of a resource is written, else the resource itself. */
export function placeOf({ spans, span }: Resource, ...paths: readonly string[]): Span {
  for (const path of paths) {
    const place = spans[path];
    if (place) return place;
  }
  return span;
}

/**
 * The first clash of each later holder with an earlier one; one place is reported once.
 * @param keyOf is the same for all that may clash, so that only those are compared
 */
export function clashes<T>(
  holders: readonly Holder<T>[],
  keyOf: (value: T) => string,
  clash: (a: T, b: T) => boolean = () => true,
): (readonly [Holder<T>, Holder<T>])[] {
  const found: (readonly [Holder<T>, Holder<T>])[] = [];
  const seen = new Set<string>();
  const groups = new Map<string, Holder<T>[]>();
  for (const later of holders) {
    const group = groups.get(keyOf(later.value));
    const earlier = group?.find((one) => clash(one.value, later.value));
    if (group) group.push(later);
    else groups.set(keyOf(later.value), [later]);
    const place = `${later.span.file}:${later.span.start.offset}`;
    if (!earlier || seen.has(place)) continue;
    seen.add(place);
    found.push([earlier, later]);
  }
  return found;
}

export const alsoHere = (earlier: Holder<unknown>, later: Holder<unknown>, text: string) =>
  samePlace(earlier.span, later.span) ? [] : [{ span: earlier.span, text }];

const samePlace = (a: Span, b: Span): boolean =>
  a.file === b.file && a.start.offset === b.start.offset;

/** Names in the engine are unique within a kind. */
export function checkNames(resources: readonly Resource[]): Diagnostic[] {
  const holders = resources.map((resource) => ({
    value: `${resource.kind} ${resource.spec.name}`,
    name: resource.spec.name,
    address: resource.address,
    span: placeOf(resource, 'name'),
  }));
  return clashes(holders, (value) => value).map(([earlier, later]) =>
    diagnose('name-clash', later.span, {
      summary: `${earlier.address} and ${later.address} have the same name in the engine, ${JSON.stringify(later.value.split(' ')[1])}`,
      labels: alsoHere(earlier, later, `${earlier.address} is here`),
    }),
  );
}

/** A port of the host leads to one container. */
export function checkPorts(resources: readonly Resource[]): Diagnostic[] {
  const holders: Holder<Port>[] = resources.flatMap((resource) =>
    resource.kind !== 'container'
      ? []
      : (resource.spec.ports ?? []).map((value, index) => ({
          value,
          address: resource.address,
          span: placeOf(resource, `ports[${index}]`, 'ports'),
        })),
  );
  return clashes(holders, hostPort, samePort).map(([earlier, later]) => {
    const { host, protocol = 'tcp' } = later.value;
    const who =
      earlier.address === later.address
        ? `${later.address} publishes`
        : `${earlier.address} and ${later.address} both publish`;
    const inLoop = samePlace(earlier.span, later.span);
    return diagnose('port-clash', later.span, {
      summary: `${who} port ${host}/${protocol} of the host`,
      detail: inLoop ? 'Add the variable of the `for` to the port: `8080 + i -> 80`.' : undefined,
      labels: alsoHere(earlier, later, `${earlier.address} publishes it here`),
    });
  });
}

const hostPort = ({ host, protocol = 'tcp' }: Port): string => `${host}/${protocol}`;

/** Of two at one port: an address clashes with itself, and with every one of the host. */
function samePort(a: Port, b: Port): boolean {
  const [left, right] = [a.host_ip ?? '0.0.0.0', b.host_ip ?? '0.0.0.0'];
  return portKey(a) === portKey(b) || left === '0.0.0.0' || right === '0.0.0.0';
}

/** A path of a container shows one thing. */
export function checkMounts(resources: readonly Resource[]): Diagnostic[] {
  return resources.flatMap((resource) => {
    if (resource.kind !== 'container') return [];
    const { address, spec } = resource;
    const mounts = (spec.mounts ?? []).map(({ target }, index) => ({
      value: target,
      address,
      span: placeOf(resource, `mounts[${index}]`, 'mounts'),
    }));
    const memory = Object.keys(spec.tmpfs ?? {}).map((target) => ({
      value: target,
      address,
      span: placeOf(resource, `tmpfs[${JSON.stringify(target)}]`, 'tmpfs'),
    }));
    const files = (['configs', 'secrets'] as const).flatMap((attribute) =>
      (spec[attribute] ?? []).map(({ target }, index) => ({
        value: target,
        address,
        span: placeOf(resource, `${attribute}[${index}]`, attribute),
      })),
    );
    return clashes([...mounts, ...memory, ...files], plainPath).map(([earlier, later]) =>
      diagnose('mount-clash', later.span, {
        summary: `${address} mounts two things at ${JSON.stringify(later.value)}`,
        labels: alsoHere(earlier, later, 'the first is here'),
      }),
    );
  });
}

const plainPath = (path: string): string => path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
