/*
 * The files that a container finds under /etc without its image having them: how names are resolved,
 * and its own name. They are bound into it and written in place, so that a change is seen at once.
 */
import { writeFile } from 'node:fs/promises';
import type { ContainerPlaces } from './places.js';

export interface NameFiles {
  readonly hostname: string;
  readonly name: string;
  /** The container's own addresses. */
  readonly addresses: readonly string[];
  /** Addresses of the name servers of its networks. */
  readonly nameServers: readonly string[];
}

/** Writes hostname, hosts and resolv.conf into the bundle. */
export async function writeNameFiles(places: ContainerPlaces, files: NameFiles): Promise<void> {
  await Promise.all([
    writeFile(places.hostname, `${files.hostname}\n`, { mode: 0o644 }),
    writeFile(places.hosts, hostsText(files), { mode: 0o644 }),
    writeFile(places.resolvConf, resolvConfText(files.nameServers), { mode: 0o644 }),
  ]);
}

function hostsText({ hostname, name, addresses }: NameFiles): string {
  const names = [...new Set([hostname, name])].join(' ');
  // Without a network the name still leads to the container itself.
  const own = addresses.length > 0 ? addresses : ['127.0.1.1'];
  return [
    '127.0.0.1 localhost',
    '::1 localhost ip6-localhost ip6-loopback',
    ...own.map((address) => `${address} ${names}`),
    '',
  ].join('\n');
}

/** Names without a dot are asked as they are: they are those of containers. */
function resolvConfText(nameServers: readonly string[]): string {
  if (nameServers.length === 0) return '';
  return `${nameServers.map((address) => `nameserver ${address}\n`).join('')}options ndots:0\n`;
}
