/* `stowage apply`: plans, shows, asks, carries out, records. */
import { applyStack } from '../apply/apply-stack.js';
import { prepare } from '../apply/carry-out.js';
import { UsageError, valueOf, type CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { goInside } from '../inside.js';
import { jsonInto } from '../render/json-into.js';
import { reportDiagnostics } from '../report.js';
import { applySaved, savedPlanFile } from '../saved-plan/index.js';
import { declaredStack } from '../stack/declared-stack.js';
import { loadStack } from '../stack/load.js';
import { aimOf, askedOf } from '../stack/part.js';

export const runApply: CommandRunner = async (invocation, context) => {
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
  const refreshes = aimOf(invocation) === 'refresh';
  const settings = {
    ...prepare(invocation),
    question: refreshes ? 'Record what is there?' : 'Carry it out?',
  };
  const [directory] = invocation.arguments;
  await goInside(invocation, context, await declaredStack(directory, context));
  const loaded = await loadStack(directory, invocation, context, { secrets: 'read' });
  const { stack, sources, diagnostics } = loaded;
  reportDiagnostics(diagnostics, sources, context);
  if (!stack) return exitCodes.error;
  return applyStack(loaded, stack, { asked, refreshes, settings, writePlan }, invocation, context);
};
