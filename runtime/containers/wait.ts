/*
 * Waits for a container's end without a hand in it: whoever clears up is not disturbed, and a
 * restart by policy is no end.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '../store/index.js';
import { inspectContainer, type ContainerView } from './inspect.js';
import { lockOf } from './lifecycle.js';

/** Milliseconds between two looks, at first and at most. */
const shortest = 10;
const longest = 250;

/**
 * Waits until a container has ended and will not be started again by its policy.
 * @returns its exit code; null when nobody saw it end, or it never ran
 */
export async function waitForEnd(
  store: Store,
  wanted: string,
  signal: AbortSignal,
): Promise<number | null> {
  const { id } = await inspectContainer(store, wanted);
  for (let pause = shortest; ; pause = Math.min(pause * 2, longest)) {
    const view = await inspectContainer(store, id);
    // Between two runs of a restart it looks ended, but somebody works on it.
    if (hasEnded(view) && (await store.lockHolder(lockOf(id))) === undefined) {
      const certain = await inspectContainer(store, id);
      if (hasEnded(certain)) return certain.exitCode;
    }
    await delay(pause, undefined, { signal });
  }
}

function hasEnded({ state }: ContainerView): boolean {
  return state === 'exited' || state === 'lost' || state === 'created';
}
