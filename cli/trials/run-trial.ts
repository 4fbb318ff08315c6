/*
 * Runs one test of a stack: compiles it as the test says, judges its assertions and diagnostics, and
 * compares the plan against the declared engine. No engine is asked, nothing is written.
 */
import type { Compiled, CompileOptions, DeclaredState, Trial } from '../../dsl/index.js';
import {
  hasErrors,
  type Checked,
  type Diagnostic,
  type JsonValue,
  type Observation,
  type Plan,
  type Resource,
  type Span,
  type Stack,
  withAttributes,
} from '../../model/index.js';
import { planApply, sealsOf } from '../../planner/index.js';
import { resolveDesired, type ResolvedResource } from '../../providers/index.js';
import {
  nothingThere,
  observationOf,
  rehearsedFingerprint,
  rehearsedId,
  rehearsedReader,
} from './rehearse.js';
import { planLines } from './plan-lines.js';

/** What a test is run with. */
export interface TrialStage {
  /** Absolute path of the stack. */
  readonly directory: string;
  /** Compiles the stack's files and its modules. */
  readonly compile: (options: Partial<CompileOptions>) => Compiled;
  /** The stack with the paths of the host that it means. */
  readonly place: (stack: Stack) => Stack;
}
/** Something that is not as the test says. */
export interface Failure {
  readonly summary: string;
  readonly span: Span;
  /** What the summary speaks of: lines that differ, or nothing. */
  readonly lines?: readonly string[];
  /** The message itself, where a diagnostic is what is wrong. */
  readonly diagnostic?: Diagnostic;
}
export interface TrialResult {
  readonly trial: Trial;
  readonly failures: readonly Failure[];
  /** The plan, where the test asks for one and there is one. */
  readonly plan?: Plan;
  /** Texts that must not be printed. */
  readonly hidden: ReadonlySet<string>;
}

/** Runs a test. */
export async function runTrial(trial: Trial, stage: TrialStage): Promise<TrialResult> {
  const compiled = stage.compile({ ...given(trial), assertions: trial.assertions });
  const { hidden } = compiled;
  const failures = [...judgeDiagnostics(trial, compiled.diagnostics)];
  const wantsPlan = trial.plan ?? trial.golden ?? trial.observed;
  if (!wantsPlan || failures.length > 0 || !compiled.value) return { trial, failures, hidden };
  const { plan, problems } = await planOf(trial, stage.place(compiled.value), stage);
  failures.push(...problems.map(unexpected(trial)));
  if (!plan) return { trial, failures, hidden };
  return { trial, failures: [...failures, ...judgePlan(trial, plan)], plan, hidden };
}

/** What a test gives the stack; secrets that it does not speak of are unknown. */
const given = ({ params, secrets, facts }: Trial) => ({
  params,
  facts,
  ...(Object.keys(secrets).length > 0 && { secrets }),
});

const unexpected =
  ({ span }: Trial) =>
  (diagnostic: Diagnostic): Failure => ({
    summary: `${diagnostic.code}: ${diagnostic.summary}`,
    span: diagnostic.span ?? span,
    diagnostic,
  });

/** Errors that are not expected, and those that are and do not come; warnings where they are named. */
function judgeDiagnostics(trial: Trial, diagnostics: readonly Diagnostic[]): readonly Failure[] {
  const failures: Failure[] = [];
  for (const [severity, expected] of [
    ['error', trial.errors ?? { value: [], span: trial.span }],
    ['warning', trial.warnings],
  ] as const) {
    if (!expected) continue;
    const found = diagnostics.filter((one) => one.severity === severity);
    const surplus = found.filter(({ code }) => !expected.value.includes(code));
    failures.push(...surplus.map(unexpected(trial)));
    for (const code of new Set(expected.value)) {
      if (found.some((one) => one.code === code)) continue;
      failures.push({ summary: `there is no ${severity} \`${code}\``, span: expected.span });
    }
  }
  return failures;
}

interface Planned {
  readonly plan?: Plan;
  readonly problems: readonly Diagnostic[];
}

