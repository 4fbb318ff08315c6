/* Commands that look at what the engine has recorded of a stack. They need no files. */
import type { CommandDefinition } from '../command.js';
import { directory, engine, json, stackId, stackName, stackOption } from './options.js';

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
    summary: 'Print one generation of a stack: every resource as it was applied.',
    description: [
      'Prints the newest generation, or the one of a number. Values that were made from secrets are never shown.',
    ],
    arguments: [
      {
        name: 'GENERATION',
        required: false,
        summary: 'Number of a generation, from `history`; the newest by default.',
      },
    ],
    options: [stackOption, engine, json, stackName, stackId],
    load: async () => (await import('../commands/show.js')).runShow,
  },
];
