/*
 * What netavark leaves undone about the bridges it makes. The global lock must be held.
 */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { RuntimeError } from '../errors.js';
import { readIfThere } from '../oci/index.js';
import { partPath } from '../parts/index.js';
import { run } from '../process/index.js';
import type { BridgeHome } from '../rootless/index.js';
import { errorCode } from '../store/index.js';

/** The kernel's word for an address that was set, as opposed to taken from an interface. */
const addressWasSet = '3';

/**
 * Gives a bridge a hardware address of its own. Without one it takes the lowest of its members', so
 * that it changes as containers come and go, and the others cannot reach the gateway and the name
 * server until they have noticed.
 */
export async function fixAddress(home: BridgeHome, bridge: string): Promise<void> {
  const kind = readIfThere(`${home.sys}/class/net/${bridge}/addr_assign_type`)?.trim();
  if (kind === undefined || kind === addressWasSet) return;
  const words = ['link', 'set', 'dev', bridge, 'address', addressOf(bridge)];
  await ip(home, words, `set up ${bridge}`);
}

/** Locally administered, and the same each time the bridge is made. */
function addressOf(bridge: string): string {
  const digest = createHash('sha256').update(bridge).digest('hex');
  return ['02', ...(digest.slice(0, 10).match(/../g) ?? [])].join(':');
}

/** Removes a bridge that has no member, as a teardown cut short may leave it. */
export async function removeAbandoned(home: BridgeHome, bridge: string): Promise<void> {
  if (membersOf(home, bridge)?.length !== 0) return;
  await ip(home, ['link', 'delete', 'dev', bridge], `remove ${bridge}`);
}

function membersOf(home: BridgeHome, bridge: string): readonly string[] | undefined {
  try {
    return readdirSync(`${home.sys}/class/net/${bridge}/brif`);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function ip(home: BridgeHome, args: readonly string[], action: string): Promise<void> {
  const [program = '', ...words] = [...home.prefix, partPath('ip'), ...args];
  const result = await run(program, words);
  if (result.code === 0) return;
  const reason = result.stderr.trim();
  throw new RuntimeError({ kind: 'part-failed', part: 'ip', action, reason });
}
