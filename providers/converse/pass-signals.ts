/* Passes on the signals that this process gets, in their order. */

/** Those that somebody sends to end, or to tell, a program. */
const passed = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const;

/**
 * @param send may fail: what it is for may have ended before
 * @returns what ends that
 */
export function passSignals(send: (signal: string) => Promise<void>): () => void {
  let last = Promise.resolve();
  const pass = (signal: string): void => {
    last = last.then(() => send(signal)).catch(() => undefined);
  };
  for (const signal of passed) process.on(signal, pass);
  return () => {
    for (const signal of passed) process.off(signal, pass);
  };
}
