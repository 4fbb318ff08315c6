/*
 * Ports of the host that lead to the containers of an ordinary user. They do not pass the rules of netavark,
 * which are in another network: what listens on them on the host forwards to the container itself.
 */
import { publish, unpublish } from '../rootless/index.js';
import type { Store } from '../store/index.js';
import type { Member } from './netavark.js';

const publishing = ({ attachments }: Member): Member['attachments'] =>
  attachments.filter(({ publishes }) => publishes);

/** @throws RuntimeError `part-failed` */
export async function publishPorts(store: Store, member: Member): Promise<void> {
  for (const { address } of publishing(member)) {
    for (const port of member.ports) await publish(store, address, port);
  }
}

export async function closePorts(store: Store, member: Member): Promise<void> {
  for (const { address } of publishing(member)) await unpublish(store, address);
}
