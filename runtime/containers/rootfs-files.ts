/*
 * The files that a container finds under /etc without its image having them: how names are resolved,
 * and its own name. They are bound into it and written in place, so that a change is seen at once.
 */
import { writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import type { CompletedContainer } from '../../model/index.js';
import { isRootless } from '../caller/index.js';
import { readIfThere } from '../oci/index.js';
import { hostnameOf } from './bundle.js';
import type { ContainerPlaces } from './places.js';
import type { Run } from './run-state.js';

type Naming = Pick<
  CompletedContainer,
  'domainname' | 'hosts' | 'dns' | 'dns_search' | 'dns_options' | 'network_mode'
>;

/** Writes hostname, hosts and resolv.conf into the bundle. */
export async function writeNameFiles(
  places: ContainerPlaces,
  spec: CompletedContainer,
  run: Pick<Run, 'endpoints'>,
): Promise<void> {
  const hostname = hostnameOf(spec);
  await Promise.all([
    writeFile(places.hostname, `${hostname}\n`, { mode: 0o644 }),
    writeFile(places.hosts, hostsText(spec, hostname, run.endpoints), { mode: 0o644 }),
    writeFile(places.resolvConf, resolvConfText(spec, run.endpoints), { mode: 0o644 }),
  ]);
}

type Endpoints = Run['endpoints'];

function hostsText(spec: CompletedContainer, hostname: string, endpoints: Endpoints): string {
  const lines = Object.entries(spec.hosts ?? {}).flatMap(([name, address]) => {
    const at = address === 'host-gateway' ? hostAddress(spec, endpoints) : address;
    return at === undefined ? [] : [`${at} ${name}\n`];
  });
  return `${ownHosts(spec, hostname, endpoints)}${lines.join('')}`;
}

function ownHosts(spec: CompletedContainer, hostname: string, endpoints: Endpoints): string {
  if (spec.network_mode === 'host') {
    const text = readIfThere('/etc/hosts') ?? '';
    return text === '' || text.endsWith('\n') ? text : `${text}\n`;
  }
  const { domainname } = spec;
  const whole = domainname === undefined ? [] : [`${hostname}.${domainname}`];
  const names = [...new Set([...whole, hostname, spec.name])].join(' ');
  const addresses = Object.values(endpoints).map(({ address }) => address);
  // Without a network the name still leads to the container itself.
  const own = addresses.length > 0 ? addresses : ['127.0.1.1'];
  return [
    '127.0.0.1 localhost',
    '::1 localhost ip6-localhost ip6-loopback',
    ...own.map((address) => `${address} ${names}`),
    '',
  ].join('\n');
}

/** Bridges of an ordinary user are not the host's, which is reached as any other: by an address of its own. */
function addressOfHost(): string | undefined {
  return Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
}

/** Where the host is reached: at the bridge of a network, best of one that leads out. */
export function hostAddress(
  { network_mode }: Pick<Naming, 'network_mode'>,
  endpoints: Endpoints,
): string | undefined {
  if (network_mode === 'host') return '127.0.0.1';
  if (isRootless()) return addressOfHost();
  const networks = Object.values(endpoints).map(({ network }) => network);
  return (networks.find(({ internal }) => !internal) ?? networks[0])?.gateway;
}

/**
 * On networks the name server of each is asked, which itself asks those in `dns`; without a network
 * those are asked directly. Names without a dot are asked as they are: they are those of containers.
 */
function resolvConfText(spec: Naming, endpoints: Endpoints): string {
  const { dns = [], dns_search: search, dns_options: options } = spec;
  const ofNetworks = Object.values(endpoints).map(({ network }) => network.gateway);
  const servers = ofNetworks.length > 0 ? ofNetworks : dns;
  const usual = ofNetworks.length > 0 ? ['ndots:0'] : [];
  if (spec.network_mode === 'host') {
    return withHosts(readIfThere('/etc/resolv.conf') ?? '', { servers, search, options });
  }
  return linesOf({ servers, search, options: options ?? usual }).join('');
}

interface Resolving {
  readonly servers: readonly string[];
  readonly search: readonly string[] | undefined;
  readonly options: readonly string[] | undefined;
}

function linesOf({ servers, search = [], options = [] }: Resolving): readonly string[] {
  return [
    ...servers.map((address) => `nameserver ${address}\n`),
    ...(search.length > 0 ? [`search ${search.join(' ')}\n`] : []),
    ...(options.length > 0 ? [`options ${options.join(' ')}\n`] : []),
  ];
}

/** The host's own file, but for what the spec says otherwise. */
function withHosts(text: string, said: Resolving): string {
  const replaced = [
    ...(said.servers.length > 0 ? ['nameserver'] : []),
    ...(said.search === undefined ? [] : ['search', 'domain']),
    ...(said.options === undefined ? [] : ['options']),
  ];
  const kept = text
    .split('\n')
    .filter((line) => line !== '' && !replaced.includes(line.split(/\s/, 1)[0] ?? ''));
  return [...kept.map((line) => `${line}\n`), ...linesOf(said)].join('');
}
