/* `stowage push`: an image by one name, or one of a stack by all that its `tags` say. */
import { EngineError, parseAddress, type Engine, type Operator } from '../../model/index.js';
import { UsageError, type CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { declaredStack } from '../stack/declared-stack.js';
import { visible } from '../terminal/terminal.js';
import { findImage, progressOf } from './images.js';

export const runPush: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    const [given = '', name] = invocation.arguments;
    const tags = name === undefined ? await tagsAt(engine, given) : undefined;
    const pushes = tags
      ? tags.map((tag) => ({ image: tag, to: tag }))
      : [{ image: await findImage(engine, given), to: name ?? given }];
    for (const { image, to } of pushes) {
      const pushed = await engine.pushImage(image, to, progressOf(to, context));
      context.terminal.print(visible(pushed));
    }
    return exitCodes.done;
  });

/**
 * The further names that a stack has given to the image at an address; `undefined` for what is no address.
 * What somebody else calls it, or has put in its place, is not sent.
 * @throws UsageError where it has none, EngineError where they are not there
 */
async function tagsAt(
  engine: Engine & Operator,
  given: string,
): Promise<readonly string[] | undefined> {
  if (parseAddress(given)?.kind !== 'image') return undefined;
  const images = (await engine.listImages()).filter(({ address }) => address === given);
  if (images.length === 0)
    throw new EngineError('image-not-found', `there is no image at ${given}`);
  const stacks = [...new Set(images.map(({ stack }) => stack))];
  const [stack, other] = stacks;
  if (stack === undefined || other !== undefined) {
    throw new UsageError(`several stacks have ${given}; give the name of the image that is meant`);
  }
  const { ledger } = await engine.observe({ stack: { name: stack }, names: [] });
  const entry = ledger?.resources[given];
  const tags = entry?.kind === 'image' ? (entry.spec.tags ?? []) : [];
  if (tags.length === 0) {
    throw new UsageError(
      `give the name that ${given} is to have in a registry, too, or write its \`tags\` and apply`,
    );
  }
  const lost = tags.find((tag) => !images.some(({ references }) => references.includes(tag)));
  if (lost === undefined) return tags;
  throw new EngineError('image-not-found', `${given} does not have the name ${lost} any more`, {
    hint: '`stowage apply` gives it back.',
  });
}
