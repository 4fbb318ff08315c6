/*
 * `stowage output`: the outputs of a stack. Secret ones are named; with `--reveal` they are shown, and
 * only then are secrets read. What only the engine knows is asked of it.
 */
import { EngineError, toJson, type JsonValue, type Output } from '../../model/index.js';
import {
  UsageError,
  type CommandContext,
  type CommandRunner,
  type Invocation,
} from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { outputText, type ShownOutput } from '../render/outputs.js';
import { reportDiagnostics } from '../report.js';
import { currentOutputs, isWaiting, type Outputs, type Showing } from '../stack/facts.js';
import { loadStack, type LoadedStack } from '../stack/load.js';
import { readStackId } from '../stack/lock-file.js';
import { visible } from '../terminal/terminal.js';

export const runOutput: CommandRunner = async (invocation, context) => {
  const [directory, name] = invocation.arguments;
  const reveal = invocation.switches.has('reveal');
  const loaded = await loadStack(directory, invocation, context, reveal ? { secrets: 'read' } : {});
  reportDiagnostics(loaded.diagnostics, loaded.sources, context);
  const { stack } = loaded;
  if (!stack) return exitCodes.error;
  const showing = reveal ? 'secret outputs, too' : 'open outputs';
  const { outputs, secretOutputs } = isWaiting(stack, showing)
    ? await askEngine(loaded, showing, invocation, context)
    : { outputs: stack.outputs, secretOutputs: loaded.secretOutputs };
  const shown = outputs.map((output) => (reveal ? revealed(output, secretOutputs) : output));
  const { terminal } = context;
  const print = (line: string): void => (reveal ? terminal.reveal(line) : terminal.print(line));
  const json = invocation.switches.has('json');
  if (name === undefined) {
    if (json) print(JSON.stringify(documentOf(outputs, shown, reveal), null, 2));
    else for (const output of shown) print(`${output.name} = ${outputText(output)}`);
    return exitCodes.done;
  }
  const output = shown.find((candidate) => candidate.name === name);
  if (!output) throw new UsageError(`stack ${stack.name} has no output ${name}`);
  if (json) print(JSON.stringify(output.secret ? null : (output.value ?? null)));
  else print(outputText(output));
  return exitCodes.done;
};

/** Outputs with what the engine knows; one that does not answer makes none of them wrong. */
async function askEngine(
  loaded: LoadedStack,
  showing: Showing,
  invocation: Invocation,
  context: CommandContext,
): Promise<Outputs> {
  const { stack, secretOutputs, directory } = loaded;
  const before = { outputs: stack?.outputs ?? [], secretOutputs };
  if (readStackId(directory) === undefined) return before;
  try {
    return await withReader(invocation, context, loaded, (reader) =>
      currentOutputs(loaded, reader, showing),
    );
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'unreachable') throw error;
    context.terminal.note(`stowage: ${visible(error.message)}`);
    return before;
  }
}

/** The output with its value, where that is secret and known. */
function revealed(output: Output, values: ReadonlyMap<string, JsonValue>): ShownOutput {
  const value = values.get(output.name);
  return output.secret && value !== undefined ? { name: output.name, value } : output;
}

/** The names of Terraform's `output -json`. */
function documentOf(
  outputs: readonly Output[],
  shown: readonly ShownOutput[],
  reveal: boolean,
): JsonValue {
  return toJson(
    Object.fromEntries(
      outputs.map(({ name, secret, known }, index) => [
        name,
        {
          sensitive: secret === true,
          value: shown[index]?.value,
          ...(!known && (!secret || reveal) && { unknown: true }),
        },
      ]),
    ),
  );
}
