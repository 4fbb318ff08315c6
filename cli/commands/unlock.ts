/* `stowage unlock`: frees a lock whose holder cannot be asked, or lists the locks that are held. */
import { holderText, notLockedError, toJson, type HeldStackLock } from '../../model/index.js';
import { ask } from '../apply/approve.js';
import type { CommandContext, CommandRunner, Invocation } from '../command.js';
import { withEngine } from '../engine.js';
import { exitCodes } from '../exit-codes.js';
import { renderTable } from '../render/table.js';
import { declaredStack } from '../stack/declared-stack.js';
import { visible, visibleInLine } from '../terminal/terminal.js';

export const runUnlock: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const declared = await declaredStack(undefined, context);
  const [id] = invocation.arguments;
  return withEngine(invocation, context, declared, async (engine) => {
    const held = await engine.locks();
    if (id === undefined) {
      for (const line of lockLines(held, invocation)) terminal.print(line);
      return exitCodes.done;
    }
    const lock = held.find((one) => one.id === id);
    if (!lock) throw notLockedError(id, held);
    if (!(await mayFree(lock, invocation, context))) return exitCodes.error;
    await engine.unlock(id);
    terminal.note(
      visible(`Stack ${lock.stack} is free. What its holder left, the next apply completes.`),
    );
    return exitCodes.done;
  });
};

const states = { alive: 'alive', ended: 'has ended', unknown: 'not of this host' } as const;

function lockLines(held: readonly HeldStackLock[], { switches }: Invocation): readonly string[] {
  if (switches.has('json')) {
    return [JSON.stringify(toJson({ format_version: '1.0', locks: held }), null, 2)];
  }
  if (held.length === 0) return ['No stack is locked.'];
  const rows = held.map((lock) => [lock.id, lock.stack, states[lock.holder], holderText(lock)]);
  return renderTable([
    ['LOCK', 'STACK', 'PROCESS', 'HOLDER'],
    ...rows.map((row) => row.map(visibleInLine)),
  ]);
}

/** Whoever is at work here is not stopped without a word. */
async function mayFree(
  lock: HeldStackLock,
  { switches }: Invocation,
  context: CommandContext,
): Promise<boolean> {
  const { terminal } = context;
  if (lock.holder !== 'alive' || switches.has('yes')) return true;
  const text = `stack ${lock.stack} is locked by ${holderText(lock)}, which is alive on this host`;
  terminal.note(visible(`stowage: ${text}`));
  if (!terminal.canAsk) {
    terminal.note('Wait for it, or end it. With --yes its lock is freed all the same.');
    return false;
  }
  const answer = await ask('Take its lock away? Only "yes" is taken for it: ');
  if (answer.trim() === 'yes') return true;
  terminal.note('The lock stays.');
  return false;
}
