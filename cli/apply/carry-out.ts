/*
 * What `apply` and `destroy` share: show the plan, get its approval, walk it, keep the ledger, and
 * say in the end what was done, what failed and why, and what was never tried.
 */
import { execFileSync } from 'node:child_process';
import { hostname } from 'node:os';
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
import { callerName } from '../../providers/index.js';
import { UsageError, valueOf, type CommandContext, type Invocation } from '../command.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { renderPlan } from '../render/plan-text.js';
import { addImagePins } from '../stack/lock-file.js';
import { visible } from '../terminal/terminal.js';
import { approve, type Approval } from './approve.js';
import { planDigest } from './plan-digest.js';
import { startProgress, type Progress } from './progress.js';
import { exitCodeOf, summaryLines, type SummaryLine } from './summary.js';

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
  /** The generation that the plan goes back to, whose files it therefore has. */
  readonly returnsTo?: Generation;
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
  if (plan.refreshOnly) return refresh(subject, settings, context);
  if (isEmptyPlan(plan)) {
    notePins(subject);
    if (plan.ledgerOutdated) await record(subject, plan.resources, plan.claims);
    return exitCodes.done;
  }
  const approved = await approve(plan, settings, context);
  if (!approved) return exitCodes.error;
  notePins(subject);
  const { result, unrecorded } = await finishing(context, () =>
    walkAndRecord(subject, settings, context),
  );
  for (const line of summaryLines(plan, result, unrecorded)) writeSummary(line, context);
  return exitCodeOf(result, unrecorded);
}

/** What was found out of names is fixed before the first step, so that whoever comes after it finds the same. */
function notePins({ plan, directory }: Subject): void {
  if (plan.pins && directory !== undefined) addImagePins(directory, plan.pins);
}

/** From here on an interrupt finishes what is under way and records it. */
async function finishing<T>(
  { signal, terminal }: CommandContext,
  work: () => Promise<T>,
): Promise<T> {
  const announce = (): void => {
    terminal.complain(
      'stowage: interrupted; what is under way is finished and recorded, nothing more is begun. Again to leave now.',
    );
  };
  signal.addEventListener('abort', announce, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', announce);
  }
}

/** What came of a plan, and why the ledger does not have it where it could not be written. */
interface Walked {
  readonly result: ExecutionResult;
  readonly unrecorded?: EngineError;
}

async function walkAndRecord(
  subject: Subject,
  settings: ApplySettings,
  context: CommandContext,
): Promise<Walked> {
  const { plan, previous } = subject;
  const before = ledgerBefore(plan, previous);
  if (before) await record(subject, before.resources, before.claims ?? []);
  const progress = startProgress(plan, context);
  const result = await walk(subject, settings, progress, context);
  progress.end();
  const resources = resourcesAfter(plan, result, previous);
  try {
    await record(subject, resources, claimsAfter(plan, result));
    return { result };
  } catch (error) {
    // What was done is done, and has to be told: an engine that was restarted has taken the lock away, too.
    if (!(error instanceof EngineError)) throw error;
    return { result, unrecorded: error };
  }
}

function writeSummary({ text, weight }: SummaryLine, { terminal }: CommandContext): void {
  if (weight === 'failure') terminal.complain(terminal.style('red', visible(text)));
  else if (weight === 'detail') terminal.complain(visible(text));
  else terminal.note(visible(text));
}

/** Writes down what is there, once that is approved. */
async function refresh(
  subject: Subject,
  settings: ApplySettings,
  context: CommandContext,
): Promise<ExitCode> {
  const { plan } = subject;
  if (!plan.ledgerOutdated) return exitCodes.done;
  if (!(await approve(plan, settings, context))) return exitCodes.error;
  await record(subject, plan.resources, plan.claims);
  context.terminal.note('The ledger says what is there.');
  return exitCodes.done;
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
      parallelism: concurrency,
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
  { engine, identity, directory, returnsTo, plan }: Subject,
  resources: Generation['resources'],
  claims: readonly Claim[],
): Promise<void> {
  const commit = directory === undefined ? returnsTo?.commit : currentCommit(directory);
  await engine.writeLedger(identity, {
    number: plan.generation,
    stack: identity.name,
    time: new Date().toISOString(),
    author: `${await callerName()}@${hostname()}`,
    ...(commit === undefined ? {} : { commit }),
    digest: planDigest(plan),
    ...(returnsTo ? { rollbackOf: returnsTo.number } : {}),
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
