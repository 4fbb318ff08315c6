/*
 * `stowage output`: the outputs of a stack. Secret ones are named; with `--reveal` they are shown, and
 * only then are secrets read. What only the engine knows is asked of it.
 */
import { toJson, type JsonValue, type Output } from '../../model/index.js';
import { UsageError, type CommandRunner } from '../command.js';
import { withReader } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { outputText, type ShownOutput } from '../render/outputs.js';
import { reportDiagnostics } from '../report.js';
import { currentOutputs, isWaiting } from '../stack/facts.js';
import { loadStack } from '../stack/load.js';

export const runOutput: CommandRunner = async (invocation, context) => {
  const [directory, name] = invocation.arguments;
  const reveal = invocation.switches.has('reveal');
  const loaded = await loadStack(directory, invocation, context, reveal ? { secrets: 'read' } : {});
  reportDiagnostics(loaded.diagnostics, loaded.sources, context);
  const { stack } = loaded;
  if (!stack) return exitCodes.error;
  const { outputs, secretOutputs } = isWaiting(stack)
    ? await withReader(invocation, context, loaded, (reader) => currentOutputs(loaded, reader))
    : { outputs: stack.outputs, secretOutputs: loaded.secretOutputs };
  const shown = outputs.map((output) => (reveal ? revealed(output, secretOutputs) : output));
  const { terminal } = context;
  const print = (line: string): void => (reveal ? terminal.reveal(line) : terminal.print(line));
  const json = invocation.switches.has('json');
  if (name === undefined) {
    if (json) print(JSON.stringify(documentOf(outputs, shown), null, 2));
    else for (const output of shown) print(`${output.name} = ${outputText(output)}`);
    return exitCodes.done;
  }
  const output = shown.find((candidate) => candidate.name === name);
  if (!output) throw new UsageError(`stack ${stack.name} has no output ${name}`);
  if (json) print(JSON.stringify(output.secret ? null : (output.value ?? null)));
  else print(outputText(output));
  return exitCodes.done;
};

/** The output with its value, where that is secret and known. */
function revealed(output: Output, values: ReadonlyMap<string, JsonValue>): ShownOutput {
  const value = values.get(output.name);
  return output.secret && value !== undefined ? { name: output.name, value } : output;
}

/** The names of Terraform's `output -json`. */
function documentOf(outputs: readonly Output[], shown: readonly ShownOutput[]): JsonValue {
  return toJson(
    Object.fromEntries(
      outputs.map(({ name, secret, known }, index) => [
        name,
        {
          sensitive: secret === true,
          value: shown[index]?.value,
          ...(!known && { unknown: true }),
        },
      ]),
    ),
  );
}
