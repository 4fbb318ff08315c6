/*
 * From files and an engine to a plan, as `plan`, `apply` and `destroy` all need it. Reads only.
 */
import {
  hasErrors,
  kindOfAddress,
  tagsOf,
  type Checked,
  type Diagnostic,
  type EngineReader,
  type Observation,
  type ObserveQuery,
  type Part,
  type Plan,
  type Resource,
  type Stack,
} from '../../model/index.js';
import {
  checkAbilities,
  checkConditions,
  choosePart,
  planApply,
  planDestroy,
  planRefresh,
  sealsOf,
  type Choice,
  type DestroyInput,
  type PlanInput,
  type Purpose,
  type Statements,
} from '../../planner/index.js';
import { resolveDesired, type Registries } from '../../providers/index.js';
import { fingerprint } from './fingerprint.js';
import { withLateReferences } from './late-references.js';
import { abilitiesOf, preflight } from './preflight.js';
import { recordedSecrets, secretPaths, shadePlan, type SecretPaths } from './shade-secrets.js';

/** Stands for the id of a stack that has not been applied yet. */
export const noId = '00000000-0000-0000-0000-000000000000';

/** What of a stack is needed to plan its removal. */
export interface DestroyRequest {
  readonly stack: Pick<Stack, 'name' | 'resources' | 'moved' | 'removed' | 'imports'>;
  /** Absent before the first apply. */
  readonly id: string | undefined;
  /** What is chosen of the stack; all of it where absent. */
  readonly part?: Part;
  /** Told of secrets that stand in the engine's records, which may be older than those given. */
  readonly conceal?: (hidden: { readonly values: readonly string[] }) => void;
}

export interface PlanRequest extends DestroyRequest {
  /** Addresses of what is to be made anew. */
  readonly replace?: readonly string[];
  /** How many deletions are allowed in words. */
  readonly allowedDeletions?: number;
  readonly stack: Stack;
  readonly directory: string;
  /** What is asked for images that the engine does not have; nothing is where absent. */
  readonly registries?: Registries;
}

export interface MadePlan {
  readonly plan?: Plan;
  readonly observation: Observation;
  readonly diagnostics: readonly Diagnostic[];
}

/** The names that a resource wants in the engine. */
const namesOf = ({ kind, spec }: Resource): ObserveQuery['names'] =>
  [spec.name, ...(kind === 'image' ? tagsOf(spec.tags ?? []) : [])].map((name) => ({ kind, name }));

/** What an engine is asked beside the stack's own objects. */
export function wantedOf(
  stack: DestroyRequest['stack'],
): Required<Pick<ObserveQuery, 'names' | 'imports'>> {
  return {
    names: stack.resources.flatMap((resource) => namesOf(resource)),
    imports: stack.imports.flatMap(({ to, id: wanted }) => {
      const kind = kindOfAddress(to);
      return kind === undefined ? [] : [{ kind, id: wanted }];
    }),
  };
}

async function observe(reader: EngineReader, { stack, id }: DestroyRequest): Promise<Observation> {
  return reader.observe({
    stack: { name: stack.name, ...(id === undefined ? {} : { id }) },
    ...wantedOf(stack),
  });
}

const statementsOf = ({ moved, removed, imports }: DestroyRequest['stack']): Statements => ({
  moved,
  removed,
  imports,
});

function hideRecorded({ stack, conceal }: DestroyRequest, observation: Observation): SecretPaths {
  const paths = secretPaths(stack.resources, observation);
  conceal?.({ values: recordedSecrets(paths, observation) });
  return paths;
}

/** What is chosen, of what is written and of what is there; `undefined` for all of it. */
function choose(
  { stack, part }: DestroyRequest,
  observation: Observation,
  purpose: Purpose,
): { readonly choice?: Choice; readonly diagnostics: readonly Diagnostic[] } {
  if (!part) return { diagnostics: [] };
  const { resources } = stack;
  const subject = { resources, statements: statementsOf(stack), observation };
  const { value, diagnostics } = choosePart(part, subject, purpose);
  return { diagnostics, ...(value && { choice: value }) };
}

