/* The public face of the planner: plan, destroy, drift, and the executor that walks a plan. */
export { checkAbilities, type Abilities } from './unsupported.js';
export { checkConditions } from './conditions.js';
export { claimsAfter, ledgerBefore } from './claims.js';
export { diffValues, formatPath, parsePath } from './diff.js';
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
export type { Desired, DesiredOf, DestroyInput, PlanInput, Statements } from './facts.js';
export {
  groundOf,
  parseGround,
  type Ground,
  type GroundHolder,
  type GroundObject,
} from './ground.js';
export { planApply, planDestroy } from './plan.js';
export { planBack } from './plan-back.js';
export { checkPreflight, surveyQuery, type Preflight } from './preflight.js';
export { recordedStack, type RecordedStack } from './recorded.js';
export { planRefresh } from './refresh.js';
export { sealsOf, secrecyOf } from './secrecy.js';
export { choosePart, type Choice, type Purpose } from './scope.js';
export { shiftsUnder, type Shift } from './shifts.js';
