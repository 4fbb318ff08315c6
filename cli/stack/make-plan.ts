/*
 * From files and an engine to a plan, as `plan`, `apply` and `destroy` all need it. Reads only.
 */
import {
  hasErrors,
  kindOfAddress,
  type Diagnostic,
  type EngineReader,
  type Observation,
  type Plan,
  type Stack,
} from '../../model/index.js';
import {
  planApply,
  planDestroy,
  sealsOf,
  type PlanInput,
  type Statements,
} from '../../planner/index.js';
import { resolveDesired } from '../../providers/index.js';
import { fingerprint } from './fingerprint.js';
import { preflight } from './preflight.js';
import { recordedSecrets, secretPaths, shadePlan, type SecretPaths } from './shade-secrets.js';

/** Stands for the id of a stack that has not been applied yet. */
export const noId = '00000000-0000-0000-0000-000000000000';

/** What of a stack is needed to plan its removal. */
export interface DestroyRequest {
  readonly stack: Pick<Stack, 'name' | 'resources' | 'moved' | 'removed' | 'imports'>;
  /** Absent before the first apply. */
  readonly id: string | undefined;
  /** Told of secrets that stand in the engine's records, which may be older than those given. */
  readonly conceal?: (hidden: { readonly values: readonly string[] }) => void;
}

export interface PlanRequest extends DestroyRequest {
  readonly stack: Stack;
  readonly directory: string;
}

export interface MadePlan {
  readonly plan?: Plan;
  readonly observation: Observation;
  readonly diagnostics: readonly Diagnostic[];
}

async function observe(reader: EngineReader, { stack, id }: DestroyRequest): Promise<Observation> {
  return reader.observe({
    stack: { name: stack.name, ...(id === undefined ? {} : { id }) },
    names: stack.resources.map(({ kind, spec }) => ({ kind, name: spec.name })),
    imports: stack.imports.flatMap(({ to, id: wanted }) => {
      const kind = kindOfAddress(to);
      return kind === undefined ? [] : [{ kind, id: wanted }];
    }),
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

/** Plans to make the engine what the files say. */
export async function makePlan(reader: EngineReader, request: PlanRequest): Promise<MadePlan> {
  const { stack, directory, id } = request;
  const stackId = id ?? noId;
  const [resolved, observation] = await Promise.all([
    resolveDesired(stack.resources, {
      directory,
      reader,
      sealsOf: (resources) => sealsOf(resources, (text) => fingerprint(stackId, text)),
    }),
    observe(reader, request),
  ]);
  if (hasErrors(resolved.diagnostics) || !resolved.value) {
    return { observation, diagnostics: resolved.diagnostics };
  }
  const paths = hideRecorded(request, observation);
  const input: PlanInput = {
    stack: { name: stack.name, id: stackId },
    statements: statementsOf(stack),
    desired: resolved.value,
    outputs: stack.outputs,
    observation,
    fingerprint,
    verdict: (kind, change) => reader.verdict(kind, change),
  };
  const { value, diagnostics } = planApply(input);
  const obstacles = value
    ? await preflight(reader, { plan: value, observation, resources: stack.resources })
    : [];
  return {
    observation,
    diagnostics: [...resolved.diagnostics, ...diagnostics, ...obstacles],
    ...(value && !hasErrors(obstacles) ? { plan: shadePlan(value, paths) } : {}),
  };
}

/** Plans to remove everything of the stack; its images need not be resolvable for that. */
export async function makeDestroyPlan(
  reader: EngineReader,
  request: DestroyRequest,
): Promise<MadePlan> {
  const { stack, id } = request;
  const observation = await observe(reader, request);
  const { value, diagnostics } = planDestroy({
    stack: { name: stack.name, id: id ?? noId },
    statements: statementsOf(stack),
    resources: stack.resources,
    observation,
    fingerprint,
  });
  const paths = hideRecorded(request, observation);
  return { observation, diagnostics, ...(value ? { plan: shadePlan(value, paths) } : {}) };
}
