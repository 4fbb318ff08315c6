/*
 * Names of images that only the apply can know. The tag of an image that holds a secret is made with the
 * stack's id, and a stack that was never applied has none yet: a plan of it is to be read, and says so
 * in the place of the tag. A plan that is saved brings its id along, and knows every tag.
 */
import {
  imageReference,
  isJsonArray,
  isJsonObject,
  type Action,
  type JsonValue,
  type Plan,
  type Step,
} from '../../model/index.js';
import type { Desired } from '../../planner/index.js';

const late = '(known after apply)';

/** The plan with every tag that depends on the stack's id told to be known later. */
export function withLateReferences(plan: Plan, desired: readonly Desired[]): Plan {
  const names = new Map(
    desired.flatMap((one): readonly (readonly [string, string])[] =>
      one.kind === 'image' && (one.seals ?? []).length > 0
        ? [[imageReference(one.completed), `${one.completed.name}:${late}`]]
        : [],
    ),
  );
  if (names.size === 0) return plan;
  const told = (text: string): string =>
    [...names].reduce((said, [reference, name]) => said.replaceAll(reference, name), text);
  return {
    ...plan,
    actions: plan.actions.map((action) => lateAction(action, told)),
    steps: plan.steps.map((step) => lateStep(step, told)),
    outputs: plan.outputs.map(({ value, ...output }) =>
      value === undefined ? output : { ...output, value: lateJson(value, told) },
    ),
  };
}

type Told = (text: string) => string;

function lateAction(action: Action, told: Told): Action {
  return {
    ...action,
    name: told(action.name),
    changes: action.changes.map(({ before, after, ...change }) => ({
      ...change,
      ...(before !== undefined && { before: lateJson(before, told) }),
      ...(after !== undefined && { after: lateJson(after, told) }),
    })),
    causes: action.causes.map((cause) => ({ ...cause, text: told(cause.text) })),
  };
}

function lateStep(step: Step, told: Told): Step {
  if (step.op === 'build-image') return { ...step, reference: told(step.reference) };
  if (step.op !== 'create-container') return step;
  return { ...step, completed: { ...step.completed, image: told(step.completed.image) } };
}

function lateJson(value: JsonValue, told: Told): JsonValue {
  if (typeof value === 'string') return told(value);
  if (isJsonArray(value)) return value.map((item) => lateJson(item, told));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, lateJson(member ?? null, told)]),
  );
}
