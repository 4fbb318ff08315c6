/*
 * Ports of the host. Rules of the firewall would silently take a port from a program that listens
 * on it, so each published port is bound first, and the socket is handed to the container's monitor,
 * which holds it as long as the container runs.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { RuntimeError } from '../errors.js';
import { errorCode } from '../store/index.js';
import { descriptorOf } from './socket-descriptor.js';

export interface PublishedPort {
  readonly hostIp: string;
  readonly host: number;
  readonly container: number;
  readonly protocol: 'tcp' | 'udp';
}

/** Bound ports, until they are let go or another process holds them too. */
export interface PortHold {
  /** None once they are let go. */
  readonly descriptors: readonly number[];
  release(): void;
}

/** Reads the ports of a completed container: container port by `host_ip:host/protocol`. */
export function parsePorts(ports: Readonly<Record<string, number>>): readonly PublishedPort[] {
  return Object.entries(ports).map(([key, container]) => {
    const match = /^(.*):(\d+)\/(tcp|udp)$/.exec(key);
    if (match === null) throw new TypeError(`not a published port: ${key}`);
    const [, hostIp = '', host = '', protocol] = match;
    return { hostIp, host: Number(host), container, protocol: protocol === 'udp' ? 'udp' : 'tcp' };
  });
}

/** Whether two ports cannot be published at the same time. */
export function portsClash(a: PublishedPort, b: PublishedPort): boolean {
  const everywhere = (ip: string): boolean => ip === '0.0.0.0' || ip === '';
  return (
    a.host === b.host &&
    a.protocol === b.protocol &&
    (a.hostIp === b.hostIp || everywhere(a.hostIp) || everywhere(b.hostIp))
  );
}

/**
 * Binds all of the ports, or none.
 * @throws RuntimeError `port-in-use`, `port-refused`
 */
export async function holdPorts(ports: readonly PublishedPort[]): Promise<PortHold> {
  const held: { readonly socket: object; close: () => void }[] = [];
  const release = (): void => {
    for (const { close } of held.splice(0)) close();
  };
  try {
    for (const port of ports) held.push(await bind(port));
  } catch (error) {
    release();
    throw error;
  }
  return {
    get descriptors() {
      return held.flatMap(({ socket }) => descriptorOf(socket) ?? []);
    },
    release,
  };
}

async function bind(port: PublishedPort): Promise<{ readonly socket: object; close: () => void }> {
  const { hostIp, host, protocol } = port;
  const address = hostIp === '' ? '0.0.0.0' : hostIp;
  try {
    if (protocol === 'udp') {
      const socket = createSocket({ type: 'udp4' });
      socket.bind({ address, port: host, exclusive: true });
      await once(socket, 'listening');
      return { socket, close: () => void socket.close() };
    }
    const server = createServer((connection) => connection.destroy());
    server.listen({ host: address, port: host, exclusive: true });
    await once(server, 'listening');
    return { socket: server, close: () => void server.close() };
  } catch (error) {
    throw bindFailure(port, error);
  }
}

function bindFailure(port: PublishedPort, error: unknown): unknown {
  const { hostIp, host, protocol } = port;
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new RuntimeError({ kind: 'port-in-use', hostIp, port: host, protocol }, error);
    case 'EADDRNOTAVAIL': {
      const reason = 'this host has no such address';
      return new RuntimeError({ kind: 'port-refused', hostIp, port: host, reason }, error);
    }
    case 'EACCES': {
      const reason =
        'this user may not bind it. Root allows all from PORT on: sysctl net.ipv4.ip_unprivileged_port_start=PORT';
      return new RuntimeError({ kind: 'port-refused', hostIp, port: host, reason }, error);
    }
    default:
      return error;
  }
}
