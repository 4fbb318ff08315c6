/*
 * What a running container uses, and what runs in it: read from the kernel at each call.
 */
import { readlinkSync } from 'node:fs';
import type { ContainerProcess, ContainerUsage } from '../../model/index.js';
import {
  cgroupLayout,
  cgroupPlaces,
  readGroupUsage,
  readIfThere,
  readInRoot,
} from '../oci/index.js';
import { RuntimeError } from '../errors.js';
import { errorCode, type Store } from '../store/index.js';
import { groupOf } from './control-group.js';
import { inspectContainer } from './inspect.js';
import { readRun } from './library.js';
import { membersOf } from './members.js';
import { describeProcess } from './processes.js';

/**
 * @returns `undefined` for a container that does not run.
 * @throws RuntimeError `not-found`, `no-control-group`
 */
export async function usageOf(store: Store, wanted: string): Promise<ContainerUsage | undefined> {
  const { id, name, pid, live } = await inspectContainer(store, wanted);
  if (pid === undefined) return undefined;
  if (cgroupLayout() === 'none') {
    throw new RuntimeError({ kind: 'no-control-group', name, action: 'measured' });
  }
  const group = readGroupUsage(cgroupPlaces(), groupOf(id, await readRun(store, id)));
  return { at: Date.now(), ...group, memoryLimit: live.memory, ...trafficOf(pid) };
}

type Traffic = Pick<ContainerUsage, 'networkReceived' | 'networkSent'>;

/** Bytes over all interfaces but the loopback; nothing where the host's own are seen. */
function trafficOf(pid: number): Traffic {
  const traffic = { networkReceived: 0, networkSent: 0 };
  if (namespaceOf(pid) === namespaceOf('self')) return traffic;
  // Two lines of heads, then `eth0: received … (8 columns) sent …`.
  for (const line of (readIfThere(`/proc/${pid}/net/dev`) ?? '').split('\n').slice(2)) {
    const [name = '', counters = ''] = line.split(':');
    if (name.trim() === '' || name.trim() === 'lo') continue;
    const columns = counters.trim().split(/\s+/);
    traffic.networkReceived += Number(columns[0]);
    traffic.networkSent += Number(columns[8]);
  }
  return traffic;
}

function namespaceOf(pid: number | 'self'): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch (error) {
    const code = errorCode(error);
    // It has ended, and what is asked of it next is not there either.
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}

/**
 * What runs in a container, the oldest first; users by the name that its image has for them.
 * @throws RuntimeError `not-found`
 */
export async function processesOf(
  store: Store,
  wanted: string,
): Promise<readonly ContainerProcess[]> {
  const { id, pid } = await inspectContainer(store, wanted);
  if (pid === undefined) return [];
  const users = await userNames(pid);
  return membersOf(groupOf(id, await readRun(store, id)), pid).flatMap((number) => {
    const found = describeProcess(number);
    if (found === undefined) return [];
    const { user, ...process } = found;
    return [{ pid: number, user: users.get(user) ?? String(user), ...process }];
  });
}

async function userNames(pid: number): Promise<ReadonlyMap<number, string>> {
  const text = (await readInRoot(`/proc/${pid}/root`, '/etc/passwd')) ?? '';
  return new Map(
    text
      .split('\n')
      .map((line) => line.split(':'))
      .filter(([name, , number]) => name !== undefined && /^\d+$/.test(number ?? ''))
      .map(([name = '', , number]) => [Number(number), name]),
  );
}
