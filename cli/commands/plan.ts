/* `stowage plan`: says what apply would do, through a reader that cannot write. */
import { hasNoEffect, isEmptyPlan, type Diagnostic, type Plan } from '../../model/index.js';
import type { CommandRunner } from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { formatOf, reportLines } from '../formats/index.js';
import { jsonInto } from '../render/json-into.js';
import { planDocument } from '../render/plan-json.js';
import { outputLines } from '../render/outputs.js';
import { renderPlanMarkdown } from '../render/plan-markdown.js';
import { renderPlan } from '../render/plan-text.js';
import { reportDiagnostics } from '../report.js';
import { loadStack, pathsFrom } from '../stack/load.js';
import { readStackId } from '../stack/lock-file.js';
import { makeDestroyPlan, makePlan, makeRefreshPlan } from '../stack/make-plan.js';
import { aimOf, askedOf } from '../stack/part.js';
import { registriesOf } from '../stack/registries-of.js';
import { visible } from '../terminal/terminal.js';
import { collectSecrets, idForSaving, planFileOf, savePlan } from '../saved-plan/index.js';
import { stowageVersion } from '../version.js';

/** Whether carrying the plan out loses data. */
export function destroysData(plan: Plan): boolean {
  return plan.actions.some(({ risks }) => risks.some(({ kind }) => kind === 'destroys-data'));
}

function detailedExitCode(plan: Plan): ExitCode {
  if (plan.refreshOnly && plan.ledgerOutdated) return exitCodes.differences;
  if (isEmptyPlan(plan)) return exitCodes.done;
  return destroysData(plan) ? exitCodes.destructive : exitCodes.differences;
}

const makers = { apply: makePlan, destroy: makeDestroyPlan, refresh: makeRefreshPlan } as const;

export const runPlan: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const format = formatOf(invocation, ['text', 'json', 'github', 'markdown']);
  const writePlan = jsonInto(invocation, context);
  const aim = aimOf(invocation);
  const asked = askedOf(invocation);
  const file = planFileOf(invocation, context);
  const collector = collectSecrets(context);
  const loaded = await loadStack(
    invocation.arguments[0],
    invocation,
    collector.context,
    aim === 'apply' ? { secrets: 'read' } : {},
  );
  const secrets = collector.given();
  const { sources } = loaded;
  const report = (diagnostics: readonly Diagnostic[]): void => {
    reportDiagnostics(diagnostics, sources, context);
    if (format !== 'github') return;
    for (const line of reportLines(format, { diagnostics, sources })) terminal.print(line);
  };
  report(loaded.diagnostics);
  const { stack, directory } = loaded;
  if (!stack) return exitCodes.error;
  return withReader(invocation, context, loaded, async (reader) => {
    terminal.note(terminal.style('dim', `stack ${stack.name} on ${reader.profile.description}`));
    const id = file === undefined ? readStackId(directory) : idForSaving(directory);
    const made = await makers[aim](reader, {
      stack,
      directory,
      id,
      ...asked,
      registries: registriesOf(directory),
      conceal: (hidden) => terminal.conceal(hidden),
    });
    const { plan, diagnostics } = made;
    report(diagnostics);
    if (!plan) return exitCodes.error;
    writePlan(plan, reader.profile);
    if (format === 'json') {
      const document = planDocument(plan, reader.profile.description, stowageVersion);
      terminal.print(JSON.stringify(document, null, 2));
    } else if (format === 'markdown') {
      const { description: engine } = reader.profile;
      const warnings = [...loaded.diagnostics, ...diagnostics];
      const mask = (text: string): string => terminal.mask(text);
      terminal.write(renderPlanMarkdown(plan, { engine, warnings, mask }));
    } else {
      for (const line of renderPlan(plan, terminal)) terminal.print(line);
      if (!isEmptyPlan(plan) && plan.outputs.length > 0) {
        terminal.print('');
        for (const line of outputLines(plan.outputs)) terminal.print(line);
      }
    }
    if (file !== undefined) {
      await savePlan({ file, made, stack, loaded, secrets, reader }, invocation, context);
      const shown = visible(pathsFrom(context.directory)(file));
      terminal.note(
        hasNoEffect(plan)
          ? `Saved. It has nothing to do, and \`stowage apply ${shown}\` does nothing.`
          : `Saved. \`stowage apply ${shown}\` carries it out.`,
      );
    }
    return invocation.switches.has('detailed-exitcode') ? detailedExitCode(plan) : exitCodes.done;
  });
};
