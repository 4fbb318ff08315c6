/*
 * The embedded engine as apply and the operator verbs see it.
 */
import type { Engine, Operator, StackIdentity } from '../../model/index.js';
import type { ContainerEngine } from '../../runtime/index.js';
import { translated } from './errors.js';
import { clearLedger, writeLedger } from './ledger.js';
import { lastLines } from './last-lines.js';
import { lockStack, stackLocks, unlockStack } from './locks.js';
import { embeddedOperator } from './operate.js';
import { perform } from './perform.js';
import { embeddedReader } from './reader.js';

/**
 * The engine contract over the runtime.
 * @param version of the command, for an agent that it starts; where it is left out it starts none
 */
export function embeddedEngine(engine: ContainerEngine, version?: string): Engine & Operator {
  const { store } = engine;
  const idOf = (stack: StackIdentity): string => stack.id ?? stack.name;
  return {
    ...embeddedReader(engine),
    ...embeddedOperator(engine),
    // With the last container gone, the host is left as it was before the first; what is left and needs
    // more than its monitor has an agent.
    close: () =>
      translated(async () => {
        await engine.vacuum();
        if (version !== undefined) await engine.ensureAgent(version);
      }),
    perform: (operation, directory, progress) =>
      translated(() => perform(engine, operation, directory, progress)),
    lock: (stack) => translated(() => lockStack(store, stack)),
    locks: () => translated(() => stackLocks(store)),
    unlock: (id) => translated(() => unlockStack(store, id)),
    writeLedger: (stack, generation) =>
      translated(() => writeLedger(store, idOf(stack), generation)),
    clearLedger: (stack) => translated(() => clearLedger(store, idOf(stack))),
    lastLines: (target, count) =>
      translated(() => lastLines(engine, target.id ?? target.name, count)),
  };
}
