/* `stowage images`, `pull` and `rmi`: images beside those of the plans. */
import {
  EngineError,
  formatPlatform,
  isPlatform,
  parseAddress,
  parsePlatform,
  type ImageOperator,
  type StepProgress,
} from '../../model/index.js';
import { pinnedName } from '../../providers/index.js';
import {
  UsageError,
  valueOf,
  type CommandContext,
  type CommandRunner,
  type Invocation,
} from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { renderTable } from '../render/table.js';
import { declaredStack } from '../stack/declared-stack.js';
import { loadStack } from '../stack/load.js';
import { readLock } from '../stack/lock-file.js';
import { foreignImages } from '../stack/update-images.js';
import { visible } from '../terminal/terminal.js';

export const progressOf = (what: string, { terminal, signal }: CommandContext): StepProgress => ({
  report: (line) => terminal.note(visible(`${what}: ${line}`)),
  signal,
});

export const runImages: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    const { terminal } = context;
    const images = await engine.listImages();
    if (invocation.switches.has('json')) {
      terminal.print(JSON.stringify(images, null, 2));
      return exitCodes.done;
    }
    const rows = images.map(({ id, references, size, stack, address }) => [
      // Of the two names that a pulled image has, the longer one says all.
      references
        .filter((one) => !references.some((other) => other.startsWith(`${one}@`)))
        .join(', '),
      id.replace(/^sha256:/, '').slice(0, 12),
      `${(size / 1e6).toFixed(1)} MB`,
      stack === undefined ? '' : `${stack}: ${address ?? ''}`,
    ]);
    const sorted = rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
    for (const line of renderTable([
      ['NAME', 'ID', 'SIZE', 'STACK'],
      ...sorted.map((row) => row.map(visible)),
    ])) {
      terminal.print(line);
    }
    return exitCodes.done;
  });

export const runPull: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const given = invocation.arguments;
  const choice = await declaredStack(undefined, context);
  const asked = platformOf(invocation);
  const images =
    given.length > 0
      ? given.map((name) => ({ name, platform: asked }))
      : await imagesOfStack(invocation, context);
  if (images.length === 0) terminal.note('The stack takes no image from a registry.');
  return withEngine(invocation, context, choice, async (engine) => {
    for (const { name, platform } of images) {
      const pulled = await engine.pullImage(name, progressOf(name, context), platform);
      terminal.print(visible(pulled));
    }
    return exitCodes.done;
  });
};

interface ImageToPull {
  readonly name: string;
  readonly platform: string | undefined;
}

/** The platform that is asked for. @throws UsageError for what is none */
function platformOf(invocation: Invocation): string | undefined {
  const text = valueOf(invocation, 'platform');
  if (text === undefined) return undefined;
  const read = parsePlatform(text);
  if (isPlatform(read)) return formatPlatform(read);
  throw new UsageError(`${JSON.stringify(text)} ${read.problem}`);
}

/** The images that the stack here takes from registries, with their pins. */
async function imagesOfStack(
  ...[invocation, context]: Parameters<CommandRunner>
): Promise<readonly ImageToPull[]> {
  const { stack, directory } = await loadStack(
    undefined,
    { ...invocation, arguments: [] },
    context,
  );
  if (!stack)
    throw new UsageError('the stack here has errors, which `stowage check` shows; name an image');
  const pins = readLock(directory)?.images ?? new Map<string, string>();
  if (valueOf(invocation, 'platform') !== undefined) {
    throw new UsageError('name the images that are to be fetched for that platform');
  }
  return foreignImages(stack.resources, directory).map((image) => ({
    name: pinnedName(image, pins),
    platform: image.platform && formatPlatform(image.platform),
  }));
}

export const runRmi: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    for (const given of invocation.arguments) {
      await engine.removeImage(await findImage(engine, given));
      await engine.collectGarbage();
      context.terminal.print(visible(given));
    }
    return exitCodes.done;
  });

/** The engine's id of an image given by its address in a stack; anything else is for the engine to look up. */
export async function findImage(engine: ImageOperator, given: string): Promise<string> {
  if (parseAddress(given)?.kind !== 'image') return given;
  const found = (await engine.listImages()).filter(({ address }) => address === given);
  const [only] = found;
  if (only && found.length === 1) return only.id;
  if (!only) throw new EngineError('image-not-found', `there is no image at ${given}`);
  const names = found.map(({ references, id }) => references[0] ?? id).join(', ');
  throw new EngineError('invalid', `several images stand at ${given}: ${names}`, {
    hint: 'Give the name of the one that is meant.',
  });
}
