/*
 * A proxy in front of an engine's socket that passes everything on, and meddles with what was written
 * to a container before the answer to that goes back.
 */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';

export interface DamagingProxy {
  /** `unix://…`, to be used in place of the engine's own. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Listens on `socketPath`; `damage` is called after each archive that the engine has unpacked. */
export async function startDamagingProxy(
  enginePath: string,
  socketPath: string,
  damage: () => void,
): Promise<DamagingProxy> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(enginePath);
    let isUnpacking = false;
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
      if (/^PUT \S+\/archive\?/.test(chunk.toString('latin1'))) isUnpacking = true;
      far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => {
      if (isUnpacking) damage();
      isUnpacking = false;
      near.write(chunk);
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
