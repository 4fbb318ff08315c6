/*
 * A registry as both a test and a daemon with a network of its own see it: on one port of their loopbacks,
 * through a front that counts connections and can be shut. For end-to-end tests only.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Daemon } from '../../providers/testing/index.js';
import { startRegistry } from '../../runtime/testing/index.js';

export interface RegistryFront {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** How many connections were made so far. */
  connections(): number;
  /** Lets nobody through any more, or again. */
  shut(isShut: boolean): void;
  /** Makes it reachable in the network of a daemon. */
  openIn(daemon: Pick<Daemon, 'bringIn'>): Promise<void>;
  stop(): Promise<void>;
}

export async function startFront(): Promise<RegistryFront> {
  const registry = await startRegistry({ login: true });
  let count = 0;
  let closed = false;
  const sockets = new Set<Socket>();
  const ends: (() => Promise<void>)[] = [];
  const open = createServer((from) => {
    count += 1;
    if (closed) {
      from.destroy();
      return;
    }
    const to = connect(registry.port, '127.0.0.1');
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    from.on('error', () => to.destroy()).pipe(to);
    to.on('error', () => from.destroy()).pipe(from);
  }).listen(0, '127.0.0.1');
  await once(open, 'listening');
  const address = open.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  ends.push(async () => {
    open.close();
  });
  return {
    host: `127.0.0.1:${port}`,
    connections: () => count,
    shut: (isShut) => {
      closed = isShut;
      if (isShut) for (const socket of sockets) socket.destroy();
    },
    openIn: async (daemon) => {
      ends.push(await daemon.bringIn(port));
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      for (const end of ends) await end();
      await registry.stop();
    },
  };
}
