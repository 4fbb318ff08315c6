/*
 * Which stack a command means that needs none of its files: the one of a directory, by its name and
 * the id in stowage.lock, or one that the engine knows, by `--stack` and `--stack-id`.
 */
import { EngineError, type EngineReader, type StackSummary } from '../../model/index.js';
import { UsageError, valueOf, type CommandContext, type Invocation } from '../command.js';
import { declaredStack } from './declared-stack.js';
import { stackDirectory } from './load.js';
import { lockFileName, readStackId } from './lock-file.js';

/** What is known of the stack before the engine is asked. */
export interface WantedStack {
  readonly name?: string;
  readonly id?: string;
  /** The engine that the files declare. */
  readonly engine?: string;
  /** Absolute path of its files, where it was named by them. */
  readonly directory?: string;
}

export interface KnownStack {
  readonly name: string;
  readonly id: string;
}

/** Whether a stack is named on the command line, so that no file of it is read. */
export const isNamed = (invocation: Invocation): boolean =>
  valueOf(invocation, 'stack') !== undefined || valueOf(invocation, 'stack-id') !== undefined;

/**
 * The stack that the command line means.
 * @param given the directory on the command line
 * @throws UsageError where nothing says which
 */
export async function wantedStack(
  given: string | undefined,
  invocation: Invocation,
  context: Pick<CommandContext, 'directory'>,
): Promise<WantedStack> {
  const name = valueOf(invocation, 'stack');
  const id = valueOf(invocation, 'stack-id');
  if (isNamed(invocation)) {
    if (given !== undefined) {
      throw new UsageError(`a stack is named, so that ${given} cannot be meant as well`);
    }
    return { ...(name === undefined ? {} : { name }), ...(id === undefined ? {} : { id }) };
  }
  const directory = stackDirectory(given, context);
  const { stack, engine } = await declaredStack(given, context);
  const own = readStackId(directory);
  if (own === undefined) {
    const reason =
      stack === undefined
        ? `there is no stack in ${directory}`
        : `stack ${stack} has no ${lockFileName} in ${directory}, so it was never applied from there`;
    throw new UsageError(`${reason}; --stack NAME means one that the engine knows`);
  }
  return {
    id: own,
    directory,
    ...(stack === undefined ? {} : { name: stack }),
    ...(engine === undefined ? {} : { engine }),
  };
}

/** Name and id of the stack that is meant. @throws EngineError where it is none, or several */
export async function findStack(
  reader: Pick<EngineReader, 'stacks'>,
  { name, id }: Pick<WantedStack, 'name' | 'id'>,
): Promise<KnownStack> {
  const all = await reader.stacks();
  const found = all.filter(
    (stack) => (id === undefined || stack.id === id) && (name === undefined || stack.name === name),
  );
  const [only] = found;
  if (only && found.length === 1) return { name: only.name ?? name ?? only.id, id: only.id };
  // A stack that was renamed in its files is the same one, by its id.
  const renamed = name === undefined ? undefined : all.find((stack) => stack.id === id);
  if (renamed && name !== undefined) return { name, id: renamed.id };
  if (found.length === 0) throw unknownStack([name, id], all);
  throw new EngineError('invalid', `${found.length} stacks on the engine are called ${name}`, {
    lines: found.map(describe),
    hint: 'Say which one is meant: --stack-id ID.',
  });
}

function unknownStack(
  words: readonly (string | undefined)[],
  all: readonly StackSummary[],
): EngineError {
  const wanted = words.filter((word) => word !== undefined).join(' with the id ');
  return new EngineError('not-found', `the engine has no record of a stack ${wanted}`, {
    lines: all.map(describe),
    hint: all.length === 0 ? 'It has none of any stack.' : 'Above are those that it knows.',
  });
}

/** `shop 1111…: generation 4, 12 objects`. */
function describe({ name, id, generation, objects }: StackSummary): string {
  const ledger = generation === undefined ? 'no ledger' : `generation ${generation}`;
  return `${name ?? '(no name)'} ${id}: ${ledger}, ${objects} ${objects === 1 ? 'object' : 'objects'}`;
}
