/* `stowage doctor`: what the engine needs, and how to install what is missing. */
import type { CommandRunner } from '../command.js';
import { engineName, withReader } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { examine } from '../../providers/index.js';
import { renderTable } from '../render/table.js';
import { declaredStack } from '../stack/declared-stack.js';
import { visible } from '../terminal/terminal.js';

export const runDoctor: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const declared = await declaredStack(undefined, context);
  const report = await examine(engineName(invocation, context, declared.engine), () =>
    withReader(invocation, context, declared, (reader) => Promise.resolve(reader.profile)),
  );
  if (invocation.switches.has('json')) {
    terminal.print(JSON.stringify({ format_version: '1.0', ...report }, null, 2));
  } else {
    const rows = report.checks.map(({ part, state, found, why }) =>
      [state, part, found, why].map(visible),
    );
    for (const line of renderTable([['STATE', 'PART', 'FOUND', 'WHY'], ...rows])) {
      terminal.print(line);
    }
    if (report.install !== undefined)
      terminal.note(`To install what is missing: ${report.install}`);
  }
  return report.usable ? exitCodes.done : exitCodes.error;
};
