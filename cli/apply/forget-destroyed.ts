/*
 * The end of a stack that was destroyed: its ledger goes with its last object.
 */
import type { Engine, Plan } from '../../model/index.js';
import { claimsAfter } from '../../planner/index.js';

/** Clears the ledger after a plan to destroy has been carried out whole, where it says nothing more. */
export async function forgetDestroyed(
  engine: Engine,
  identity: { readonly name: string; readonly id: string },
  plan: Plan,
): Promise<void> {
  // What is protected keeps its labels, and with them all that is needed to take it up again.
  // What was let go of has no other word for that than the ledger's.
  const claims = claimsAfter(plan, { done: plan.steps.map(({ id }) => id) });
  // Of a part the record is what is left.
  const isGone = plan.partial === undefined || Object.keys(plan.resources).length === 0;
  if (claims.length === 0 && isGone) await engine.clearLedger(identity);
}
