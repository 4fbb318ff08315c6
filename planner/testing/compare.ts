/*
 * What of a stack is on an engine, against what is to be: names, definitions and states. What ignores
 * changes of its image is what that image makes of it, and older builds stay for it.
 */
import {
  canonicalJson,
  imageReference,
  tagsOf,
  toJson,
  type Kind,
  type Observed,
  type ObservedContainer,
} from '../../model/index.js';
import { previousBuilds } from '../previous-builds.js';
import type { Home } from './home.js';
import type { Written } from './stacks.js';

/**
 * Everything found and everything wanted, a line each.
 * @param doubtful whether the ledger was lost, so that a name which the stack has given keeps an image as one
 * that somebody else has given does
 */
export async function compareWith(
  home: Pick<Home, 'observe' | 'resolve'>,
  stack: readonly Written[],
  doubtful = false,
): Promise<{ readonly found: readonly string[]; readonly wanted: readonly string[] }> {
  const observation = await home.observe();
  const wanted = await home.resolve(stack);
  const previous = previousBuilds({ desired: wanted, observation });
  const keys = new Set(wanted.flatMap((one) => (one.kind === 'image' ? [one.completed.key] : [])));
  const isKept = (object: Observed): boolean =>
    doubtful && object.kind === 'image' && !keys.has(object.completed.key);
  const objects = observation.objects
    .filter((object) => !previous.has(object) && !isKept(object))
    .map((object) =>
      object.kind === 'container' ? underTag(observation.objects, object) : object,
    );
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
  const tags = wanted.flatMap((one) =>
    one.kind === 'image'
      ? tagsOf(one.resource.spec.tags ?? []).map((tag) => ({ tag, address: one.resource.address }))
      : [],
  );
  const leadsTo = (tag: string): string | undefined =>
    observation.objects.find((one) => one.kind === 'image' && one.references.includes(tag))
      ?.address;
  return {
    found: [...lines(objects), ...tags.map(({ tag }) => `${tag} is ${leadsTo(tag)}`)],
    wanted: [
      ...lines(
        wanted.map(({ kind, resource: { address }, completed }) => ({ kind, address, completed })),
      ),
      ...tags.map(({ tag, address }) => `${tag} is ${address}`),
    ],
  };
}

/**
 * A container that was made from an image by its id, when that had no name: by the name that it has
 * now, the same image is meant.
 */
function underTag(objects: readonly Observed[], container: ObservedContainer): ObservedContainer {
  const { completed, imageId } = container;
  const image = objects.find(({ kind, id }) => kind === 'image' && id === imageId);
  const own = image?.kind === 'image' ? imageReference(image.completed) : '';
  const name = image?.kind === 'image' ? image.references.find((one) => one === own) : undefined;
  if (completed.image !== imageId || name === undefined) return container;
  return { ...container, completed: { ...completed, image: name } };
}

const ignoresImages = (stack: readonly Written[]): boolean =>
  stack.some(({ resource }) => resource.lifecycle.ignoreChanges.includes('image'));
