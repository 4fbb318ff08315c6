/*
 * What of a stack is on an engine, against what is to be: names, definitions and states. What ignores
 * changes of its image is what that image makes of it, and older builds stay for it.
 */
import { canonicalJson, toJson, type Kind } from '../../model/index.js';
import { previousBuilds } from '../previous-builds.js';
import type { Host } from './host.js';
import { resolve, type Written } from './stacks.js';

/** Everything found and everything wanted, a line each. */
export async function compareWith(
  host: Host,
  stack: readonly Written[],
): Promise<{ readonly found: readonly string[]; readonly wanted: readonly string[] }> {
  const observation = await host.observe();
  const wanted = resolve(stack);
  const previous = previousBuilds({ desired: wanted, observation });
  const objects = observation.objects.filter((object) => !previous.has(object));
  const ignored = (address: string): readonly string[] =>
    wanted.find(({ resource }) => resource.address === address)?.resource.lifecycle.ignoreChanges ??
    [];
  const lines = (list: readonly { address: string; kind: Kind; completed: object }[]) =>
    list
      .filter(({ kind }) => kind !== 'image' || !ignoresImages(stack))
      .map(({ kind, address, completed }) => {
        const compared = Object.entries(completed).filter(
          ([name]) => !ignored(address).some((path) => path === name || path === 'image'),
        );
        return `${kind} ${address} ${canonicalJson(toJson(Object.fromEntries(compared)))}`;
      })
      .sort();
  return {
    found: lines(objects),
    wanted: lines(
      wanted.map(({ kind, resource: { address }, completed }) => ({ kind, address, completed })),
    ),
  };
}

const ignoresImages = (stack: readonly Written[]): boolean =>
  stack.some(({ resource }) => resource.lifecycle.ignoreChanges.includes('image'));
