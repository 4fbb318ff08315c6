/* `stowage destroy`: removes everything of a stack except what is protected. */
import { isEmptyPlan } from '../../model/index.js';
import { claimsAfter } from '../../planner/index.js';
import { carryOut, prepare } from '../apply/carry-out.js';
import type { CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { reportDiagnostics } from '../report.js';
import { loadStack } from '../stack/load.js';
import { readStackId } from '../stack/lock-file.js';
import { makeDestroyPlan } from '../stack/make-plan.js';

export const runDestroy: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const loaded = await loadStack(invocation.arguments[0], invocation, context);
  const { stack, directory, sources, diagnostics } = loaded;
  reportDiagnostics(diagnostics, sources, context);
  if (!stack) return exitCodes.error;
  const settings = prepare(invocation);
  const id = readStackId(directory);
  if (id === undefined) {
    terminal.note('The stack has no stowage.lock, so it was never applied: nothing to destroy.');
    return exitCodes.done;
  }
  return withEngine(invocation, context, loaded, async (engine) => {
    terminal.note(terminal.style('dim', `stack ${stack.name} on ${engine.profile.description}`));
    const identity = { name: stack.name, id };
    const lock = await engine.lock(identity);
    try {
      const made = await makeDestroyPlan(engine, {
        stack,
        directory,
        id,
        conceal: (hidden) => terminal.conceal(hidden),
      });
      reportDiagnostics(made.diagnostics, sources, context);
      const { plan } = made;
      if (!plan) return exitCodes.error;
      const code = await carryOut(
        { engine, identity, directory, plan, previous: made.observation.ledger },
        { ...settings, question: `Destroy stack ${stack.name}?` },
        context,
      );
      // What is protected keeps its labels, and with them all that is needed to take it up again.
      // What was let go of has no other word for that than the ledger's.
      const claims = claimsAfter(plan, { done: plan.steps.map(({ id: step }) => step) });
      if (code === exitCodes.done && claims.length === 0) await engine.clearLedger(identity);
      if (code === exitCodes.done && isEmptyPlan(plan)) terminal.note('Nothing to destroy.');
      return code;
    } finally {
      await lock.release();
    }
  });
};
