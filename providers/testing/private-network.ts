/*
 * A network of its own for a daemon under test, so that several run side by side: a namespace kept by a
 * file, with what enters it.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PrivateNetwork {
  /** What is put before a command to run it there. */
  readonly enter: readonly [program: string, ...args: string[]];
  /** Does an HTTP GET from inside, where the daemon's ports are published. */
  fetchInside(url: string): Promise<string>;
  /** Listens on a port inside; gives what ends it. */
  listenInside(port: number): Promise<() => Promise<void>>;
  /** Makes a port of the inside's loopback one of this machine's, which it gives with what ends it. */
  bringOut(port: number): Promise<{ readonly port: number; readonly end: () => Promise<void> }>;
  /** Makes a port of this machine's loopback one of the inside's, too; gives what ends it. */
  bringIn(port: number): Promise<() => Promise<void>>;
}

/** Prints a page; fails for any answer but a good one. */
const fetchScript = `
  const answer = await fetch(process.argv[1], { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(\`\${answer.status} from \${process.argv[1]}\`);
  process.stdout.write(await answer.text());`;

/** Listens on a port until its input ends. */
const listenScript = `
  process.stdin.on('end', () => process.exit()).resume();
  require('node:net').createServer().listen(Number(process.argv[1]), () => console.log('ready'));`;

/** Passes each connection to a socket on to a port, until its input ends. */
const relayScript = `
  process.stdin.on('end', () => process.exit()).resume();
  const net = require('node:net');
  const [, socket, port] = process.argv;
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    const far = net.connect({ host: '127.0.0.1', port: Number(port), allowHalfOpen: true });
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  server.listen(socket, () => console.log('ready'));`;

/** Listens on a port, and passes each connection on to a socket, until its input ends. */
const entryScript = `
  process.stdin.on('end', () => process.exit()).resume();
  const net = require('node:net');
  const [, socket, port] = process.argv;
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    const far = net.connect({ path: socket, allowHalfOpen: true });
    near.pipe(far).pipe(near);
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.writableEnded || other.destroy());
    }
  });
  server.listen(Number(port), '127.0.0.1', () => console.log('ready'));`;

/** @param file where the namespace is kept; whoever unmounts that file lets it go */
export async function makePrivateNetwork(file: string): Promise<PrivateNetwork> {
  // `ip netns add` would leave its own mount on /run/netns.
  writeFileSync(file, '');
  await run('unshare', [`--net=${file}`, 'true']);
  const inside = `--net=${file}`;
  await run('nsenter', [inside, 'ip', 'link', 'set', 'lo', 'up']);
  // An interface that leads nowhere, for networks of neighbours.
  await run('nsenter', [inside, 'ip', 'link', 'add', 'law0', 'type', 'veth']);
  await run('nsenter', [inside, 'ip', 'link', 'set', 'law0', 'up']);
  return {
    enter: ['nsenter', inside],
    fetchInside: async (url) => {
      const script = ['--input-type=module', '-e', fetchScript, url];
      return (await run('nsenter', [inside, process.execPath, ...script])).stdout;
    },
    listenInside: async (port) => {
      const script = [process.execPath, '-e', listenScript, String(port)];
      const listener = spawn('nsenter', [inside, ...script], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      await once(listener.stdout, 'data');
      return async () => {
        const gone = once(listener, 'exit');
        listener.stdin.end();
        await gone;
      };
    },
    bringOut: async (port) => {
      // A socket in the file system is the same in every network.
      const socket = `${file}-${port}.sock`;
      const endRelay = await startInside(inside, relayScript, socket, port);
      const { server, open } = passingOn(() => connect({ path: socket, allowHalfOpen: true }));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const found = server.address();
      if (found === null || typeof found === 'string') throw new Error('no port is free');
      return {
        port: found.port,
        end: async () => {
          server.close();
          for (const one of open) one.destroy();
          await endRelay();
        },
      };
    },
    bringIn: async (port) => {
      const socket = `${file}-in-${port}.sock`;
      const { server, open } = passingOn(() =>
        connect({ host: '127.0.0.1', port, allowHalfOpen: true }),
      );
      server.listen(socket);
      await once(server, 'listening');
      const endEntry = await startInside(inside, entryScript, socket, port);
      return async () => {
        await endEntry();
        server.close();
        for (const one of open) one.destroy();
      };
    },
  };
}

/** Runs a script inside that says when it is ready; gives what ends it. */
async function startInside(
  inside: string,
  script: string,
  socket: string,
  port: number,
): Promise<() => Promise<void>> {
  const words = [inside, process.execPath, '-e', script, socket, String(port)];
  const child = spawn('nsenter', words, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return async () => {
    const gone = once(child, 'exit');
    child.stdin.end();
    await gone;
  };
}

interface PassingOn {
  readonly server: Server;
  /** All that is open. */
  readonly open: ReadonlySet<Socket>;
}

/** A server that passes each connection on. A line that breaks on one side breaks on the other. */
function passingOn(onward: () => Socket): PassingOn {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = onward();
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        // One that has come to its end has passed that on; one that was cut has not.
        if (!other.writableEnded) other.destroy();
      });
    }
  });
  return { server, open };
}
