/* `stowage attach`: this process's own streams joined to those of a running container. */
import {
  EngineError,
  parseDetachKeys,
  usualDetachKeys,
  type AttachOptions,
  type Attached,
} from '../../model/index.js';
import {
  UsageError,
  valueOf,
  type CommandContext,
  type CommandRunner,
  type Invocation,
} from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { declaredStack } from '../stack/declared-stack.js';
import { findContainer } from '../stack/find-container.js';

/** What `--detach-keys` and `--sig-proxy` say. @throws UsageError */
export function attachOptionsOf(invocation: Invocation): Omit<AttachOptions, 'interactive'> {
  const detachKeys = valueOf(invocation, 'detach-keys') ?? usualDetachKeys;
  if (!parseDetachKeys(detachKeys)) {
    throw new UsageError(
      `--detach-keys takes keys with commas between, such as ctrl-p,ctrl-q, not ${detachKeys}`,
    );
  }
  return { detachKeys, passSignals: truthOf(invocation, 'sig-proxy') ?? true };
}

/** The value of an option that is `true` or `false`. @throws UsageError */
export function truthOf(invocation: Invocation, option: string): boolean | undefined {
  const given = valueOf(invocation, option);
  if (given === undefined) return undefined;
  if (given === 'true' || given === 'false') return given === 'true';
  throw new UsageError(`--${option} takes true or false, not ${given}`);
}

/** Says how an attachment has ended where that is not to be seen, and gives the exit code. */
export function reportAttached(
  attached: Attached,
  container: string,
  { terminal }: CommandContext,
): ExitCode {
  if (attached.kind === 'detached') {
    terminal.note(`Detached from ${container}, which goes on.`);
    return exitCodes.done;
  }
  if (attached.exitCode !== null) return attached.exitCode;
  throw new EngineError('failed', `container ${container} has ended, and nobody saw how`);
}

export const runAttach: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    const options = attachOptionsOf(invocation);
    const given = invocation.arguments[0] ?? '';
    const interactive = !invocation.switches.has('no-stdin');
    const container = await findContainer(engine, given);
    const attached = await engine.attach(container, { ...options, interactive });
    return reportAttached(attached, given, context);
  });
