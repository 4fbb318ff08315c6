/*
 * Joins the caller's streams to those of a container until one of them ends it: input with the keys that
 * detach, the size of the terminal, signals. Its output comes by the engine's own ways.
 */
import type { Writable } from 'node:stream';
import { parseDetachKeys, type AttachOptions } from '../../model/index.js';
import { followSize } from './follow-size.js';
import type { HeldSignals } from './hold-signals.js';
import { passInput } from './pass-input.js';
import type { Streams } from './streams.js';

/** A container whose streams are at hand. */
export interface Partner {
  /** Whether it has a terminal. */
  readonly terminal: boolean;
  /** Its standard input. */
  readonly input: Writable;
  /** All that it puts out is written; settles when there is no more, or nobody reads it any longer. */
  readonly output: Promise<'ended' | 'detached'>;
  resize(columns: number, rows: number): Promise<void>;
  signal(name: string): Promise<void>;
}

/**
 * @param signals those that may be the container's
 * @returns how it ended; the streams of the partner are then the caller's to close
 * @throws Error where `options` name no keys
 */
export async function converse(
  partner: Partner,
  streams: Streams,
  options: AttachOptions,
  signals: HeldSignals,
): Promise<'ended' | 'detached'> {
  const sequence = parseDetachKeys(options.detachKeys);
  if (!sequence) throw new Error(`${options.detachKeys} names no keys`);
  const ends = [() => signals.end()];
  try {
    const detached = new Promise<'detached'>((onDetach) => {
      if (!options.interactive) return;
      const keys = { sequence, onDetach: () => onDetach('detached') };
      ends.push(passInput(streams, partner.input, partner.terminal, keys));
    });
    if (partner.terminal) ends.push(followSize(streams, (...size) => partner.resize(...size)));
    if (options.passSignals && !partner.terminal) signals.passTo((name) => partner.signal(name));
    else signals.giveBack();
    return await Promise.race([partner.output, detached]);
  } finally {
    for (const end of ends) end();
  }
}
