/* Plans a stack that is loaded, carries the plan out, and shows what came of it. */
import { isEmptyPlan, type Stack } from '../../model/index.js';
import type { CommandContext, Invocation } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import type { jsonInto } from '../render/json-into.js';
import { outputLines } from '../render/outputs.js';
import { reportDiagnostics } from '../report.js';
import { currentOutputs } from '../stack/facts.js';
import type { LoadedStack } from '../stack/load.js';
import { ensureStackId } from '../stack/lock-file.js';
import { makePlan, makeRefreshPlan } from '../stack/make-plan.js';
import type { askedOf } from '../stack/part.js';
import { registriesOf } from '../stack/registries-of.js';
import { carryOut, type ApplySettings } from './carry-out.js';

export interface ApplyRequest {
  readonly asked: ReturnType<typeof askedOf>;
  /** Whether what is there is recorded, and nothing changed. */
  readonly refreshes: boolean;
  readonly settings: ApplySettings;
  /** Writes the plan where somebody asked for it. */
  readonly writePlan?: ReturnType<typeof jsonInto>;
}

/** Under the stack's lock. @throws EngineError */
export function applyStack(
  loaded: LoadedStack,
  stack: Stack,
  { asked, refreshes, settings, writePlan }: ApplyRequest,
  invocation: Invocation,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal } = context;
  const { directory, sources } = loaded;
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
      writePlan?.(made.plan, engine.profile);
      const code = await carryOut(
        { engine, identity, directory, plan: made.plan, previous: made.observation.ledger },
        settings,
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
}
