/*
 * A proxy in front of the engine's socket that writes down each request's method and path, so that
 * a test can prove what left the process. It can lose answers, as a broken line would.
 */
import { startRelay } from './relay.js';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
}

export interface Recorder {
  /** `unix://…`, to be used in place of the engine's own. */
  readonly address: string;
  readonly requests: readonly RecordedRequest[];
  /** Forwards the next request that fits, and cuts the line instead of passing its answer on. */
  loseAnswerTo(method: string, path: RegExp): void;
  /** Cuts the line instead of forwarding the next request that fits. */
  loseCall(method: string, path: RegExp): void;
  stop(): Promise<void>;
}

/** Listens on `socketPath` and passes everything on to the engine at `enginePath`. */
export async function recordRequests(enginePath: string, socketPath: string): Promise<Recorder> {
  const requests: RecordedRequest[] = [];
  let losing:
    | { readonly what: 'answer' | 'call'; readonly method: string; readonly path: RegExp }
    | undefined;
  const relay = await startRelay(enginePath, socketPath, () => {
    let cut = false;
    return {
      request: (piece) => {
        const [, method, path] =
          /^([A-Z]+) (\S+) HTTP\/1\.1\r\n/.exec(piece.toString('latin1')) ?? [];
        if (method === undefined || path === undefined) return 'pass';
        requests.push({ method, path });
        if (losing?.method !== method || !losing.path.test(path)) return 'pass';
        cut = true;
        const { what } = losing;
        losing = undefined;
        return what === 'call' ? 'close' : 'pass';
      },
      answer: () => (cut ? 'close' : 'pass'),
    };
  });
  return {
    ...relay,
    requests,
    loseAnswerTo: (method, path) => {
      losing = { what: 'answer', method, path };
    },
    loseCall: (method, path) => {
      losing = { what: 'call', method, path };
    },
  };
}
