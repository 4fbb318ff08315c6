/*
 * Makes connections to an engine, however it is reached. What goes over them is not known here.
 */
import { connect as connectSocket, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { portOf } from './choose.js';
import { connectTimedOut } from './failure-hints.js';
import { openSsh } from './ssh.js';
import type { EngineTarget, Environment, TlsFiles } from './target.js';

export interface Dialer {
  /** Begins a connection; what goes wrong with it is an `error` of it. */
  connect(): Duplex;
  /** How many connections calls that are answered at once may use; absent for as many as they are. */
  readonly shortConnections?: number;
  /** Lets go of what connections share. */
  close(): void;
}

/** Milliseconds in which a host of the network has to take a connection, TLS included. */
export const connectPatience = 10_000;
/** Milliseconds after which a line that is silent is asked whether it still is one. */
const keepAliveAfter = 15_000;

/** A host that does not answer to the wish for a connection. */
export class ConnectTimeout extends Error {
  readonly code = connectTimedOut;

  constructor() {
    super(`no connection within ${connectPatience / 1000} s`);
  }
}

/**
 * Gets ready to connect; over ssh this logs in.
 * @throws SshFailure
 */
export async function openDialer(
  target: EngineTarget,
  family: 'docker' | 'podman',
  environment: Environment,
): Promise<Dialer> {
  const { address, tls, identity } = target;
  switch (address.kind) {
    case 'unix':
      return { connect: () => connectSocket(address.socketPath), close: () => undefined };
    case 'tcp': {
      const place = { host: address.host, port: portOf(target) };
      return {
        connect: () =>
          tls
            ? bounded(connectTls({ ...place, ...tlsOptions(tls, place.host) }), 'secureConnect')
            : bounded(connectSocket(place), 'connect'),
        close: () => undefined,
      };
    }
    case 'ssh':
      return openSsh({ address, identity, environment }, family);
    default:
      return address satisfies never;
  }
}

function tlsOptions({ ca, client, verifies }: TlsFiles, host: string): ConnectionOptions {
  return {
    rejectUnauthorized: verifies,
    minVersion: 'TLSv1.2',
    // An address is no name to be asked for.
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    ...(ca !== undefined && { ca }),
    ...(client && { cert: client.certificate, key: client.key }),
  };
}

/** Gives a connection up that is not made in time, and notices when its other end has gone. */
function bounded(socket: Socket, made: 'connect' | 'secureConnect'): Socket {
  const timer = setTimeout(() => socket.destroy(new ConnectTimeout()), connectPatience);
  socket.once(made, () => {
    clearTimeout(timer);
    socket.setKeepAlive(true, keepAliveAfter);
  });
  socket.once('close', () => clearTimeout(timer));
  return socket;
}
