/* `stowage build`: makes the images of a stack that differ from what is written, and nothing else. */
import { nearestName } from '../../model/index.js';
import { applyStack } from '../apply/apply-stack.js';
import { prepare } from '../apply/carry-out.js';
import { UsageError, valueOf, type CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { goInside } from '../inside.js';
import { reportDiagnostics } from '../report.js';
import { declaredStack } from '../stack/declared-stack.js';
import { loadStack } from '../stack/load.js';

export const runBuild: CommandRunner = async (invocation, context) => {
  const settings = prepare(invocation);
  const directory = valueOf(invocation, 'directory');
  await goInside(invocation, context, await declaredStack(directory, context));
  const loaded = await loadStack(directory, invocation, context, { secrets: 'read' });
  const { stack, sources, diagnostics } = loaded;
  reportDiagnostics(diagnostics, sources, context);
  if (!stack) return exitCodes.error;
  const images = stack.resources
    .filter(({ kind }) => kind === 'image')
    .map(({ address }) => address);
  const chosen = invocation.arguments.length > 0 ? invocation.arguments : images;
  for (const address of chosen) if (!images.includes(address)) throw noImage(address, images);
  if (chosen.length === 0) {
    context.terminal.note('The stack has no images.');
    return exitCodes.done;
  }
  const asked = { part: { targets: [...new Set(chosen)], excludes: [] } };
  // What is built destroys nothing; there is nothing to be asked.
  const unasked = { ...settings, yes: true, question: 'Build them?' };
  const request = { asked, refreshes: false, settings: unasked };
  return applyStack(loaded, stack, request, invocation, context);
};

function noImage(address: string, images: readonly string[]): UsageError {
  const near = images.find((one) => one.endsWith(`.${address}`)) ?? nearestName(address, images);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return new UsageError(`there is no image ${address} in the stack${hint}`);
}
