/*
 * The digest of a plan, which the ledger keeps: equal plans have equal digests wherever and whenever
 * they are made. Places in files are no part of it, and secrets are covered first, since a digest of a
 * short one could be found by trying.
 */
import { createHash } from 'node:crypto';
import { canonicalJson, toJson, type Plan } from '../../model/index.js';
import { coveredSpec } from '../stack/cover-entry.js';

/**
 * SHA-256, in hexadecimal, of the canonical JSON of a plan.
 * @param plan with the changes of secret values covered, as all plans are that are shown
 */
export function planDigest(plan: Plan): string {
  const { stack, generation, actions, steps, resources, claims, moved } = plan;
  const content = toJson({
    stack,
    generation,
    actions: actions.map(({ address, verb, name, from, changes }) => ({
      address,
      verb,
      name,
      from,
      changes: changes.map(({ path, before, after }) => ({ path, before, after })),
    })),
    steps: steps.map(({ id, address, op, after }) => ({ id, address, op, after })),
    resources: Object.fromEntries(
      Object.entries(resources).map(([address, entry]) => [
        address,
        { ...entry, spec: coveredSpec(entry) },
      ]),
    ),
    claims,
    moved,
  });
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}
