/* `stowage apply`: plans, shows, asks, carries out, records. */
import { isEmptyPlan } from '../../model/index.js';
import { carryOut, prepare } from '../apply/carry-out.js';
import { UsageError, valueOf, type CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { jsonInto } from '../render/json-into.js';
import { outputLines } from '../render/outputs.js';
import { reportDiagnostics } from '../report.js';
import { applySaved, savedPlanFile } from '../saved-plan/index.js';
import { currentOutputs } from '../stack/facts.js';
import { loadStack } from '../stack/load.js';
import { ensureStackId } from '../stack/lock-file.js';
import { makePlan, makeRefreshPlan } from '../stack/make-plan.js';
import { aimOf, askedOf } from '../stack/part.js';
import { registriesOf } from '../stack/registries-of.js';

export const runApply: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const file = savedPlanFile(invocation, context);
  if (file !== undefined) return applySaved(file, invocation, context);
  if (valueOf(invocation, 'directory') !== undefined) {
    throw new UsageError('--directory goes with a saved plan; give the directory as the argument');
  }
  if (invocation.switches.has('json')) {
    throw new UsageError('--json goes with a saved plan; --json-into FILE writes the plan as JSON');
  }
  const writePlan = jsonInto(invocation, context);
  const asked = askedOf(invocation);
  const loaded = await loadStack(invocation.arguments[0], invocation, context, { secrets: 'read' });
  const { stack, directory, sources, diagnostics } = loaded;
  reportDiagnostics(diagnostics, sources, context);
  if (!stack) return exitCodes.error;
  const settings = prepare(invocation);
  const refreshes = aimOf(invocation) === 'refresh';
  return withEngine(invocation, context, loaded, async (engine) => {
    terminal.note(terminal.style('dim', `stack ${stack.name} on ${engine.profile.description}`));
    const { id } = ensureStackId(directory);
    const identity = { name: stack.name, id };
    const lock = await engine.lock(identity);
    try {
      const made = await (refreshes ? makeRefreshPlan : makePlan)(engine, {
        stack,
        directory,
        id,
        ...asked,
        registries: registriesOf(directory),
        conceal: (hidden) => terminal.conceal(hidden),
      });
      reportDiagnostics(made.diagnostics, sources, context);
      if (!made.plan) return exitCodes.error;
      writePlan(made.plan, engine.profile);
      const code = await carryOut(
        { engine, identity, directory, plan: made.plan, previous: made.observation.ledger },
        { ...settings, question: refreshes ? 'Record what is there?' : 'Carry it out?' },
        context,
      );
      if (code === exitCodes.done && !refreshes) {
        const { outputs } = await currentOutputs(loaded, engine, 'open outputs');
        for (const line of outputLines(outputs)) terminal.print(line);
        if (isEmptyPlan(made.plan))
          terminal.note(`Nothing to do${made.plan.partial ? ' for what was chosen' : ''}.`);
      }
      return code;
    } finally {
      await lock.release();
    }
  });
};
