/*
 * Stopping a build. The engine ends one that nobody waits for any longer, but not before the
 * instruction that it is at is done with, and until then it holds on to what it has made. So only our
 * side of the connection is closed, which tells it to stop, and the answer is read to its end.
 */
import type { IncomingMessage } from 'node:http';

/** How long an engine may take to stop before it is left to itself, in milliseconds. */
const patience = 10_000;

/**
 * Sends a build and follows it; after the wish to stop, until the engine has stopped.
 * @param signal the wish
 */
export async function untilStopped<T>(
  signal: AbortSignal,
  send: (cut: AbortSignal) => Promise<IncomingMessage>,
  follow: (body: IncomingMessage) => Promise<T>,
): Promise<T> {
  const cut = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let answer: IncomingMessage | undefined;
  const stop = (): void => {
    if (!answer) {
      cut.abort();
      return;
    }
    answer.socket.end();
    timer = setTimeout(() => cut.abort(), patience);
  };
  if (signal.aborted) cut.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    answer = await send(cut.signal);
    return await follow(answer);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
