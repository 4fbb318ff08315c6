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
  pull: ['create'],
  run: ['create'],
  start: ['update'],
  stop: ['update'],
  update: ['update'],
  replace: ['delete', 'create'],
  move: ['no-op'],
  adopt: ['no-op'],
  forget: ['forget'],
  delete: ['delete'],
  keep: ['no-op'],
};

/** The format of the document; docs/reference/plan.schema.json says what is in it. */
export const planFormat = '1.2';

/** The document that `plan --json` prints. */
export function planDocument(plan: Plan, engine: string, version: string): JsonValue {
  return toJson({
    format_version: planFormat,
    stowage_version: version,
    stack: plan.stack,
    engine,
    generation: plan.generation,
    applyable: !isEmptyPlan(plan),
    ...(plan.refreshOnly && { refresh_only: true }),
    ...(plan.partial && { complete: false, partial: plan.partial }),
    resource_changes: plan.actions.map(resourceChange),
    resource_drift: plan.actions
      .filter((action) => action.changes.some((change) => change.origin !== 'you'))
      .map((action) => ({
        ...identity(action),
        changes: action.changes.filter((change) => change.origin !== 'you'),
      })),
    output_changes: Object.fromEntries(
      plan.outputs.map(({ name, value, unknown, secret }) => [
        name,
        {
          after: value,
          ...(unknown && { after_unknown: unknown }),
          ...(secret && { after_sensitive: secret }),
        },
      ]),
    ),
    steps: plan.steps.map(({ id, address, op, after }) => ({ id, address, op, after })),
    summary: summaryCounts(plan),
  });
}

const identity = ({ address, kind, name }: Action) => ({ address, type: kind, name });

function resourceChange(action: Action): object {
  const replacing = action.changes.filter((change) => change.effect === 'replace');
  const { verb, from, imported, order, onFailure } = action;
  const renamed = verb === 'move' && action.steps.length > 0;
  return {
    ...identity(action),
    ...(from === undefined ? {} : { previous_address: from }),
    change: {
      actions: renamed ? terraformActions.update : terraformActions[verb],
      ...(imported ? { importing: { id: action.name } } : {}),
      before: Object.fromEntries(action.changes.map(({ path, before }) => [path, before ?? null])),
      after: Object.fromEntries(action.changes.map(({ path, after }) => [path, after ?? null])),
      replace_paths: verb === 'replace' ? replacing.map(({ path }) => [path]) : [],
    },
    action_reason: action.causes[0]?.text ?? null,
    verb,
    ...(verb === 'replace' ? { order: order ?? 'stop-first' } : {}),
    ...(onFailure === undefined ? {} : { on_failure: onFailure }),
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
