/*
 * A plan as JSON for programs. Names and nesting follow Terraform's `show -json` where they fit
 * (`resource_changes[].change.actions`, `before`, `after`, `action_reason`, `resource_drift`,
 * `output_changes`); what Terraform has no word for stands under names of our own beside them.
 * A minor step of `format_version` only adds; a major one may take away.
 */
import {
  isEmptyPlan,
  toJson,
  type Action,
  type JsonValue,
  type Plan,
  type Verb,
} from '../../model/index.js';

const terraformActions: Readonly<Record<Verb, readonly string[]>> = {
  create: ['create'],
  build: ['create'],
  run: ['create'],
  start: ['update'],
  stop: ['update'],
  update: ['update'],
  replace: ['delete', 'create'],
  delete: ['delete'],
  keep: ['no-op'],
};

/** The document that `plan --json` prints. */
export function planDocument(plan: Plan, engine: string, version: string): JsonValue {
  return toJson({
    format_version: '1.0',
    stowage_version: version,
    stack: plan.stack,
    engine,
    generation: plan.generation,
    applyable: !isEmptyPlan(plan),
    resource_changes: plan.actions.map(resourceChange),
    resource_drift: plan.actions
      .filter((action) => action.changes.some((change) => change.origin !== 'you'))
      .map((action) => ({
        ...identity(action),
        changes: action.changes.filter((change) => change.origin !== 'you'),
      })),
    output_changes: Object.fromEntries(
      plan.outputs.map((output) => [output.name, { after: output.value }]),
    ),
    steps: plan.steps.map(({ id, address, op, after }) => ({ id, address, op, after })),
    summary: summaryCounts(plan),
  });
}

const identity = ({ address, kind, name }: Action) => ({ address, type: kind, name });

function resourceChange(action: Action): object {
  const replacing = action.changes.filter((change) => change.effect === 'replace');
  return {
    ...identity(action),
    change: {
      actions: terraformActions[action.verb],
      before: Object.fromEntries(action.changes.map(({ path, before }) => [path, before ?? null])),
      after: Object.fromEntries(action.changes.map(({ path, after }) => [path, after ?? null])),
      replace_paths: action.verb === 'replace' ? replacing.map(({ path }) => [path]) : [],
    },
    action_reason: action.causes[0]?.text ?? null,
    verb: action.verb,
    changes: action.changes,
    causes: action.causes,
    risks: action.risks,
  };
}

/** How many actions of each verb, verbs without one left out. */
function summaryCounts(plan: Plan): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { verb } of plan.actions) counts[verb] = (counts[verb] ?? 0) + 1;
  return counts;
}
