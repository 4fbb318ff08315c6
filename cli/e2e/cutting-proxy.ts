/*
 * A proxy in front of an engine's socket that breaks one exchange: at the n-th request that changes
 * something it ends the client before the engine hears of it, after the engine has done it, or lets
 * the client live and loses the answer.
 */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';

export type Cut = 'kill-before' | 'kill-after' | 'lose-reply';

export interface CuttingProxy {
  /** `unix://…`, to be used in place of the engine's own. */
  readonly address: string;
  /** Counts anew; the request of this number is cut. Without one all go through. */
  arm(cut?: { readonly how: Cut; readonly at: number; readonly kill: () => void }): void;
  /** Requests that change something, since it was armed. */
  readonly seen: number;
  stop(): Promise<void>;
}

/** Listens on `socketPath` and passes everything on to the engine at `enginePath`. */
export async function startCuttingProxy(
  enginePath: string,
  socketPath: string,
): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let armed: Parameters<CuttingProxy['arm']>[0];
  let seen = 0;

  /** Whether the exchange that begins with this piece is the one to cut. */
  const isCut = (chunk: Buffer): boolean => {
    if (!/^(POST|PUT|DELETE) \S+ HTTP\/1\.1\r\n/.test(chunk.toString('latin1'))) return false;
    seen += 1;
    return armed?.at === seen;
  };
  const server = createServer((near) => {
    const far = connect(enginePath);
    let cut: Cut | undefined;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk: Buffer) => {
      if (isCut(chunk)) cut = armed?.how;
      if (cut === 'kill-before') armed?.kill();
      else far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => {
      if (cut === undefined) {
        near.write(chunk);
        return;
      }
      if (cut === 'kill-after') armed?.kill();
      near.destroy();
    });
    near.on('end', () => far.end());
    far.on('end', () => near.end());
  });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    address: `unix://${socketPath}`,
    arm: (cut) => {
      armed = cut;
      seen = 0;
    },
    get seen() {
      return seen;
    },
    stop: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await rm(socketPath, { force: true });
    },
  };
}
