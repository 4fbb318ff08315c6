/*
 * A relay in front of an engine's socket: passes everything on, piece by piece, but where it is told
 * otherwise.
 */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';

/** What is done with the pieces of one connection. */
export interface Passing {
  /**
   * A piece of a request: passed on, at once or after something; dropped; answered in the engine's place; or
   * the connection is closed.
   */
  readonly request?: (
    piece: Buffer,
  ) =>
    'pass' | 'drop' | 'close' | { readonly answer: string } | { readonly after: Promise<unknown> };
  /** A piece of an answer: passed on, or the connection is closed in its place. */
  readonly answer?: (piece: Buffer) => 'pass' | 'close';
}

export interface Relay {
  /** `unix://…`, to be used in place of the engine's own. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Whether a piece begins a request that changes something. */
export const isWrite = (piece: Buffer): boolean =>
  /^(POST|PUT|DELETE) \S+ HTTP\/1\.1\r\n/.test(piece.toString('latin1'));

/**
 * Listens on `socketPath` and passes everything on to the engine at `enginePath`.
 * @param connected called for each connection
 */
export async function startRelay(
  enginePath: string,
  socketPath: string,
  connected: () => Passing,
): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(enginePath);
    const { request = () => 'pass', answer = () => 'pass' } = connected();
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (piece: Buffer) => {
      const what = request(piece);
      if (what === 'pass') far.write(piece);
      else if (what === 'close') near.destroy();
      else if (what === 'drop') return;
      else if ('answer' in what) near.end(what.answer);
      else {
        near.pause();
        const passOn = (): void => {
          far.write(piece);
          near.resume();
        };
        what.after.then(passOn, () => near.destroy());
      }
    });
    far.on('data', (piece: Buffer) => {
      if (answer(piece) === 'pass') near.write(piece);
      else near.destroy();
    });
    near.on('end', () => far.end());
    far.on('end', () => near.end());
  });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    address: `unix://${socketPath}`,
    stop: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await rm(socketPath, { force: true });
    },
  };
}
