/*
 * Passes what is typed, or piped, to a container. In raw mode its terminal gets every key as it is, an
 * interrupt too; whatever happens, the caller's own terminal is given back as it was.
 */
import type { Writable } from 'node:stream';
import { watchKeys } from './key-watch.js';
import type { Streams } from './streams.js';

export interface DetachKeys {
  readonly sequence: Uint8Array;
  readonly onDetach: () => void;
}

/**
 * Passes input on, and its end.
 * @param terminal whether what gets it is a terminal
 * @returns what ends that
 */
export function passInput(
  { input }: Streams,
  target: Writable,
  terminal: boolean,
  keys?: DetachKeys,
): () => void {
  const raw = terminal && input.isTTY === true;
  // Whoever pipes into it may send any bytes, and means no keys.
  const watched = raw && keys ? watchKeys(keys.sequence, keys.onDetach) : undefined;
  if (raw) input.setRawMode?.(true);
  const first = watched ?? target;
  watched?.pipe(target);
  input.pipe(first);
  return () => {
    input.unpipe(first);
    watched?.unpipe(target);
    input.pause();
    if (raw) input.setRawMode?.(false);
  };
}
