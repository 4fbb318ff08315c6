/*
 * Ends what keeps an ordinary user's namespaces, once nothing is in them that would be missed: no container of
 * the store, and no process but those that look after the namespaces themselves.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { ifPresent, startOf, type Store } from '../store/index.js';
import { forgetHolder, holderFile, keeperIn, userNamespaceOf, type Keeper } from './holder.js';
import { outwardKeepers, forgetOutward } from './outward-places.js';

/** Held while the namespaces are made, entered or given up. */
export const namespaceLock = 'namespace';

/** The caller has made sure that the store has no container. @returns whether they have been given up */
export function retireHolder(store: Store): Promise<boolean> {
  return store.withLock(namespaceLock, async () => {
    const holder = await keeperIn(holderFile(store));
    const keepers = [...(await outwardKeepers(store)), ...(holder ? [holder] : [])];
    if (holder !== undefined && (await isInUse(holder.pid, keepers))) return false;
    for (const keeper of keepers) await end(keeper);
    await forgetOutward(store);
    await forgetHolder(store);
    return true;
  });
}

/** Whether others are in the namespace than those that keep it, this process, and whom it works for. */
async function isInUse(holder: number, keepers: readonly Keeper[]): Promise<boolean> {
  const namespace = userNamespaceOf(holder);
  const known = new Set([...keepers.map(({ pid }) => pid), ...(await ownLine())]);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .some(
      (pid) => !known.has(pid) && userNamespaceOf(pid) === namespace && startOf(pid) !== undefined,
    );
}

/** This process, the one that has started it, and so on. */
async function ownLine(): Promise<readonly number[]> {
  const line: number[] = [];
  for (let pid = process.pid; pid > 1;) {
    line.push(pid);
    const status = (await ifPresent(readFile(`/proc/${pid}/status`, 'utf8'))) ?? '';
    pid = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  }
  return line;
}

/** Milliseconds; a sleeping process is gone at once. */
const patience = 2_000;

async function end({ pid, started }: Keeper): Promise<void> {
  const deadline = performance.now() + patience;
  while (startOf(pid) === started && performance.now() < deadline) {
    process.kill(pid, 'SIGKILL');
    await delay(1);
  }
}
