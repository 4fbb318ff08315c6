/* `stowage inspect`: objects as the engine has them, in the words of the language. */
import {
  EngineError,
  kindOfAddress,
  kinds,
  type EngineReader,
  type JsonValue,
} from '../../model/index.js';
import { UsageError, type CommandRunner } from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { inspectionDocument, inspectionLines, type Inspected } from '../render/inspection.js';
import { declaredStack, type DeclaredStack } from '../stack/declared-stack.js';
import { noId } from '../stack/make-plan.js';
import { visible } from '../terminal/terminal.js';

export const runInspect: CommandRunner = async (invocation, context) => {
  const declared = await declaredStack(undefined, context);
  const found = await withReader(invocation, context, declared, async (reader) => {
    const all: Inspected[] = [];
    for (const given of invocation.arguments) all.push(...(await find(reader, given, declared)));
    return all;
  });
  const { terminal } = context;
  const documents: readonly JsonValue[] = found.map(inspectionDocument);
  if (invocation.switches.has('json')) {
    terminal.print(JSON.stringify(documents, null, 2));
    return exitCodes.done;
  }
  for (const [index, object] of found.entries()) {
    if (index > 0) terminal.print('');
    for (const line of inspectionLines(object)) terminal.print(visible(line));
  }
  return exitCodes.done;
};

/** All that an address, a name or an id means. @throws EngineError `not-found` */
async function find(
  reader: EngineReader,
  given: string,
  { stack }: DeclaredStack,
): Promise<readonly Inspected[]> {
  const found =
    kindOfAddress(given) === undefined
      ? await named(reader, given)
      : await addressed(reader, given, stack);
  if (found.length > 0) return found;
  const hint = '`stowage ps --all` lists containers, `stowage images` images.';
  throw new EngineError('not-found', `there is nothing called ${given} on the engine`, { hint });
}

/** @throws UsageError outside a stack */
async function addressed(
  reader: EngineReader,
  address: string,
  stack: string | undefined,
): Promise<readonly Inspected[]> {
  if (stack === undefined) {
    throw new UsageError(`${address} is an address, and no file here says which stack it is in`);
  }
  const { objects } = await reader.observe({ stack: { name: stack }, names: [] });
  return objects
    .filter((object) => object.address === address)
    .map((object) => ({ object, owner: { stack, address } }));
}

async function named(reader: EngineReader, id: string): Promise<readonly Inspected[]> {
  const imports = kinds.map((kind) => ({ kind, id }));
  // A stack that is nobody's, so that nothing counts as its own.
  const stack = { name: '', id: noId };
  const { candidates } = await reader.observe({ stack, names: [], imports });
  return candidates.map(({ object, owner }) => ({ object, ...(owner && { owner }) }));
}
