/*
 * Puts the masker between the whole process and its two streams: what any part of the command or of a
 * library writes passes through it, errors and spinners too. The end of a write that may be the
 * beginning of a secret waits for the next write.
 */
import { createMasker, type Masker } from './mask.js';

export interface GuardedStreams {
  readonly masker: Masker;
  /** Writes to standard output past the masker, for what was asked for by name. */
  readonly writeRevealed: (text: string) => void;
}

type Stream = NodeJS.WriteStream;

/** Guards standard output and standard error, from now to the end of the process. */
export function guardStreams(): GuardedStreams {
  const masker = createMasker();
  const writeRevealed = guard(process.stdout, masker);
  guard(process.stderr, masker);
  return { masker, writeRevealed };
}

/** @returns a way past the masker */
function guard(stream: Stream, masker: Masker): (text: string) => void {
  const write = stream.write.bind(stream);
  let held = '';
  const guarded = (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    const done = rest.find((one): one is () => void => typeof one === 'function');
    if (!masker.active) {
      return typeof chunk === 'string' || chunk instanceof Uint8Array ? write(chunk, done) : true;
    }
    const text = held + textOf(chunk);
    // A line that has ended goes out; a secret over several lines is masked line by line.
    const open = text.endsWith('\n') ? 0 : masker.openEnd(text);
    held = text.slice(text.length - open);
    return write(masker.mask(text.slice(0, text.length - open)), done);
  };
  Object.defineProperty(stream, 'write', { value: guarded, configurable: true, writable: true });
  process.on('exit', () => {
    if (held !== '') write(masker.mask(held));
  });
  return (text) => void write(text);
}

function textOf(chunk: unknown): string {
  if (typeof chunk === 'string') return chunk;
  return chunk instanceof Uint8Array ? Buffer.from(chunk).toString('utf8') : '';
}
