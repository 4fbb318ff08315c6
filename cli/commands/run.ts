/* `stowage run`: a container of no stack, on this process's own streams or by itself. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  completeContainer,
  EngineError,
  invalidParts,
  type Engine,
  type EngineImage,
  type Operator,
} from '../../model/index.js';
import { CommandFailure, UsageError, type CommandContext, type CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { notRunCode } from '../run/not-run-code.js';
import { pullPolicyOf, type PullPolicy } from '../run/pull-policy.js';
import { readOneOff } from '../run/read-one-off.js';
import { declaredStack } from '../stack/declared-stack.js';
import { visible } from '../terminal/terminal.js';
import { attachOptionsOf, reportAttached } from './attach.js';
import { findImage, progressOf } from './images.js';

type WholeEngine = Engine & Operator;

export const runRun: CommandRunner = async (invocation, context) => {
  const { switches } = invocation;
  const spec = readOneOff(invocation, context);
  const [invalid] = invalidParts('container', spec);
  if (invalid !== undefined) {
    throw new UsageError(`no container can be like that: ${invalid.replaceAll('/', ' ')}`);
  }
  const options = attachOptionsOf(invocation);
  const isDetached = switches.has('detach');
  const interactive = switches.has('interactive');
  if (interactive && switches.has('tty') && !isDetached && !context.terminal.canAsk) {
    throw new UsageError('--tty needs a terminal on standard input and standard error');
  }
  const pull = pullPolicyOf(invocation);
  return withEngine(
    invocation,
    context,
    await declaredStack(undefined, context),
    asRunFailure(async (engine) => {
      const { signal, terminal } = context;
      // What has been made is removed before an interrupt ends this.
      const onAbort = (): undefined => undefined;
      signal.addEventListener('abort', onAbort);
      const { name, config } = await imageFor(engine, spec.image, pull, context);
      const { id, warnings } = await engine.createOneOff({
        completed: completeContainer({ ...spec, image: name }, config),
        onUsualNetwork: spec.networks === undefined && spec.network_mode === undefined,
        inputOnce: interactive && !isDetached,
        removeAtEnd: switches.has('rm'),
      });
      for (const warning of warnings) terminal.note(visible(warning));
      try {
        if (signal.aborted) throw new EngineError('interrupted', 'interrupted before the start');
        // From now on an interrupt is the container's, or ends this command alone.
        signal.removeEventListener('abort', onAbort);
        if (isDetached) {
          await engine.start(id);
          terminal.print(id);
          return exitCodes.done;
        }
        const attached = await engine.startAttached(id, { ...options, interactive });
        const code = reportAttached(attached, spec.name, context);
        if (attached.kind === 'ended' && switches.has('rm')) await discard(engine, id);
        return code;
      } catch (error) {
        if (switches.has('rm')) await discard(engine, id);
        throw error;
      }
    }),
  );
};

/** Has what an engine says against a run end the command with the code that a container cannot have given. */
function asRunFailure(
  run: (engine: WholeEngine) => Promise<ExitCode>,
): (engine: WholeEngine) => Promise<ExitCode> {
  return async (engine) => {
    try {
      return await run(engine);
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'interrupted') throw error;
      throw new CommandFailure(error, notRunCode(error));
    }
  };
}

/** The image by name, id, or address in the stack here; pulled as the policy has it. */
async function imageFor(
  engine: WholeEngine,
  given: string,
  pull: PullPolicy,
  context: CommandContext,
): Promise<EngineImage & { readonly name: string }> {
  const name = await findImage(engine, given);
  const here = pull === 'always' ? undefined : await engine.findImage(name);
  if (here) return { ...here, name };
  if (pull === 'never') {
    throw new EngineError('image-not-found', `the engine has no image ${name}`, {
      hint: 'Without `--pull never` its registry is asked for it.',
    });
  }
  const pulled = await engine.pullImage(name, progressOf(name, context));
  const image = await engine.findImage(pulled);
  if (!image) throw new EngineError('image-not-found', `${pulled} was pulled, and is not there`);
  return { ...image, name: pulled };
}

/** Milliseconds for which an engine may be removing a container itself. */
const patience = 10_000;

/** Removes a container that its engine may be removing at this moment. */
async function discard(engine: WholeEngine, id: string): Promise<void> {
  for (const deadline = Date.now() + patience; ;) {
    try {
      await engine.remove(id, true);
      return;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code === 'not-found') return;
      if (Date.now() > deadline) throw error;
    }
    await delay(50);
  }
}
