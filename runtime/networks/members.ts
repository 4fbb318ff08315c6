/*
 * Puts containers on bridges that netavark has made, and takes them off again while others stay: a pair of
 * interfaces, set as netavark sets its own, and a name for the name server. Whatever is more than that is netavark's:
 * the first and the last container of a network, ports, containers on several networks. The global lock must be held.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { isRootless } from '../caller/index.js';
import { findExecutable, partPath } from '../parts/index.js';
import { run } from '../process/index.js';
import { errorCode, type Store } from '../store/index.js';
import { addNames, dropNames, namesServed } from './name-server.js';
import { hardwareAddress, type Attachment, type Member, type Reply } from './netavark.js';

/** Whether a container is on one network, by its first interface, and has no ports on the host. */
export const isPlain = ({ ports, attachments }: Member): boolean =>
  ports.length === 0 && attachments.length === 1 && attachments[0]?.interface === 'eth0';

interface Plain {
  readonly member: Member;
  readonly attachment: Attachment;
}

const plain = (member: Member): readonly Plain[] =>
  isPlain(member) ? member.attachments.map((attachment) => ({ member, attachment })) : [];

/** The interfaces of a plain container, of which one is to be put on a bridge. */
export interface Pair {
  readonly attachment: Attachment;
  /** The interface that stays with the host. */
  readonly host: string;
}

/** Whether the programs are there that it takes. The bridges of an ordinary user are elsewhere, and left to netavark. */
export const canPair = (): boolean =>
  !isRootless() &&
  findExecutable('nsenter') !== undefined &&
  findExecutable('iptables-save') !== undefined;

export function pairOf({ attachments: [attachment] }: Member): Pair | undefined {
  // A name that has been in use may be so still for a moment after its namespace is gone.
  return attachment && { attachment, host: `stv${randomBytes(6).toString('hex')}` };
}

/** What `ip` is told inside the container's namespace: a pair goes with it, whenever that ends. */
export function linesOf({ attachment, host }: Pair): readonly string[] {
  const { network, address } = attachment;
  const mtu = network.declared.mtu === undefined ? '' : ` mtu ${network.declared.mtu}`;
  const prefix = network.subnet.slice(network.subnet.indexOf('/'));
  const inside = `eth0${mtu} address ${hardwareAddress(address)}`;
  return [
    'link set dev lo up',
    `link add name ${inside} type veth peer name ${host}${mtu} netns ${process.pid}`,
    `address add ${address}${prefix} broadcast + dev eth0`,
    'link set dev eth0 up',
    ...(network.internal
      ? []
      : [`route add default via ${network.gateway} dev eth0 proto static metric 100`]),
  ];
}

export interface Joining {
  readonly member: Member;
  readonly pair: Pair;
}

/**
 * Puts plain containers on networks that stand, by their pairs.
 * @returns what became of each
 */
export async function joinBridges(
  store: Store,
  joining: readonly Joining[],
): Promise<ReadonlyMap<Member, Reply>> {
  const together = await ip(joining.map(onBridge));
  const replies = new Map<Member, Reply>();
  // Which of them it was is only known when each is done by itself.
  for (const one of joining)
    replies.set(one.member, together.code === 0 ? together : await ip([onBridge(one)]));
  const joined = joining.filter(({ member }) => replies.get(member)?.code === 0);
  addNames(
    store,
    joined.map(({ member, pair: { attachment } }) => ({
      network: attachment.network.bridge,
      id: member.id,
      address: attachment.address,
      names: [member.name, ...attachment.aliases],
      nameServers: member.nameServers,
    })),
  );
  return replies;
}

const onBridge = ({ pair: { host, attachment } }: Joining): string =>
  `link set dev ${host} master ${attachment.network.bridge} up`;

/** Takes the pair of a container away, so that netavark can make one. */
export const removePair = (member: Member): Promise<Reply> => within(member, deleteInterface());

/**
 * Takes plain containers off networks on which others stay.
 * @returns those that are off; the others are netavark's to take off
 */
export async function leaveBridges(
  store: Store,
  members: readonly Member[],
): Promise<readonly Member[]> {
  const leaving = members.flatMap(plain);
  const mayLeave = leaving.filter(({ attachment }) => {
    const { bridge } = attachment.network;
    const together = leaving.filter((other) => other.attachment.network.bridge === bridge);
    const ids = new Set(together.map(({ member }) => member.id));
    // An interface may outlast its namespace by a moment; names do not.
    const stay = namesServed(store, bridge).filter((id) => !ids.has(id));
    return stay.length > 0 && interfacesOf(bridge).length > together.length;
  });
  const left = await Promise.all(
    mayLeave.map(async (one) => ({
      ...one,
      reply: await within(one.member, deleteInterface()),
    })),
  );
  const off = left.filter(({ reply }) => reply.code === 0);
  dropNames(
    store,
    off.map(({ member, attachment }) => ({ network: attachment.network.bridge, id: member.id })),
  );
  return off.map(({ member }) => member);
}

const deleteInterface = (): readonly string[] => [partPath('ip'), 'link', 'delete', 'dev', 'eth0'];

function interfacesOf(bridge: string): readonly string[] {
  try {
    return readdirSync(`/sys/class/net/${bridge}/brif`);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function within({ namespace }: Member, command: readonly string[]): Promise<Reply> {
  const nsenter = findExecutable('nsenter') ?? 'nsenter';
  return replyOf(await run(nsenter, [`--net=${namespace}`, ...command]));
}

async function ip(lines: readonly string[]): Promise<Reply> {
  const input = lines.map((line) => `${line}\n`).join('');
  return replyOf(await run(partPath('ip'), ['-batch', '-'], { input }));
}

const replyOf = ({ code, stderr }: { readonly code: number; readonly stderr: string }): Reply => ({
  part: 'ip',
  code,
  output: stderr.trim(),
});
