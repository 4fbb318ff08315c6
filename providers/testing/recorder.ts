/*
 * A proxy in front of the engine's socket that writes down each request's method and path, so that
 * a test can prove what left the process. It can lose answers, as a broken line would.
 */
import { createServer, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';

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
  const open = new Set<Socket>();
  let losing:
    | { readonly what: 'answer' | 'call'; readonly method: string; readonly path: RegExp }
    | undefined;

  const server = createServer((near) => {
    const far = connect(enginePath);
    let cut = false;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
      socket.on('error', () => socket.destroy());
    }
    near.on('data', (chunk: Buffer) => {
      const head = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n/.exec(chunk.toString('latin1'));
      if (head?.[1] !== undefined && head[2] !== undefined) {
        const request = { method: head[1], path: head[2] };
        requests.push(request);
        if (losing?.method === request.method && losing.path.test(request.path)) {
          cut = true;
          const { what } = losing;
          losing = undefined;
          if (what === 'call') {
            near.destroy();
            return;
          }
        }
      }
      far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => {
      if (cut) near.destroy();
      else near.write(chunk);
    });
    near.on('end', () => far.end());
    far.on('end', () => near.end());
  });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    address: `unix://${socketPath}`,
    requests,
    loseAnswerTo: (method, path) => {
      losing = { what: 'answer', method, path };
    },
    loseCall: (method, path) => {
      losing = { what: 'call', method, path };
    },
    stop: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await rm(socketPath, { force: true });
    },
  };
}
