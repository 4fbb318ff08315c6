/* `stowage volume export` and `volume import`: the files of a volume as an archive, and back. */
import { EngineError, parseAddress, type Operator } from '../../model/index.js';
import type { CommandRunner } from '../command.js';
import { openArchiveInput, openArchiveOutput } from './archive-streams.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { declaredStack, type DeclaredStack } from '../stack/declared-stack.js';

/** The engine's name for a volume given by its name, or its address in the stack here. @throws EngineError */
async function findVolume(
  engine: Operator,
  given: string,
  { stack }: DeclaredStack,
): Promise<string> {
  if (parseAddress(given)?.kind !== 'volume') return given;
  const { objects } = await engine.readContent();
  const found = objects.find(
    (object) => object.kind === 'volume' && object.address === given && object.stack === stack,
  );
  if (found) return found.name;
  throw new EngineError('not-found', `the engine has no ${given} of the stack here`);
}

export const runVolumeExport: CommandRunner = async (invocation, context) => {
  const [given = ''] = invocation.arguments;
  const write = openArchiveOutput(invocation, context);
  const declared = await declaredStack(undefined, context);
  return withEngine(invocation, context, declared, async (engine) => {
    const volume = await findVolume(engine, given, declared);
    await write(engine.readVolume(volume, { live: invocation.switches.has('live') }));
    return exitCodes.done;
  });
};

export const runVolumeImport: CommandRunner = async (invocation, context) => {
  const [given = ''] = invocation.arguments;
  const input = await openArchiveInput(invocation, context);
  const declared = await declaredStack(undefined, context);
  return withEngine(invocation, context, declared, async (engine) => {
    const volume = await findVolume(engine, given, declared);
    await engine.fillVolume(volume, input, { overwrite: invocation.switches.has('overwrite') });
    return exitCodes.done;
  });
};
