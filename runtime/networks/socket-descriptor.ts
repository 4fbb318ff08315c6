/*
 * The file descriptor behind one of Node's sockets, to be handed to another process. Node has no
 * public way to it; where the private one is gone there is none, and callers do without.
 */

/** @param socket a `net.Server`, or a `dgram.Socket`, which keeps its handle behind a symbol */
export function descriptorOf(socket: object): number | undefined {
  for (const symbol of Object.getOwnPropertySymbols(socket)) {
    const found = descriptorIn(member(Reflect.get(socket, symbol), 'handle'));
    if (found !== undefined) return found;
  }
  return Object.hasOwn(socket, '_handle')
    ? descriptorIn(Reflect.get(socket, '_handle'))
    : undefined;
}

function descriptorIn(handle: unknown): number | undefined {
  const descriptor = member(handle, 'fd');
  return typeof descriptor === 'number' && descriptor >= 0 ? descriptor : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
