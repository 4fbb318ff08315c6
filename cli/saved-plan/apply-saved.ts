/*
 * `apply FILE`: everything that can refuse a saved plan first, cheapest first, all of it before the
 * first write; then the plan is carried out as it stands. Nothing is decided again.
 */
import { relative } from 'node:path';
import { hasErrors, isEmptyPlan, type Plan } from '../../model/index.js';
import { carryOut, prepare } from '../apply/carry-out.js';
import { forgetDestroyed } from '../apply/forget-destroyed.js';
import { UsageError, valueOf, type CommandContext, type Invocation } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { jsonInto } from '../render/json-into.js';
import { outputLines } from '../render/outputs.js';
import { reportDiagnostics } from '../report.js';
import { preflight } from '../stack/preflight.js';
import { loadStack, stackDirectory } from '../stack/load.js';
import { adoptStackId, readStackId } from '../stack/lock-file.js';
import { stackFileNames } from '../stack/read-sources.js';
import { refuse, reportRefusal, type Refusal } from './refusal.js';
import { describeEngine } from './save-plan.js';
import { readSaved } from './read-saved.js';
import type { SavedPlan } from './saved-plan.js';
import { collectSecrets, noSecrets, type GivenSecrets } from './secret-texts.js';
import { changedSources } from './sources.js';
import { checkEngine, checkStack } from './checks.js';
import { verifySaved } from './verify-saved.js';

/** Options of `apply` that say what is planned. */
const planning = ['target', 'exclude', 'replace', 'allow-deletions', 'refresh-only'];

/** @throws UsageError for options that a saved plan has no use for */
function checkOptions(invocation: Invocation): void {
  const asked = planning.find(
    (option) => valueOf(invocation, option) !== undefined || invocation.switches.has(option),
  );
  if (asked !== undefined) {
    throw new UsageError(`a saved plan is applied whole; --${asked} goes with the planning`);
  }
}

/** Carries a saved plan out, or refuses it. */
export async function applySaved(
  file: string,
  invocation: Invocation,
  context: CommandContext,
): Promise<ExitCode> {
  checkOptions(invocation);
  const directory = stackDirectory(valueOf(invocation, 'directory'), context);
  const settings = prepare(invocation);
  const refused = (refusal: Refusal): ExitCode =>
    reportRefusal(relative(context.directory, file), refusal, context.terminal);
  const writePlan = jsonInto(invocation, context);
  const saved = readSaved(file, context);
  if (saved.kind === 'refused') return refused(saved);
  const wrong = checkStack(saved, readStackId(directory)) ?? checkFiles(saved, directory);
  if (wrong) return refused(wrong);
  const secrets = await givenSecrets(saved, directory, invocation, context);
  if (!secrets) return exitCodes.error;
  const choice = { engine: saved.engine.engine };
  return withEngine(invocation, context, choice, async (engine) => {
    const { terminal } = context;
    terminal.note(
      terminal.style('dim', `stack ${saved.stack.name} on ${engine.profile.description}`),
    );
    const other = checkEngine(saved.engine, await describeEngine(engine));
    if (other) return refused(other);
    const lock = await engine.lock(saved.stack);
    try {
      const verified = await verifySaved(saved, {
        reader: engine,
        directory,
        secrets,
        conceal: (hidden) => terminal.conceal(hidden),
      });
      if (verified.kind === 'refused') return refused(verified);
      const { plan, observation } = verified;
      const obstacles = await preflight(engine, { plan, observation, resources: [] });
      reportDiagnostics(obstacles, new Map(), context);
      if (hasErrors(obstacles)) return exitCodes.error;
      writePlan(plan, engine.profile);
      adoptStackId(directory, saved.stack.id);
      const code = await carryOut(
        { engine, identity: saved.stack, directory, plan, previous: observation.ledger },
        {
          ...settings,
          yes: true,
          allowed: new Set([...settings.allowed, ...saved.allowed]),
          question: '',
        },
        context,
      );
      if (code === exitCodes.done && saved.purpose === 'destroy') {
        await forgetDestroyed(engine, saved.stack, plan);
      }
      if (code === exitCodes.done) showEnd(plan, context);
      return code;
    } finally {
      await lock.release();
    }
  });
}

/** The outputs, as far as the plan knew them. */
function showEnd(plan: Plan, { terminal }: CommandContext): void {
  for (const line of outputLines(plan.outputs.filter(({ unknown }) => !unknown))) {
    terminal.print(line);
  }
  if (isEmptyPlan(plan)) terminal.note('Nothing to do.');
}

/** The files must be those of the plan; where it needs none of them, there may be none. */
function checkFiles(saved: SavedPlan, directory: string): Refusal | undefined {
  if (!saved.secrets.needed && stackFileNames(directory).length === 0) return undefined;
  const lines = changedSources(directory, saved.sources);
  return lines.length === 0
    ? undefined
    : refuse('the files that it was made from have changed', {
        lines,
        hint: 'Check out what it was made from, choose its directory with `--directory`, or make a new plan.',
      });
}

/** The stack's secrets as they are given now; `undefined` where that has failed and was said. */
async function givenSecrets(
  { secrets }: SavedPlan,
  directory: string,
  invocation: Invocation,
  context: CommandContext,
): Promise<GivenSecrets | undefined> {
  if (!secrets.needed) return noSecrets;
  const collector = collectSecrets(context);
  const loaded = await loadStack(directory, invocation, collector.context, { secrets: 'read' });
  if (loaded.stack) return collector.given();
  reportDiagnostics(loaded.diagnostics, loaded.sources, context);
  return undefined;
}
