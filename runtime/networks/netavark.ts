/*
 * Asks netavark to put containers on networks and to take them off. It makes the bridge and the rules with the
 * first container of a network, and removes them with the last; addresses are chosen by us. Setting
 * the same up twice fails, taking down what is not there does no harm.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { isRootless } from '../caller/index.js';
import { partPath, partsSearchPath, pipeFrom, pipeTo } from '../parts/index.js';
import type { Store } from '../store/index.js';
import { fixAddress, removeAbandoned } from './bridge.js';
import { clearDeadNameServer, untilNameServer } from './name-server.js';
import type { GlobalLock } from './global-lock.js';
import { bridgeHome } from './home.js';
import type { NetworkRecord } from './networks.js';
import type { PublishedPort } from './ports.js';

/** A container on one network. */
export interface Attachment {
  readonly network: NetworkRecord;
  readonly interface: string;
  readonly address: string;
  readonly aliases: readonly string[];
  /** Whether the container's ports lead through this network. */
  readonly publishes: boolean;
}

export interface Member {
  /** The container's 64 hexadecimal digits: netavark finds its own entries by them. */
  readonly id: string;
  readonly name: string;
  /** Path of its network namespace. */
  readonly namespace: string;
  readonly ports: readonly PublishedPort[];
  readonly attachments: readonly Attachment[];
  /** Name servers that the networks' own asks for this container; the host's where there are none. */
  readonly nameServers: readonly string[];
}

/** How a container has been put on networks, or taken off them. */
export interface Reply {
  /** Who has done it. */
  readonly part: 'netavark' | 'ip';
  /** 0 when it is done. */
  readonly code: number;
  /** What went wrong, if anything did. */
  readonly output: string;
}

/** Asks netavark, and mends what it leaves undone. The lock is the global one, which its program shares. */
export async function askNetavark(
  store: Store,
  verb: 'setup' | 'teardown',
  member: Member,
  { descriptor }: GlobalLock,
): Promise<Reply> {
  if (verb === 'setup') clearDeadNameServer(store);
  const home = await bridgeHome(store);
  const program = [
    ...home.prefix,
    partPath('netavark'),
    ...['--config', store.paths.run.network, '--rootless', 'false'],
    ...['--aardvark-binary', partPath('aardvark-dns')],
    ...[verb, member.namespace],
  ];
  // The shell keeps the lock open until netavark is over; the name server that netavark starts
  // must not have it.
  const child = spawn('/bin/sh', ['-c', '"$@" 3>&-', 'sh', ...program], {
    stdio: ['pipe', 'pipe', 'pipe', descriptor ?? 'ignore'],
    // An interrupt at the terminal must not leave half of the rules.
    detached: true,
    env: {
      PATH: partsSearchPath(),
      // The usual place is root's.
      ...(isRootless() && { XTABLES_LOCKFILE: join(store.runRoot, 'xtables.lock') }),
    },
  });
  // It may end before it has read all of its input; its reply says why.
  const stdin = pipeTo(child, 0);
  stdin.on('error', () => undefined);
  stdin.end(JSON.stringify(request(member)));
  const output = collect(pipeFrom(child, 1), pipeFrom(child, 2));
  const code = await exitCode(child);
  for (const { network } of member.attachments) {
    if (verb === 'teardown') await removeAbandoned(home, network.bridge);
    else if (code === 0) await fixAddress(home, network.bridge);
  }
  if (verb === 'setup' && code === 0) await untilNameServer(store);
  return {
    part: 'netavark',
    code,
    output: code === 0 ? output.drop() : complaintOf(await output.said()),
  };
}

interface Output {
  /** What was written. */
  said(): Promise<string>;
  /** Stops listening. */
  drop(): '';
}

/** The end of the output is not waited for: a name server started meanwhile keeps it open. */
function collect(...streams: readonly Readable[]): Output {
  const pieces: string[] = [];
  const ended = streams.map((stream) => {
    stream.setEncoding('utf8');
    stream.on('data', (piece: string) => pieces.push(piece));
    return once(stream, 'close');
  });
  const drop = (): '' => {
    for (const stream of streams) stream.destroy();
    return '';
  };
  return {
    drop,
    said: async () => {
      await Promise.race([Promise.all(ended), delay(outputPatience, undefined, { ref: false })]);
      drop();
      return pieces.join('');
    },
  };
}

/** Milliseconds in which a program that has ended has its last words delivered. */
const outputPatience = 100;

async function exitCode(child: ReturnType<typeof spawn>): Promise<number> {
  const values: unknown[] = await once(child, 'exit');
  return typeof values[0] === 'number' ? values[0] : 255;
}

function request(member: Member): object {
  return {
    container_id: member.id,
    container_name: member.name,
    networks: Object.fromEntries(
      member.attachments.map((attachment) => [
        attachment.network.bridge,
        {
          interface_name: attachment.interface,
          static_ips: [attachment.address],
          static_mac: hardwareAddress(attachment.address),
          aliases: attachment.aliases,
        },
      ]),
    ),
    network_info: Object.fromEntries(
      member.attachments.map(({ network }) => [network.bridge, networkInfo(network)]),
    ),
    port_mappings: (isRootless() ? [] : member.ports).map((port) => ({
      container_port: port.container,
      // netavark takes an empty address for every one.
      host_ip: port.hostIp === '0.0.0.0' ? '' : port.hostIp,
      host_port: port.host,
      protocol: port.protocol,
      range: 1,
    })),
    dns_servers: member.nameServers.length > 0 ? member.nameServers : null,
  };
}

/**
 * An address always has the same hardware address: others remember the one they have seen for
 * minutes, and could not reach a successor that took over the address with another.
 */
export function hardwareAddress(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  // 0a: locally administered, for one receiver.
  return ['0a', '53', ...bytes].join(':');
}

/** netavark names its chains after the network's name, which must not be that of another store. */
function networkInfo(network: NetworkRecord): object {
  return {
    name: network.bridge,
    id: network.id,
    driver: 'bridge',
    network_interface: network.bridge,
    subnets: [{ subnet: network.subnet, gateway: network.gateway }],
    ipv6_enabled: false,
    internal: network.internal,
    dns_enabled: true,
    network_dns_servers: null,
    ipam_options: { driver: 'host-local' },
    options: {
      isolate: 'true',
      ...(network.declared.mtu !== undefined && { mtu: String(network.declared.mtu) }),
    },
  };
}

function complaintOf(output: string): string {
  const match = /\{"error":.*\}/.exec(output)?.[0];
  if (match === undefined) return output.trim();
  const value: unknown = JSON.parse(match);
  return typeof value === 'object' && value !== null && 'error' in value
    ? String(value.error)
    : match;
}
