/*
 * Takes the signals that this process gets, from before there is anything to pass them on to: one that comes while a
 * container is being started is the container's, too.
 */

/** Those that somebody sends to end, or to tell, a program. */
const taken = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const;

export interface HeldSignals {
  /**
   * Passes them on from now on, those that have come first, in their order.
   * @param send may fail: what it is for may have ended before
   */
  passTo(send: (signal: string) => Promise<void>): void;
  /** Gives them back to this process, those that have come, too. */
  giveBack(): void;
  /** Takes no more. */
  end(): void;
}

export function holdSignals(): HeldSignals {
  const waiting: NodeJS.Signals[] = [];
  let last = Promise.resolve();
  let pass = (signal: NodeJS.Signals): void => void waiting.push(signal);
  const take = (signal: NodeJS.Signals): void => pass(signal);
  for (const signal of taken) process.on(signal, take);
  const end = (): void => {
    for (const signal of taken) process.off(signal, take);
  };
  return {
    passTo: (send) => {
      pass = (signal) => {
        last = last.then(() => send(signal)).catch(() => undefined);
      };
      for (const signal of waiting.splice(0)) pass(signal);
    },
    giveBack: () => {
      end();
      for (const signal of waiting.splice(0)) process.kill(process.pid, signal);
    },
    end,
  };
}
