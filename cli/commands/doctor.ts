/* `stowage doctor`: what the engine needs, and how to install what is missing. */
import { UsageError, type CommandRunner } from '../command.js';
import { engineName } from '../engine-name.js';
import { withReader } from '../engine.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { examine, verifyStore } from '../../providers/index.js';
import { renderTable } from '../render/table.js';
import { declaredStack } from '../stack/declared-stack.js';
import { visible } from '../terminal/terminal.js';

export const runDoctor: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  if (invocation.switches.has('verify')) return verify(invocation, context);
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

async function verify(...[invocation, context]: Parameters<CommandRunner>): Promise<ExitCode> {
  const { terminal } = context;
  const declared = await declaredStack(undefined, context);
  const name = engineName(invocation, context, declared.engine);
  if (name !== 'embedded') {
    throw new UsageError(
      `--verify reads the store of the embedded engine, and the engine is ${name}`,
    );
  }
  const { read, faults } = await verifyStore();
  if (invocation.switches.has('json')) {
    terminal.print(JSON.stringify({ format_version: '1.0', read, faults }, null, 2));
  } else {
    for (const { place, fault, fix } of faults)
      terminal.print(visible(`${place}: ${fault}. ${fix}`));
    const sorts = Object.entries(read).map(
      ([sort, count]) => `${count} ${count === 1 ? sort.replace(/s$/, '') : sort}`,
    );
    if (sorts.length === 0) sorts.push('there is no store');
    const verdict = faults.length === 0 ? 'All is whole' : `${faults.length} not whole`;
    terminal.print(`${verdict}: ${sorts.join(', ')}.`);
  }
  return faults.length === 0 ? exitCodes.done : exitCodes.error;
}
