/*
 * Drift is accepted in the middle of a life: what the ledger says afterwards is no reason for drift
 * that was not there before.
 */
import type { Home } from './home.js';
import type { Said } from './host.js';
import { partRefusals } from './parts.js';
import type { Written } from './stacks.js';

/** Makes the ledger say what is there, of what is chosen. @throws Error where that makes drift */
export async function acceptDrift(
  home: Home,
  stack: readonly Written[],
  part: Said,
): Promise<void> {
  // Where a failure has left two objects, one entry cannot speak for both.
  const { objects } = await home.observe(stack);
  const isOne = (address: string): boolean =>
    objects.filter((object) => object.address === address).length < 2;
  const drift = async (): Promise<readonly string[]> =>
    (await home.drift(stack)).flatMap(({ address, kind, what }) =>
      isOne(address) ? [`${kind} ${address} ${what}`] : [],
    );
  const before = await drift();
  const { plan, refusals } = await home.tryRefresh(stack, part);
  const odd = refusals.filter((code) => code !== 'drift-unsaid' && !partRefusals.has(code));
  if (odd.length > 0) throw new Error(`drift cannot be accepted: ${odd.join(', ')}`);
  if (!plan) return;
  await home.carryOut(plan);
  const left = await drift();
  if (!plan.partial && left.length > 0) throw new Error(`not accepted: ${left.join(', ')}`);
  const fresh = left.filter((one) => !before.includes(one));
  if (fresh.length > 0) throw new Error(`accepting makes drift: ${fresh.join(', ')}`);
}
