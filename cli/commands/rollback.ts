/*
 * `stowage rollback`: plans to make the engine what an earlier generation says, from the ledger alone,
 * and carries that out as any other plan.
 */
import { isEmptyPlan, type EngineReader, type Generation } from '../../model/index.js';
import { carryOut, prepare } from '../apply/carry-out.js';
import { UsageError, type CommandContext, type CommandRunner } from '../command.js';
import { withEngine, withReader } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { planDocument } from '../render/plan-json.js';
import { renderPlan } from '../render/plan-text.js';
import { reportDiagnostics } from '../report.js';
import { findGeneration } from '../stack/find-generation.js';
import { findStack, wantedStack, type KnownStack } from '../stack/identify.js';
import type { MadePlan } from '../stack/make-plan.js';
import { makeRollbackPlan } from '../stack/make-rollback-plan.js';
import { askedOf } from '../stack/part.js';
import { stowageVersion } from '../version.js';
import { generationNumber } from './show.js';

export const runRollback: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const [given = '', directory] = invocation.arguments;
  const number = generationNumber(given);
  const back = { ...askedOf(invocation), number };
  const { switches } = invocation;
  const isDry = switches.has('dry-run');
  if (switches.has('json') && !isDry) throw new UsageError('--json goes with --dry-run');
  const settings = prepare(invocation);
  const wanted = await wantedStack(directory, invocation, context);
  if (isDry) {
    return withReader(invocation, context, wanted, async (reader) => {
      const { plan } = await planBack(reader, await findStack(reader, wanted), back, context);
      if (!plan) return exitCodes.error;
      if (switches.has('json')) {
        const document = planDocument(plan, reader.profile.description, stowageVersion);
        terminal.print(JSON.stringify(document, null, 2));
      } else {
        for (const line of renderPlan(plan, terminal)) terminal.print(line);
      }
      return exitCodes.done;
    });
  }
  return withEngine(invocation, context, wanted, async (engine) => {
    const identity = await findStack(engine, wanted);
    const lock = await engine.lock(identity);
    try {
      const made = await planBack(engine, identity, back, context);
      const { plan, observation, generation } = made;
      if (!plan) return exitCodes.error;
      const code = await carryOut(
        { engine, identity, plan, previous: observation.ledger, returnsTo: generation },
        { ...settings, question: `Go back to generation ${number}?` },
        context,
      );
      if (code !== exitCodes.done) return code;
      if (isEmptyPlan(plan)) terminal.note('Nothing to do.');
      else terminal.note(afterwards(generation));
      return code;
    } finally {
      await lock.release();
    }
  });
};

/** What the command line says of the way back. */
interface Back {
  readonly number: number;
  readonly allowedDeletions?: number;
}

/** The plan back to a generation; what was found on the way is reported. */
async function planBack(
  reader: EngineReader,
  stack: KnownStack,
  { number, allowedDeletions }: Back,
  context: CommandContext,
): Promise<MadePlan & { readonly generation: Generation }> {
  const { terminal } = context;
  terminal.note(terminal.style('dim', `stack ${stack.name} on ${reader.profile.description}`));
  const generation = findGeneration(await reader.history(stack), number, stack);
  const made = await makeRollbackPlan(reader, {
    stack,
    generation,
    ...(allowedDeletions !== undefined && { allowedDeletions }),
    conceal: (hidden) => terminal.conceal(hidden),
  });
  reportDiagnostics(made.diagnostics, new Map(), context);
  return { ...made, generation };
}

function afterwards({ commit }: Generation): string {
  const files = commit === undefined ? 'those of that time' : `those of commit ${commit}`;
  return `The next apply goes by the files again; to stay here, make them ${files}.`;
}