/** Plans to make the engine what the files say. */
export async function makePlan(reader: EngineReader, request: PlanRequest): Promise<MadePlan> {
  const { stack, directory, id } = request;
  const early = request.part ? await observe(reader, request) : undefined;
  const { choice, diagnostics: unchosen } = early
    ? choose(request, early, 'apply')
    : { diagnostics: [] };
  if (early && hasErrors(unchosen)) return { observation: early, diagnostics: unchosen };
  // Nothing is asked of what is not chosen, not even whether its files can be read.
  const wanted = stack.resources.filter(({ address }) => choice?.addresses.has(address) ?? true);
  const stackId = id ?? noId;
  const unable = checkAbilities(wanted, abilitiesOf(reader));
  if (unable.length > 0) {
    return { observation: early ?? (await observe(reader, request)), diagnostics: unable };
  }
  const [resolved, observation] = await Promise.all([
    resolveDesired(wanted, {
      directory,
      reader,
      ...(request.registries && { registries: request.registries }),
      sealsOf: (resources) => sealsOf(resources, (text) => fingerprint(stackId, text)),
    }),
    early ?? observe(reader, request),
  ]);
  if (hasErrors(resolved.diagnostics) || !resolved.value) {
    return { observation, diagnostics: resolved.diagnostics };
  }
  const unmet = checkConditions(resolved.value.desired);
  if (unmet.length > 0) return { observation, diagnostics: unmet };
  const paths = hideRecorded(request, observation);
  const input: PlanInput = {
    stack: { name: stack.name, id: stackId },
    statements: statementsOf(stack),
    desired: resolved.value.desired,
    pins: resolved.value.pins,
    outputs: stack.outputs,
    observation,
    fingerprint,
    verdict: (kind, change, wanted) => reader.verdict(kind, change, wanted),
    ...(choice && { choice }),
    ...(request.allowedDeletions !== undefined && {
      allowedDeletions: request.allowedDeletions,
    }),
    ...(request.replace && { replace: request.replace }),
  };
  const { value, diagnostics } = planApply(input);
  const { desired } = resolved.value;
  const readable = (plan: Plan): Plan =>
    id === undefined ? withLateReferences(plan, desired) : plan;
  const obstacles = value
    ? await preflight(reader, { plan: value, observation, resources: stack.resources })
    : [];
  return {
    observation,
    diagnostics: [...resolved.diagnostics, ...diagnostics, ...obstacles],
    ...(value && !hasErrors(obstacles) ? { plan: shadePlan(readable(value), paths) } : {}),
  };
}

/** Plans to remove everything of the stack; its images need not be resolvable for that. */
export const makeDestroyPlan = (reader: EngineReader, request: DestroyRequest): Promise<MadePlan> =>
  planUnresolved(reader, request, 'destroy', planDestroy);

/** Plans to record what is there, and to do nothing else; images need not be resolvable for that. */
export const makeRefreshPlan = (reader: EngineReader, request: DestroyRequest): Promise<MadePlan> =>
  planUnresolved(reader, request, 'apply', planRefresh);

/** Plans from what is written, whether its images can be resolved or not. */
async function planUnresolved(
  reader: EngineReader,
  request: DestroyRequest,
  purpose: Purpose,
  plan: (input: DestroyInput) => Checked<Plan>,
): Promise<MadePlan> {
  const { stack, id } = request;
  const observation = await observe(reader, request);
  const { choice, diagnostics: unchosen } = choose(request, observation, purpose);
  if (hasErrors(unchosen)) return { observation, diagnostics: unchosen };
  const { value, diagnostics } = plan({
    stack: { name: stack.name, id: id ?? noId },
    statements: statementsOf(stack),
    resources: stack.resources,
    observation,
    fingerprint,
    ...(choice && { choice }),
  });
  const paths = hideRecorded(request, observation);
  return { observation, diagnostics, ...(value ? { plan: shadePlan(value, paths) } : {}) };
}
