/* Commands on what the engine keeps of stacks beside their objects. They need no files. */
import type { CommandDefinition } from '../command.js';
import {
  allowDeletions,
  allowDestroy,
  directory,
  engine,
  json,
  parallelism,
  stackId,
  stackName,
  stackOption,
  yes,
} from './options.js';

export const ledgerCommands: readonly CommandDefinition[] = [
  {
    name: 'history',
    summary: 'List the generations of a stack, as the engine has recorded them.',
    description: [
      'Each apply that changes something makes a generation. The engine keeps the newest twenty, or fewer where they are large. The number is what `show` takes.',
    ],
    arguments: [directory],
    options: [engine, json, stackName, stackId],
    load: async () => (await import('../commands/history.js')).runHistory,
  },
  {
    name: 'show',
    summary: 'Print one generation of a stack, every resource as it was applied; or a saved plan.',
    description: [
      'Prints the newest generation, or the one of a number. Values that were made from secrets are never shown.',
    ],
    arguments: [
      {
        name: 'GENERATION|FILE',
        required: false,
        summary:
          'Number of a generation, from `history`; the newest by default. Or a file from `plan --out`.',
      },
    ],
    options: [stackOption, engine, json, stackName, stackId],
    load: async () => (await import('../commands/show.js')).runShow,
  },
  {
    name: 'rollback',
    summary: 'Go back to an earlier generation.',
    description: [
      'Plans to make the engine what a generation says, from the ledger alone, shows the plan, asks, and carries it out; that makes a new generation. The files are not looked at, and the next apply goes by them again.',
      'The build that each image had before is kept for this. Where something of a generation cannot be had any more, nothing is begun, and the error names the commit to check out.',
    ],
    arguments: [
      { name: 'GENERATION', required: true, summary: 'Number of a generation, from `history`.' },
      directory,
    ],
    options: [
      engine,
      stackName,
      stackId,
      { name: 'dry-run', summary: 'Only show the plan.' },
      { ...json, summary: 'Print the plan of a dry run as JSON.' },
      yes,
      allowDestroy,
      allowDeletions,
      parallelism,
    ],
    load: async () => (await import('../commands/rollback.js')).runRollback,
  },
  {
    name: 'unlock',
    summary: 'Free the lock of a stack whose holder cannot be asked.',
    description: [
      'A lock goes with the process that holds it, however that ends. Where the engine does not notice, as when the holder is on a host that is gone, the lock is freed by the id that the error message names.',
      'A lock whose holder is alive on this host is freed only with `--yes`, or when asked. The holder then does nothing more; on the embedded engine it is asked to end, as Ctrl-C would.',
    ],
    arguments: [
      {
        name: 'ID',
        required: false,
        summary: 'Id of a lock, as the error message names it. Without one all locks are listed.',
      },
    ],
    options: [engine, yes, json],
    load: async () => (await import('../commands/unlock.js')).runUnlock,
  },
];
