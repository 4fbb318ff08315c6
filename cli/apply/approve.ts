/*
 * Approval of a plan. `--yes` approves everything but the loss of data, and of what nothing is
 * recorded of; that needs each address named by `--allow-destroy`, or its name typed.
 */
import { createInterface } from 'node:readline/promises';
import type { Action, Plan } from '../../model/index.js';
import type { CommandContext } from '../command.js';
import { visible } from '../terminal/terminal.js';

export interface Approval {
  readonly yes: boolean;
  /** Addresses whose data may be lost. */
  readonly allowed: ReadonlySet<string>;
  readonly question: string;
}

/** Asks a person; an input that ends is no answer. Ctrl-C ends the command, as nothing is under way. */
export async function ask(question: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new AbortController();
  reader.once('close', () => ended.abort());
  // The terminal gives it as a key, because it is read key by key.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await reader.question(question, { signal: ended.signal });
  } catch (error) {
    if (!ended.signal.aborted) throw error;
    return '';
  } finally {
    reader.close();
  }
}

/** Whether an action has to be allowed in words. */
const needsWords = ({ risks }: Action): boolean =>
  risks.some(({ kind }) => kind === 'destroys-data' || kind === 'unrecorded');

/** What would be lost, and what to type to allow it. */
function warningOf({ address, name, risks }: Action): string {
  const [what, to] = [visible(address), visible(name)];
  return risks.some(({ kind }) => kind === 'destroys-data')
    ? `Everything in ${what} is lost. Type its name, ${to}, to allow that: `
    : `Nothing says any more whether ${what} is still the stack’s. Type its name, ${to}, to remove it: `;
}

const lossText = (losses: readonly Action[]): string =>
  losses.some(({ risks }) => risks.some(({ kind }) => kind === 'destroys-data'))
    ? 'data would be lost'
    : 'what nothing is recorded of would be removed';

/** Whether the plan may be carried out; says what is missing where it may not. */
export async function approve(
  plan: Plan,
  { yes, allowed, question }: Approval,
  context: CommandContext,
): Promise<boolean> {
  const { terminal } = context;
  const losses = plan.actions.filter(
    (action) => needsWords(action) && !allowed.has(action.address),
  );
  if (!terminal.canAsk || yes) {
    if (losses.length > 0) {
      const flags = losses.map(({ address }) => `--allow-destroy '${address}'`).join(' ');
      terminal.note(
        `stowage: ${lossText(losses)}, which --yes does not approve. To allow it: ${visible(flags)}`,
      );
      return false;
    }
    if (!yes) terminal.note('stowage: nobody is here to ask; --yes approves the plan');
    return yes;
  }
  for (const loss of losses) {
    const answer = await ask(warningOf(loss));
    if (answer.trim() !== loss.name) {
      terminal.note('Not approved; nothing was changed.');
      return false;
    }
  }
  const answer = await ask(`${question} Only "yes" is taken for it: `);
  if (answer.trim() === 'yes') return true;
  terminal.note('Not approved; nothing was changed.');
  return false;
}
