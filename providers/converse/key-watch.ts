/*
 * Looks for a sequence of keys in what is typed. What may be its beginning waits until it is known to be none,
 * so that no part of the sequence reaches the container.
 */
import { Transform } from 'node:stream';

/**
 * A stream that lets input through up to the sequence.
 * @param onFound called once, when all of the sequence has come; nothing is let through after that
 */
export function watchKeys(sequence: Uint8Array, onFound: () => void): Transform {
  const keys = Buffer.from(sequence);
  let held = Buffer.alloc(0);
  let isFound = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isFound) {
        done();
        return;
      }
      const all = Buffer.concat([held, chunk]);
      const at = all.indexOf(keys);
      if (at >= 0) {
        isFound = true;
        this.push(all.subarray(0, at));
        onFound();
        done();
        return;
      }
      const open = beginningAtEnd(all, keys);
      held = all.subarray(all.length - open);
      done(null, all.subarray(0, all.length - open));
    },
    flush(done) {
      done(null, isFound ? undefined : held);
    },
  });
}

/** The length of the longest end of a text that is a beginning of the keys. */
function beginningAtEnd(text: Buffer, keys: Buffer): number {
  for (let length = Math.min(keys.length - 1, text.length); length > 0; length -= 1) {
    if (text.subarray(text.length - length).equals(keys.subarray(0, length))) return length;
  }
  return 0;
}
