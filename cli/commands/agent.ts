/* `stowage agent`: watches over containers when no command runs, or has systemd see to that. */
import { EngineError } from '../../model/index.js';
import { installAgent, supervise, uninstallAgent } from '../../providers/index.js';
import {
  UsageError,
  type CommandContext,
  type CommandRunner,
  type Invocation,
} from '../command.js';
import { ownCommand } from '../engine-name.js';
import { carryOutInside } from '../inside.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { visible, visibleInLine } from '../terminal/terminal.js';
import { stowageVersion } from '../version.js';

export const runAgent: CommandRunner = (invocation, context) => {
  const [action] = invocation.arguments;
  switch (action) {
    case undefined:
      return watchOver(invocation, context);
    case 'install':
      return install(invocation, context);
    case 'uninstall':
      return uninstall(invocation, context);
    default:
      throw new UsageError(`stowage agent takes install or uninstall, not ${action}`);
  }
};

const managerOf = ({ switches }: Invocation): 'system' | 'user' =>
  switches.has('user') ? 'user' : 'system';

async function install(invocation: Invocation, { terminal }: CommandContext): Promise<ExitCode> {
  const manager = managerOf(invocation);
  const path = await installAgent(manager, ownCommand());
  terminal.note(visible(`Installed and started ${path}.`));
  if (manager === 'user') {
    terminal.note('So that it runs while you are not logged in: loginctl enable-linger');
  }
  return exitCodes.done;
}

async function uninstall(invocation: Invocation, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  await carryOutInside(context);
  const path = await uninstallAgent(managerOf(invocation), ownCommand());
  terminal.note(path === undefined ? 'There is no unit.' : visible(`Removed ${path}.`));
  return exitCodes.done;
}

async function watchOver(invocation: Invocation, context: CommandContext): Promise<ExitCode> {
  const { terminal, signal } = context;
  await carryOutInside(context);
  const manner = invocation.switches.has('background') ? 'background' : 'foreground';
  const say = (line: string): void => {
    terminal.print(`${new Date().toISOString()} agent ${process.pid}: ${visibleInLine(line)}`);
  };
  const end = await supervise({ version: stowageVersion, manner, signal, say }, ownCommand());
  if (end === undefined) {
    say('there is no store, and so nothing to watch over');
    return exitCodes.done;
  }
  if (end.why !== 'taken') {
    say(`ends: ${reasons[end.why]}`);
    return exitCodes.done;
  }
  // Commands that leave something to an agent at the same time may start several.
  if (manner === 'background') return exitCodes.done;
  const who = end.holder === 'unknown' ? '' : `, as process ${end.holder.pid}`;
  throw new EngineError('locked', `another agent watches over this store${who}`);
}

const reasons = {
  idle: 'there is nothing to watch over',
  asked: 'it was asked to',
  'store gone': 'the store is gone',
} as const;
