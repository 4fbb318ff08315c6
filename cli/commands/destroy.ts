/* `stowage destroy`: removes everything of a stack except what is protected, with its files or without. */
import { isEmptyPlan, type Engine, type Stack } from '../../model/index.js';
import { carryOut, prepare } from '../apply/carry-out.js';
import { forgetDestroyed } from '../apply/forget-destroyed.js';
import type { CommandContext, CommandRunner, Invocation } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { reportDiagnostics } from '../report.js';
import { goInside } from '../inside.js';
import { declaredStack } from '../stack/declared-stack.js';
import { findStack, isNamed, wantedStack, type KnownStack } from '../stack/identify.js';
import { loadStack } from '../stack/load.js';
import { readStackId } from '../stack/lock-file.js';
import { makeDestroyPlan } from '../stack/make-plan.js';
import { chosenPart } from '../stack/part.js';

/** What is to be destroyed, and what is at hand of its files. */
interface Doomed {
  readonly identity: KnownStack;
  readonly stack: Pick<Stack, 'resources' | 'moved' | 'removed' | 'imports'>;
  readonly directory?: string;
  readonly sources: ReadonlyMap<string, string>;
}

export const runDestroy: CommandRunner = async (invocation, context) => {
  if (isNamed(invocation)) return destroyNamed(invocation, context);
  const { terminal } = context;
  const [given] = invocation.arguments;
  await goInside(invocation, context, await declaredStack(given, context));
  const loaded = await loadStack(invocation.arguments[0], invocation, context);
  const { stack, directory, sources, diagnostics } = loaded;
  reportDiagnostics(diagnostics, sources, context);
  if (!stack) return exitCodes.error;
  prepare(invocation);
  const id = readStackId(directory);
  if (id === undefined) {
    terminal.note('The stack has no stowage.lock, so it was never applied: nothing to destroy.');
    return exitCodes.done;
  }
  const doomed = { identity: { name: stack.name, id }, stack, directory, sources };
  return withEngine(invocation, context, loaded, (engine) =>
    destroy(engine, doomed, invocation, context),
  );
};

/** A stack that the engine knows: what is protected, and what is the stack's, stands in the ledger. */
async function destroyNamed(invocation: Invocation, context: CommandContext): Promise<ExitCode> {
  const wanted = await wantedStack(invocation.arguments[0], invocation, context);
  prepare(invocation);
  return withEngine(invocation, context, wanted, async (engine) => {
    const stack = { resources: [], moved: [], removed: [], imports: [] };
    const identity = await findStack(engine, wanted);
    return destroy(engine, { identity, stack, sources: new Map() }, invocation, context);
  });
}

async function destroy(
  engine: Engine,
  { identity, stack, directory, sources }: Doomed,
  invocation: Invocation,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal } = context;
  const { name, id } = identity;
  terminal.note(terminal.style('dim', `stack ${name} on ${engine.profile.description}`));
  const lock = await engine.lock(identity);
  try {
    const made = await makeDestroyPlan(engine, {
      stack: { ...stack, name },
      id,
      ...chosenPart(invocation),
      conceal: (hidden) => terminal.conceal(hidden),
    });
    reportDiagnostics(made.diagnostics, sources, context);
    const { plan } = made;
    if (!plan) return exitCodes.error;
    const where = directory === undefined ? {} : { directory };
    const code = await carryOut(
      { engine, identity, ...where, plan, previous: made.observation.ledger },
      { ...prepare(invocation), question: `Destroy stack ${name}?` },
      context,
    );
    if (code === exitCodes.done) await forgetDestroyed(engine, identity, plan);
    if (code === exitCodes.done && isEmptyPlan(plan)) {
      terminal.note(`Nothing to destroy${plan.partial ? ' of what was chosen' : ''}.`);
    }
    return code;
  } finally {
    await lock.release();
  }
}
