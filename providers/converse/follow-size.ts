/*
 * Keeps a terminal in a container as large as the caller's. Sizes are told one after the other, with a moment
 * between: a terminal that is pulled has many, the last one told has to be the last one heard, and conmon takes
 * two that it reads at once for the first of them twice.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Streams } from './streams.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Columns and rows of the caller's terminal; `undefined` where there is none. */
export function sizeOf({ output: { columns, rows } }: Streams): Size | undefined {
  // A terminal that nobody has told its size says 0.
  if (columns === undefined || rows === undefined || columns === 0 || rows === 0) return undefined;
  return { columns, rows };
}

/** Milliseconds between two sizes. */
const moment = 100;

/**
 * @param resize may fail: what it is for may have ended before it hears of the new size
 * @returns what ends that
 */
export function followSize(
  streams: Streams,
  resize: (columns: number, rows: number) => Promise<void>,
): () => void {
  let told: Size | undefined;
  let isTelling = false;
  let isOver = false;
  const tell = async (): Promise<void> => {
    for (;;) {
      const size = sizeOf(streams);
      if (isOver || !size) return;
      if (size.columns === told?.columns && size.rows === told.rows) return;
      told = size;
      await resize(size.columns, size.rows).catch(() => undefined);
      await delay(moment, undefined, { ref: false });
    }
  };
  const fit = (): void => {
    if (isTelling) return;
    isTelling = true;
    void tell().finally(() => (isTelling = false));
  };
  fit();
  streams.output.on('resize', fit);
  return () => {
    isOver = true;
    streams.output.off('resize', fit);
  };
}
