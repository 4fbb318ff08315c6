/* `stowage login` and `stowage logout`: credentials of registries, kept where docker keeps them. */
import { logInTo, logOutOf, usualRegistry } from '../../providers/index.js';
import { ask } from '../apply/approve.js';
import { UsageError, valueOf, type CommandContext, type CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { visible } from '../terminal/terminal.js';

export const runLogin: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const registry = invocation.arguments[0] ?? usualRegistry;
  const username = valueOf(invocation, 'username') ?? (await askName(context));
  const password = await passwordOf(invocation.switches.has('password-stdin'), context);
  terminal.conceal({ texts: new Set([password]) });
  const place = await logInTo(registry, username, password);
  terminal.note(
    visible(`${registry} takes the credentials of ${username}; they are kept in ${place}.`),
  );
  return exitCodes.done;
};

export const runLogout: CommandRunner = async (invocation, context) => {
  const registry = invocation.arguments[0] ?? usualRegistry;
  const known = await logOutOf(registry);
  context.terminal.note(
    visible(
      known ? `The credentials for ${registry} are forgotten.` : `There were none for ${registry}.`,
    ),
  );
  return exitCodes.done;
};

async function askName({ terminal }: CommandContext): Promise<string> {
  const name = terminal.canAsk ? (await ask('User name: ')).trim() : '';
  if (name === '') throw new UsageError('give a user name by --username');
  return name;
}

const longestPassword = 64 * 1024;

/** A password never stands on a command line, where everybody on the host can read it. */
async function passwordOf(fromInput: boolean, { terminal }: CommandContext): Promise<string> {
  if (!fromInput && !terminal.canAsk) {
    throw new UsageError('nobody is here to ask; give the password by --password-stdin');
  }
  const password = fromInput ? await readInput() : await askHidden('Password: ');
  if (password === '') throw new UsageError('the password is empty');
  return password;
}

async function readInput(): Promise<string> {
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) {
    text += String(piece);
    if (text.length > longestPassword)
      throw new UsageError('what is on standard input is no password');
  }
  return text.replace(/\r?\n$/, '');
}

/** Reads a line of the terminal without showing it. */
async function askHidden(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  let typed = '';
  try {
    for await (const keys of stdin) {
      for (const key of String(keys)) {
        if (key === '\u0003') process.kill(process.pid, 'SIGINT');
        if (key === '\r' || key === '\n' || key === '\u0004' || key === '\u0003') return typed;
        typed = key === '\u007f' || key === '\b' ? typed.slice(0, -1) : typed + key;
      }
    }
    return typed;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}
