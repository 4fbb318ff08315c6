/* The public face of the planner: plan, destroy, drift, and the executor that walks a plan. */
export { findDrift, type Drift, type DriftChange } from './drift.js';
export {
  executePlan,
  resourcesAfter,
  type ExecutionEvent,
  type ExecutionOptions,
  type ExecutionResult,
  type Failure,
  type StepRunner,
} from './execute.js';
export type { Desired, DesiredOf, DestroyInput, PlanInput } from './facts.js';
export { planApply, planDestroy } from './plan.js';
