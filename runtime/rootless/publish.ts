/*
 * Ports of the host that lead to an ordinary user's containers: slirp4netns listens on them, and is told of
 * them over its socket, one request a connection.
 * https://github.com/rootless-containers/slirp4netns/blob/v1.2.0/slirp4netns.1.md#api-socket
 */
import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import { RuntimeError } from '../errors.js';
import { errorCode, shape, type Store } from '../store/index.js';
import { outwardPlaces } from './outward-places.js';

export interface Forward {
  readonly hostIp: string;
  readonly host: number;
  readonly container: number;
  readonly protocol: 'tcp' | 'udp';
}

const entryShape = shape.record({
  id: shape.integer,
  proto: shape.string,
  host_port: shape.integer,
  guest_addr: shape.string,
});
/** A list has its entries; of anything else only an error is of interest. */
const replyShape = shape.record({
  entries: shape.optional(shape.list(entryShape)),
  error: shape.optional(shape.record({ desc: shape.string })),
});
type Reply = shape.RecordOf<typeof replyShape>;

/** @param address the container's own @throws RuntimeError `part-failed` */
export async function publish(
  store: Store,
  address: string,
  { hostIp, host, container, protocol }: Forward,
): Promise<void> {
  const { error } = await ask(store, 'add_hostfwd', {
    proto: protocol,
    host_addr: hostIp === '' ? '0.0.0.0' : hostIp,
    host_port: host,
    guest_addr: address,
    guest_port: container,
  });
  if (error === undefined) return;
  throw failed(`publish port ${host}/${protocol}`, error.desc);
}

const failed = (action: string, reason: string): RuntimeError =>
  new RuntimeError({ kind: 'part-failed', part: 'slirp4netns', action, reason });

/** Closes all ports that lead to an address; nothing is to be closed where nobody carries anything. */
export async function unpublish(store: Store, address: string): Promise<void> {
  const listed = await askIfThere(store, 'list_hostfwd', {});
  for (const entry of listed?.entries ?? []) {
    if (entry.guest_addr !== address) continue;
    const reply = await askIfThere(store, 'remove_hostfwd', { id: entry.id });
    if (reply?.error !== undefined) throw failed('close a published port', reply.error.desc);
  }
}

async function askIfThere(store: Store, verb: string, values: object): Promise<Reply | undefined> {
  try {
    return await ask(store, verb, values);
  } catch (error) {
    if (['ENOENT', 'ECONNREFUSED'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

async function ask(store: Store, verb: string, values: object): Promise<Reply> {
  // The kernel takes short names of sockets alone, and run roots may be long.
  const directory = await open(store.runRoot, 'r');
  try {
    const path = `/proc/self/fd/${directory.fd}/${outwardPlaces(store).socket}`;
    const text = await talk(path, JSON.stringify({ execute: verb, arguments: values }));
    const value: unknown = JSON.parse(text);
    return replyShape(value);
  } finally {
    await directory.close();
  }
}

function talk(path: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    const socket = connect(path, () => socket.end(request));
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (reply += text));
    socket.once('error', reject);
    socket.once('close', () => resolve(reply));
  });
}
