/*
 * What living containers go on using although nothing else of the stack wants it, and why. It is noted
 * before anything is removed, and kept from removal by retained.ts.
 */
import type { ObservedContainer } from '../model/index.js';
import { usageKey, type Draft } from './draft.js';
import { twinOf } from './held.js';
import type { DesiredOf } from './facts.js';
import { isIgnored } from './ignore.js';

/**
 * Notes that a container goes on running on an image that another one of the same content has taken
 * the name from: it is as good, so that nothing has to be replaced for it.
 */
export function holdTwin(
  { holders, input }: Draft,
  { resource, completed }: DesiredOf<'container'>,
  { imageId }: ObservedContainer,
): void {
  if (!twinOf(input.observation, imageId, completed.image)) return;
  holders.set(usageKey('image', imageId), `${resource.address} runs on it, and it is the same`);
}

/** Notes what a container goes on using because it ignores changes, though nothing else wants it. */
export function holdWhatIsIgnored(
  { holders }: Draft,
  { resource, completed }: DesiredOf<'container'>,
  current: ObservedContainer,
): void {
  const { lifecycle, address } = resource;
  const ignores = (attribute: string): boolean =>
    lifecycle.ignoreChanges.some((path) => isIgnored(path, [attribute]));
  const held = `${address}, which ignores changes of that, uses it`;
  if (ignores('image')) holders.set(usageKey('image', current.imageId), held);
  for (const network of ignores('networks') ? Object.keys(completed.networks) : []) {
    holders.set(usageKey('network', network), held);
  }
  for (const { type, source } of ignores('mounts') ? Object.values(completed.mounts) : []) {
    if (type === 'volume') holders.set(usageKey('volume', source), held);
  }
}