async function planOf(trial: Trial, stack: Stack, stage: TrialStage): Promise<Planned> {
  const desired = await resolve(stack, stage);
  const before = trial.observed
    ? await observed(trial, trial.observed.value, stage)
    : { observation: nothingThere, problems: [] };
  const problems = [...desired.diagnostics, ...before.problems];
  if (hasErrors(problems) || !desired.value || !before.observation) return { problems };
  const { value, diagnostics } = plan(stack, desired.value, before.observation);
  return { ...(value && { plan: value }), problems: diagnostics.filter(isError) };
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

async function resolve(
  { resources }: Stack,
  { directory }: TrialStage,
): Promise<Checked<readonly ResolvedResource[]>> {
  const { value, diagnostics } = await resolveDesired(resources, {
    directory,
    reader: rehearsedReader(),
    sealsOf: (some) => sealsOf(some, (text) => rehearsedFingerprint(rehearsedId, text)),
  });
  return { diagnostics, ...(value && { value: value.desired }) };
}

function plan(stack: Stack, desired: readonly ResolvedResource[], observation: Observation) {
  return planApply({
    stack: { name: stack.name, id: rehearsedId },
    desired,
    outputs: stack.outputs,
    statements: stack,
    observation,
    fingerprint: rehearsedFingerprint,
    verdict: (kind, change) => rehearsedReader().verdict(kind, change),
  });
}

/** The declared engine: the stack as it was applied, with what was done by hand. */
async function observed(
  trial: Trial,
  state: DeclaredState,
  stage: TrialStage,
): Promise<{ readonly observation?: Observation; readonly problems: readonly Diagnostic[] }> {
  const now = given(trial);
  const earlier = stage.compile({ ...now, params: { ...now.params, ...state.params } });
  if (!earlier.value) return { problems: earlier.diagnostics.filter(isError) };
  const stack = stage.place(earlier.value);
  const recorded = await resolve(stack, stage);
  const { changed, problems } = changeByHand(stack.resources, state);
  const live = await resolve({ ...stack, resources: changed }, stage);
  const wrong = [...recorded.diagnostics, ...live.diagnostics, ...problems];
  if (hasErrors(wrong) || !recorded.value || !live.value) return { problems: wrong };
  const first = plan(stack, recorded.value, nothingThere);
  if (!first.value) return { problems: first.diagnostics };
  const observation = observationOf(
    live.value,
    first.value.resources,
    new Map(recorded.value.map((one) => [one.resource.address, one])),
    {
      missing: new Set(state.missing.map(({ value }) => value)),
      stopped: new Set(state.stopped.map(({ value }) => value)),
    },
  );
  return { observation, problems: [] };
}

/** Puts the attributes that were changed by hand into the specs. */
function changeByHand(
  resources: readonly Resource[],
  { changed, missing, stopped }: DeclaredState,
) {
  const problems: Diagnostic[] = [];
  const known = new Set(resources.map(({ address }) => address));
  for (const { value, span } of [...missing, ...stopped]) {
    if (!known.has(value)) problems.push(nothingAt(value, span));
  }
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  for (const { value, span } of changed) {
    const resource = byAddress.get(value.address);
    const after = resource && withAttributes(resource, value.attributes);
    if (!resource) problems.push(nothingAt(value.address, span));
    else if (after) byAddress.set(value.address, after);
    else problems.push(notASpec(value.address, value.attributes, span));
  }
  return { changed: [...byAddress.values()], problems };
}

const nothingAt = (address: string, span: Span): Diagnostic => ({
  code: 'undefined-name',
  severity: 'error',
  summary: `the stack has nothing at ${address}`,
  span,
});

const notASpec = (
  address: string,
  attributes: Readonly<Record<string, JsonValue>>,
  span: Span,
): Diagnostic => ({
  code: 'type-mismatch',
  severity: 'error',
  summary: `${address} cannot have ${Object.keys(attributes).join(', ')} like this`,
  detail:
    'Attributes are written in their full form here, sizes in bytes and durations in milliseconds included; `stowage eval --json` shows it.',
  span,
});

/** Compares the plan with the lines that are written in the test. */
function judgePlan({ plan: expected }: Trial, found: Plan): readonly Failure[] {
  if (!expected) return [];
  const lines = planLines(found);
  const missing = expected.value.filter((line) => !lines.includes(line));
  const surplus = lines.filter((line) => !expected.value.includes(line));
  if (missing.length + surplus.length === 0) return [];
  const shown = [...missing.map((line) => `- ${line}`), ...surplus.map((line) => `+ ${line}`)];
  return [{ summary: 'the plan is another', span: expected.span, lines: shown }];
}
