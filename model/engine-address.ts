/*
 * Addresses of engines: text in, what a connection needs out. Judged by form alone; whether anybody
 * answers there is for a provider to find out. What begins with `-` is no host and no user, because a
 * program that is given it would take it for an option.
 */

/** A socket of this machine. */
export interface SocketAddress {
  readonly kind: 'unix';
  readonly text: string;
  readonly socketPath: string;
}

/** A port of a host; whether it is spoken to in TLS is said beside it where the scheme is `tcp`. */
export interface NetworkAddress {
  readonly kind: 'tcp';
  readonly text: string;
  readonly scheme: 'tcp' | 'http' | 'https';
  /** A name, or an address without brackets. */
  readonly host: string;
  /** Absent where nothing is said. */
  readonly port?: number;
}

/** A host that is logged in to; its engine is on a socket there. */
export interface LoginAddress {
  readonly kind: 'ssh';
  readonly text: string;
  readonly user?: string;
  readonly host: string;
  readonly port?: number;
  /** Path on that host; absent where its own settings say which. */
  readonly socketPath?: string;
}

export type EngineAddress = SocketAddress | NetworkAddress | LoginAddress;

const host = String.raw`(?<host>[A-Za-z0-9_][\w.-]*|\[[\da-fA-F:.]+(?:%25[\w.-]+)?\])`;
const port = String.raw`(?::(?<port>\d{1,5}))?`;
const unix = /^unix:\/\/(?<path>\/[^\s?#]+)$/;
const network = new RegExp(`^(?<scheme>tcp|https?)://${host}${port}/?$`);
const login = new RegExp(
  String.raw`^ssh://(?:(?<user>[A-Za-z0-9_][\w.-]*)@)?${host}${port}(?:/|(?<path>/[^\s?#]+))?$`,
);

/** What an address may look like, for messages. */
export const addressForms =
  '`unix:///run/docker.sock`, `tcp://host:2376`, `https://host:2376` or `ssh://user@host`';

/** Reads an address; `undefined` where it is none. */
export function parseEngineAddress(text: string): EngineAddress | undefined {
  const socketPath = unix.exec(text)?.groups?.['path'];
  if (socketPath !== undefined) return { kind: 'unix', text, socketPath };
  const { groups } = network.exec(text) ?? login.exec(text) ?? {};
  if (!groups) return undefined;
  const number = groups['port'] === undefined ? undefined : Number(groups['port']);
  if (number !== undefined && (number < 1 || number > 65_535)) return undefined;
  const place = {
    text,
    host: (groups['host'] ?? '').replace(/^\[(.*)\]$/, '$1'),
    ...(number !== undefined && { port: number }),
  };
  const scheme = groups['scheme'];
  if (scheme === 'tcp' || scheme === 'http' || scheme === 'https') {
    return { kind: 'tcp', scheme, ...place };
  }
  return {
    kind: 'ssh',
    ...place,
    ...(groups['user'] !== undefined && { user: groups['user'] }),
    ...(groups['path'] !== undefined && { socketPath: groups['path'] }),
  };
}

/** Whether a host is this machine by its name or address alone. */
export const isLoopback = (name: string): boolean =>
  /^(?:localhost|(?:[\w-]+\.)+localhost|127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/i.test(
    name,
  );
