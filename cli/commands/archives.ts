/* `stowage load` and `save`: images as archives. */
import type { CommandRunner } from '../command.js';
import { openArchiveInput, openArchiveOutput } from './archive-streams.js';
import { findImage } from './images.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { declaredStack } from '../stack/declared-stack.js';
import { visible } from '../terminal/terminal.js';

export const runLoad: CommandRunner = async (invocation, context) => {
  const input = await openArchiveInput(invocation, context);
  const choice = await declaredStack(undefined, context);
  return withEngine(invocation, context, choice, async (engine) => {
    for (const name of await engine.loadImages(input)) context.terminal.print(visible(name));
    return exitCodes.done;
  });
};

export const runSave: CommandRunner = async (invocation, context) => {
  const write = openArchiveOutput(invocation, context);
  const choice = await declaredStack(undefined, context);
  return withEngine(invocation, context, choice, async (engine) => {
    const images: string[] = [];
    for (const image of invocation.arguments) images.push(await findImage(engine, image));
    await write(engine.saveImages(images));
    return exitCodes.done;
  });
};
