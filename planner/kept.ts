/*
 * What destroying a stack leaves: protected objects, and what they cannot be without. Taking a
 * network from under a protected container would break it, and engines refuse it.
 */
import { compareAddresses, sharingOf, type Cause, type Observed } from '../model/index.js';
import { isProtected } from './checks.js';
import type { DestroyInput } from './facts.js';

/** The objects that stay, each with why. */
export function keptOnDestroy(input: DestroyInput): ReadonlyMap<Observed, Cause> {
  const { objects } = input.observation;
  const kept = new Map<Observed, Cause>(
    objects
      .filter((object) => object.kind !== 'image' && isProtected(input, object))
      .map((object) => [object, { text: 'it is protected' }]),
  );
  // A map is walked in the order of insertion, what is added on the way included.
  for (const [user] of kept) {
    for (const object of objects) {
      if (kept.has(object) || !uses(user, object)) continue;
      const { address } = user;
      kept.set(object, { text: `${address} uses it, and stays` });
    }
  }
  return new Map([...kept].sort(([a], [b]) => compareAddresses(a.address, b.address)));
}

/** Whether an object cannot be without another. */
export function uses(user: Observed, object: Observed): boolean {
  if (user.kind === 'image') {
    return object.kind === 'image' && user.completed.base === object.completed.key;
  }
  if (user.kind !== 'container') return false;
  const { networks, mounts } = user.completed;
  switch (object.kind) {
    case 'image':
      return object.id === user.imageId;
    case 'network':
      return networks[object.name] !== undefined;
    case 'volume':
      return Object.values(mounts).some(
        ({ type, source }) => type === 'volume' && source === object.name,
      );
    case 'container':
      return sharingOf(user.completed).some(({ container }) => container === object.name);
    default:
      return object satisfies never;
  }
}
