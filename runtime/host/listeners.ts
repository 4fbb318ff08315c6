/*
 * Who listens on the ports of a host: the kernel's tables of one network namespace, read from a
 * directory such as /proc/net. It only reads; see networks/ports.ts for how ports are taken.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ifPresent } from '../store/index.js';

export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  /** `0.0.0.0` for all of IPv4, `::` for every address of both families. */
  readonly address: string;
  readonly port: number;
  /** Number of the socket, by which its process is found. */
  readonly inode: string;
}

/** The kernel's words for a socket that listens, and for a datagram socket that is not connected. */
const waiting = { tcp: '0A', udp: '07' } as const;

/** Everything in a namespace that listens on IPv4, whether by a socket of that family or of both. */
export async function readListeners(net = '/proc/net'): Promise<readonly Listener[]> {
  const tables = await Promise.all(
    (['tcp', 'udp'] as const).flatMap((protocol) =>
      ['', '6'].map(async (family) => {
        // A kernel without IPv6 has no table of it.
        const text = (await ifPresent(readFile(join(net, `${protocol}${family}`), 'utf8'))) ?? '';
        return parseTable(text, protocol);
      }),
    ),
  );
  return tables.flat();
}

function parseTable(text: string, protocol: Listener['protocol']): readonly Listener[] {
  const [, ...lines] = text.trim().split('\n');
  return lines.flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [address = '', port = ''] = (fields[1] ?? '').split(':');
    const family = addressOf(address);
    if (fields[3] !== waiting[protocol] || family === undefined) return [];
    return [{ protocol, address: family, port: parseInt(port, 16), inode: fields[9] ?? '' }];
  });
}

/** The IPv4 side of an address as the kernel writes it; `undefined` where it has none. */
function addressOf(hexadecimal: string): string | undefined {
  if (/^0{32}$/.test(hexadecimal)) return '::';
  const mapped = /^0{16}FFFF0000(\w{8})$/.exec(hexadecimal)?.[1];
  const own = hexadecimal.length === 8 ? hexadecimal : mapped;
  // Written by the kernel as a number of this machine, which is little endian where Stowage runs.
  const octets = own?.match(/../g)?.reverse();
  return octets?.map((octet) => parseInt(octet, 16)).join('.');
}
