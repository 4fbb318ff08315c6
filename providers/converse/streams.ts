/* Where the streams of a command lead that talks with a container: those of this process, or a test's. */
import type { Readable, Writable } from 'node:stream';

export interface Streams {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  readonly output: Writable & { readonly columns?: number; readonly rows?: number };
  readonly error: Writable;
}

/** Those of this process. */
export const ownStreams = (): Streams => ({
  input: process.stdin,
  output: process.stdout,
  error: process.stderr,
});
