/*
 * What `apply` and `destroy` share: show the plan, get its approval, walk it, keep the ledger, and
 * say in the end what was done, what failed and why, and what was never tried.
 */
import { execFileSync } from 'node:child_process';
import { hostname, userInfo } from 'node:os';
import {
  EngineError,
  isEmptyPlan,
  type Claim,
  type Engine,
  type Generation,
  type Plan,
  type Step,
} from '../../model/index.js';
import {
  claimsAfter,
  executePlan,
  ledgerBefore,
  resourcesAfter,
  type ExecutionResult,
} from '../../planner/index.js';
import { UsageError, valueOf, type CommandContext, type Invocation } from '../command.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { renderPlan } from '../render/plan-text.js';
import { visible } from '../terminal/terminal.js';
import { approve, type Approval } from './approve.js';
import { planDigest } from './plan-digest.js';
import { startProgress, type Progress } from './progress.js';

export interface ApplySettings extends Approval {
  readonly concurrency: number;
}

/** What apply and destroy take from the command line. @throws UsageError */
export function prepare(invocation: Invocation): Omit<ApplySettings, 'question'> {
  const given = valueOf(invocation, 'parallelism') ?? '4';
  const concurrency = Number(given);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64) {
    throw new UsageError(`--parallelism takes a whole number from 1 to 64, not ${given}`);
  }
  return {
    concurrency,
    yes: invocation.switches.has('yes'),
    allowed: new Set(invocation.values['allow-destroy'] ?? []),
  };
}

export interface Subject {
  readonly engine: Engine;
  readonly identity: { readonly name: string; readonly id: string };
  /** Absolute path of the stack; absent where nothing of its files is needed. */
  readonly directory?: string;
  readonly plan: Plan;
  /** The newest generation before this apply. */
  readonly previous: Generation | undefined;
}

/** Shows a plan, has it approved and carries it out. The stack's lock must be held. */
export async function carryOut(
  subject: Subject,
  settings: ApplySettings,
  context: CommandContext,
): Promise<ExitCode> {
  const { plan } = subject;
  const { terminal } = context;
  for (const line of renderPlan(plan, terminal)) terminal.print(line);
  if (isEmptyPlan(plan)) {
    if (plan.ledgerOutdated) await record(subject, plan.resources, plan.claims);
    return exitCodes.done;
  }
  const approved = await approve(plan, settings, context);
  if (!approved) return exitCodes.error;
  const before = ledgerBefore(plan, subject.previous);
  if (before) await record(subject, before.resources, before.claims ?? []);
  const progress = startProgress(plan, context);
  const result = await walk(subject, settings, progress, context);
  progress.end();
  const resources = resourcesAfter(plan, result, subject.previous);
  await record(subject, resources, claimsAfter(plan, result));
  return summarize(plan, result, context);
}

function walk(
  { engine, directory, plan }: Subject,
  { concurrency }: ApplySettings,
  progress: Progress,
  { signal }: CommandContext,
): Promise<ExecutionResult> {
  const run = (operation: Parameters<Engine['perform']>[0], step: Step) =>
    engine.perform(operation, directory ?? '/', {
      report: (text) => progress.detail(step, text),
      signal,
    });
  return executePlan(
    plan,
    { run },
    {
      concurrency,
      signal,
      isEngineError: (error) => error instanceof EngineError,
      report: (event) => progress.event(event),
    },
  );
}

async function record(
  { engine, identity, directory, plan }: Subject,
  resources: Generation['resources'],
  claims: readonly Claim[],
): Promise<void> {
  const commit = directory === undefined ? undefined : currentCommit(directory);
  await engine.writeLedger(identity, {
    number: plan.generation,
    stack: identity.name,
    time: new Date().toISOString(),
    author: `${userInfo().username}@${hostname()}`,
    ...(commit === undefined ? {} : { commit }),
    digest: planDigest(plan),
    resources,
    ...(claims.length > 0 ? { claims } : {}),
    ...(plan.moved.length > 0 ? { moved: plan.moved } : {}),
  });
}

/** The commit that the stack's files are at; `undefined` outside a repository or without git. */
function currentCommit(directory: string): string | undefined {
  try {
    const output = execFileSync('git', ['rev-parse', '--verify', 'HEAD'], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
      timeout: 5_000,
    });
    return output.trim();
  } catch {
    // No repository, no commit yet, or no git: the ledger then has no commit to name.
    return undefined;
  }
}

/** What is left to be looked at where a failed successor was to stay. */
function keptFailures(
  plan: Plan,
  { done, failures, recovered }: ExecutionResult,
): readonly string[] {
  const failed = new Set(failures.map(({ step }) => step.address));
  const lost = plan.actions.filter(
    ({ address, onFailure }) =>
      onFailure === 'keep' && failed.has(address) && !recovered.includes(address),
  );
  return lost.flatMap(({ address, name, order, steps }): readonly string[] => {
    const own = plan.steps.filter(({ id }) => steps.includes(id));
    const made = own.find(({ id, op }) => op === 'create-container' && done.includes(id));
    const aside = own.find(({ op }) => op === 'rename-container');
    if (made?.op !== 'create-container') return [];
    const predecessor =
      order === undefined && aside?.op === 'rename-container'
        ? `stays stopped as ${aside.name}`
        : 'goes on';
    const successor = `its successor is kept as ${made.as ?? name}`;
    return [`${address}: ${successor}, and the predecessor ${predecessor}`];
  });
}

/** Says how it ended. A predecessor that was brought back is a failure with a code of its own. */
function summarize(plan: Plan, result: ExecutionResult, { terminal }: CommandContext): ExitCode {
  const { failures, skipped, recovered, recoveryFailures, interrupted } = result;
  for (const { step, error } of failures) {
    terminal.note(
      terminal.style('red', `failed: ${visible(step.address)}: ${visible(error.message)}`),
    );
    for (const line of error.lines) terminal.note(`  | ${visible(line)}`);
    if (error.hint !== undefined) terminal.note(`  ${visible(error.hint)}`);
  }
  for (const address of recovered) {
    terminal.note(`${visible(address)}: its predecessor is back`);
  }
  for (const line of keptFailures(plan, result)) terminal.note(visible(line));
  for (const { address, error } of recoveryFailures) {
    terminal.note(
      terminal.style(
        'red',
        `${visible(address)}: its predecessor could not be brought back: ${visible(error.message)}`,
      ),
    );
  }
  const untried = new Set(
    plan.steps.filter(({ id }) => skipped.includes(id)).map(({ address }) => address),
  );
  for (const { step } of failures) untried.delete(step.address);
  if (untried.size > 0) terminal.note(`never tried: ${visible([...untried].join(', '))}`);
  const total = plan.steps.length;
  terminal.note(
    `${result.done.length} of ${total} steps done${interrupted ? ', interrupted' : ''}.`,
  );
  if (failures.length > 0 || skipped.length > 0) {
    terminal.note('`stowage apply` goes on from here.');
  }
  if (interrupted) return exitCodes.interrupted;
  if (recovered.length > 0) return exitCodes.rolledBack;
  return failures.length > 0 ? exitCodes.error : exitCodes.done;
}
