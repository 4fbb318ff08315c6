/* `stowage logs`: what a container wrote, each stream on the stream of the same name. */
import { parseDuration } from '../../model/index.js';
import { UsageError, valueOf, type CommandRunner, type Invocation } from '../command.js';
import { withEngine } from '../engine.js';
import { declaredStack } from '../stack/declared-stack.js';
import { exitCodes } from '../exit-codes.js';
import { findContainer } from '../stack/find-container.js';

function tailOf(invocation: Invocation): number | undefined {
  const given = valueOf(invocation, 'tail');
  if (given === undefined) return undefined;
  const count = Number(given);
  if (!Number.isInteger(count) || count < 0) {
    throw new UsageError(`--tail takes a number of lines, not ${given}`);
  }
  return count;
}

/** `--since` or `--until` as RFC 3339: a time, or an age counted back from now. */
function timeOf(invocation: Invocation, option: 'since' | 'until'): string | undefined {
  const given = valueOf(invocation, option);
  if (given === undefined) return undefined;
  const age = parseDuration(given);
  const time = age === undefined ? Date.parse(given) : Date.now() - age;
  if (Number.isNaN(time)) {
    throw new UsageError(
      `--${option} takes a time such as 2026-01-31T12:00:00Z or an age such as 10m`,
    );
  }
  return new Date(time).toISOString();
}

export const runLogs: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    const tail = tailOf(invocation);
    const since = timeOf(invocation, 'since');
    const until = timeOf(invocation, 'until');
    const container = await findContainer(engine, invocation.arguments[0] ?? '');
    const lines = engine.logs(container, {
      follow: invocation.switches.has('follow'),
      signal: context.signal,
      ...(tail === undefined ? {} : { tail }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    });
    for await (const { stream, time, text } of lines) {
      // What a container writes is passed on byte for byte: it is data, and may be binary.
      const line = invocation.switches.has('timestamps') ? `${time} ${text}\n` : `${text}\n`;
      (stream === 'stdout' ? process.stdout : process.stderr).write(line);
    }
    return exitCodes.done;
  });
