/*
 * Who on the host holds a port that is to be published, beside containers.
 */
import { holdPorts, parsePorts } from '../networks/index.js';
import { RuntimeError } from '../errors.js';
import { readListeners, type Listener } from './listeners.js';
import { monitoredBy } from './on-exit.js';
import { processesOfSocket } from './process-of-socket.js';

export interface HostListener {
  /** As it was asked for: `0.0.0.0:8080/tcp`. */
  readonly port: string;
  /** `nginx (process 812)`. */
  readonly text: string;
  /** Id of the container, of any store, whose monitor it is. */
  readonly container?: string;
}

const isOwn = (net: string): boolean => net === '/proc/net';

/**
 * Ports that something of the host listens on, of those given.
 * @param ports as completed containers have them: `0.0.0.0:8080/tcp`
 * @param net where the kernel tells of the namespace that the ports are published in
 */
export async function findPortHolders(
  ports: readonly string[],
  net = '/proc/net',
): Promise<readonly HostListener[]> {
  if (ports.length === 0) return [];
  const listeners = await readListeners(net);
  const found = await Promise.all(
    ports.map(async (port): Promise<readonly HostListener[]> => {
      const holder = listeners.find((listener) => isInTheWay(listener, port));
      // A listener on both families may be on one of them only, which the kernel's tables do not say.
      if (!holder || (isOwn(net) && (await canBeHeld(port)))) return [];
      const processes = await processesOfSocket(holder.inode);
      const container = processes.flatMap((one) => monitoredBy(one.arguments) ?? [])[0];
      const text = processes[0]?.text ?? 'another program';
      return [{ port, text, ...(container === undefined ? {} : { container }) }];
    }),
  );
  return found.flat();
}

function isInTheWay({ protocol, address, port }: Listener, key: string): boolean {
  const [wanted] = parsePorts({ [key]: 0 });
  if (!wanted || wanted.protocol !== protocol || wanted.host !== port) return false;
  return ['0.0.0.0', '::', wanted.hostIp].includes(address) || wanted.hostIp === '0.0.0.0';
}

async function canBeHeld(key: string): Promise<boolean> {
  try {
    (await holdPorts(parsePorts({ [key]: 0 }))).release();
    return true;
  } catch (error) {
    if (error instanceof RuntimeError) return false;
    throw error;
  }
}
