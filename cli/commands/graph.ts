/* `stowage graph`: the execution graph of the plan, through a reader that cannot write. */
import type { CommandRunner } from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { formatOf } from '../formats/index.js';
import { planDot } from '../render/plan-dot.js';
import { reportDiagnostics } from '../report.js';
import { loadStack } from '../stack/load.js';
import { readStackId } from '../stack/lock-file.js';
import { makeDestroyPlan, makePlan } from '../stack/make-plan.js';
import { askedOf } from '../stack/part.js';
import { registriesOf } from '../stack/registries-of.js';

export const runGraph: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  formatOf(invocation, ['dot']);
  const asked = askedOf(invocation);
  const loaded = await loadStack(invocation.arguments[0], invocation, context, { secrets: 'read' });
  const { stack, directory, sources, diagnostics } = loaded;
  reportDiagnostics(diagnostics, sources, context);
  if (!stack) return exitCodes.error;
  return withReader(invocation, context, loaded, async (reader) => {
    const make = invocation.switches.has('destroy') ? makeDestroyPlan : makePlan;
    const made = await make(reader, {
      stack,
      directory,
      id: readStackId(directory),
      ...asked,
      registries: registriesOf(directory),
      conceal: (hidden) => terminal.conceal(hidden),
    });
    reportDiagnostics(made.diagnostics, sources, context);
    if (!made.plan) return exitCodes.error;
    for (const line of planDot(made.plan)) terminal.print(line);
    return exitCodes.done;
  });
};
