/*
 * `apply FILE`: everything that can refuse a saved plan first, cheapest first, all of it before the
 * first write; then the plan is carried out as it stands. Nothing is decided again.
 */
import { relative } from 'node:path';
import {
  hasErrors,
  hasNoEffect,
  isEmptyPlan,
  type Diagnostic,
  type Plan,
} from '../../model/index.js';
import { carryOut, prepare } from '../apply/carry-out.js';
import { forgetDestroyed } from '../apply/forget-destroyed.js';
import { UsageError, valueOf, type CommandContext, type Invocation } from '../command.js';
import { withEngine } from '../engine.js';
import { goInside } from '../inside.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { reportLines } from '../formats/index.js';
import { jsonInto } from '../render/json-into.js';
import { outputLines } from '../render/outputs.js';
import { renderPlan } from '../render/plan-text.js';
import { reportDiagnostics } from '../report.js';
import { preflight } from '../stack/preflight.js';
import { loadStack, stackDirectory } from '../stack/load.js';
import { adoptStackId, readStackId } from '../stack/lock-file.js';
import { exitCodeOfRefusal, refusalDiagnostic, refusalText, type Refusal } from './refusal.js';
import { describeEngine } from './save-plan.js';
import { readSaved } from './read-saved.js';
import type { SavedPlan } from './saved-plan.js';
import { collectSecrets, noSecrets, type GivenSecrets } from './secret-texts.js';
import { checkEngine, checkFiles, checkStack } from './checks.js';
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

/** Carries a saved plan out, or refuses it. With `--json`, text is for standard error alone. */
export async function applySaved(
  file: string,
  invocation: Invocation,
  context: CommandContext,
): Promise<ExitCode> {
  checkOptions(invocation);
  const { terminal } = context;
  const found: Diagnostic[] = [];
  const json = invocation.switches.has('json');
  const quieter = json ? { ...terminal, print: (line: string) => terminal.note(line) } : terminal;
  const code = await apply(file, invocation, {
    context: { ...context, terminal: quieter },
    say: (diagnostics, sources = new Map()) => {
      found.push(...diagnostics);
      reportDiagnostics(diagnostics, sources, context);
    },
    refused: (refusal) => {
      const diagnostic = refusalDiagnostic(relative(context.directory, file), refusal);
      found.push(diagnostic);
      terminal.complain(refusalText(diagnostic, terminal));
      return exitCodeOfRefusal(refusal);
    },
  });
  if (json) {
    for (const line of reportLines('json', { diagnostics: found, sources: new Map() }))
      terminal.print(line);
  }
  return code;
}

interface Telling {
  readonly context: CommandContext;
  readonly say: (diagnostics: readonly Diagnostic[], sources?: ReadonlyMap<string, string>) => void;
  readonly refused: (refusal: Refusal) => ExitCode;
}

async function apply(
  file: string,
  invocation: Invocation,
  { context, say, refused }: Telling,
): Promise<ExitCode> {
  const directory = stackDirectory(valueOf(invocation, 'directory'), context);
  const settings = prepare(invocation);
  const writePlan = jsonInto(invocation, context);
  const saved = readSaved(file, context);
  if (saved.kind === 'refused') return refused(saved);
  const wrong = checkStack(saved, readStackId(directory)) ?? checkFiles(saved, directory);
  if (wrong) return refused(wrong);
  const choice = { engine: saved.engine.engine };
  await goInside(invocation, context, choice);
  const secrets = await givenSecrets(saved, directory, invocation, { context, say });
  if (!secrets) return exitCodes.error;
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
      writePlan(plan, engine.profile);
      const forgets = saved.purpose === 'destroy' && observation.ledger !== undefined;
      if (hasNoEffect(plan) && !forgets) {
        for (const line of renderPlan(plan, terminal)) terminal.print(line);
        showEnd(plan, context);
        return exitCodes.done;
      }
      const obstacles = await preflight(engine, { plan, observation, resources: [] });
      say(obstacles);
      if (hasErrors(obstacles)) return exitCodes.error;
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

/** The stack's secrets as they are given now; `undefined` where that has failed and was said. */
async function givenSecrets(
  { secrets }: SavedPlan,
  directory: string,
  invocation: Invocation,
  { context, say }: Pick<Telling, 'context' | 'say'>,
): Promise<GivenSecrets | undefined> {
  if (!secrets.needed) return noSecrets;
  const collector = collectSecrets(context);
  const loaded = await loadStack(directory, invocation, collector.context, { secrets: 'read' });
  if (loaded.stack) return collector.given();
  say(loaded.diagnostics, loaded.sources);
  return undefined;
}
