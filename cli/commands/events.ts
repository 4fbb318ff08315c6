/* `stowage events`: what happens on the engine, as it happens. */
import type { EngineEvent } from '../../model/index.js';
import type { CommandRunner } from '../command.js';
import { withEngine } from '../engine.js';
import { declaredStack } from '../stack/declared-stack.js';
import { exitCodes } from '../exit-codes.js';
import { visible } from '../terminal/terminal.js';

/** `2026-01-31T12:00:00.000Z container web end with exit code 1 (shop: container.web)`. */
function eventText({
  time,
  kind,
  name,
  action,
  exitCode,
  network,
  stack,
  address,
}: EngineEvent): string {
  const verb = network === undefined ? action : `${action} ${network}`;
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`;
  const owner = address === undefined ? '' : ` (${stack ?? 'unknown stack'}: ${address})`;
  return visible(`${time} ${kind} ${name} ${verb}${code}${owner}`);
}

export const runEvents: CommandRunner = async (invocation, context) =>
  withEngine(invocation, context, await declaredStack(undefined, context), async (engine) => {
    const { terminal, signal } = context;
    for await (const event of engine.events(signal)) {
      terminal.print(invocation.switches.has('json') ? JSON.stringify(event) : eventText(event));
    }
    return exitCodes.done;
  });
