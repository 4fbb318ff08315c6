/* `stowage show`: a generation of a stack, resource by resource, or a saved plan; secrets covered. */
import type { CommandRunner } from '../command.js';
import { UsageError, valueOf } from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { generationDocument, generationLines } from '../render/history.js';
import { savedPlanFile, showSaved } from '../saved-plan/index.js';
import { findGeneration } from '../stack/find-generation.js';
import { findStack, wantedStack } from '../stack/identify.js';
import { recordedSecrets, secretPaths } from '../stack/shade-secrets.js';

const isNumber = (text: string | undefined): boolean => /^\d+$/.test(text ?? '');

/** The number of a generation on the command line. @throws UsageError */
export function generationNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError(`a generation is a number from \`stowage history\`, not ${text}`);
}

export const runShow: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const [given] = invocation.arguments;
  const file = isNumber(given) ? undefined : savedPlanFile(invocation, context);
  if (file !== undefined) return showSaved(file, invocation, context);
  if (given !== undefined && !isNumber(given)) {
    throw new UsageError(`${given} is neither a file nor a number from \`stowage history\``);
  }
  const number = given === undefined ? undefined : generationNumber(given);
  const wanted = await wantedStack(valueOf(invocation, 'directory'), invocation, context);
  return withReader(invocation, context, wanted, async (reader) => {
    const stack = await findStack(reader, wanted);
    terminal.note(terminal.style('dim', `stack ${stack.name} on ${reader.profile.description}`));
    const generation = findGeneration(await reader.history(stack), number, stack);
    const records = { objects: [], ledger: generation };
    terminal.conceal({ values: recordedSecrets(secretPaths([], records), records) });
    if (invocation.switches.has('json')) {
      terminal.print(JSON.stringify(generationDocument(stack, generation), null, 2));
    } else {
      for (const line of generationLines(generation, terminal)) terminal.print(line);
    }
    return exitCodes.done;
  });
};
