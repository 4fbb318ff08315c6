/* Commands about Stowage itself, and those that other programs start. */
import type { CommandDefinition } from '../command.js';
import { engine, json } from './options.js';

export const toolCommands: readonly CommandDefinition[] = [
  {
    name: 'doctor',
    summary: 'Say what the engine needs and what is missing.',
    description: [
      'Checks each part that the embedded engine rests on, and gives the command that installs what is missing. Exits with 1 if a needed part is.',
      'With `--verify` it reads the whole store of the embedded engine instead: records, links, and the content of each blob and layer by its digest. Exits with 1 if something is not whole.',
    ],
    arguments: [],
    options: [
      engine,
      json,
      { name: 'verify', summary: 'Read the whole store, and say what in it is not whole.' },
    ],
    load: async () => (await import('../commands/doctor.js')).runDoctor,
  },
  {
    name: 'agent',
    summary: 'Watch over the containers of the embedded engine when no command runs.',
    description: [
      'Runs health checks in their intervals, starts containers after a boot as their restart policies say, and starts those again whose monitor was killed. One for a store. It ends by itself when there is nothing to watch over; a command that leaves something starts one where none runs, unless STOWAGE_AGENT is off. See docs/supervision.md.',
    ],
    arguments: [
      {
        name: 'ACTION',
        required: false,
        summary:
          'install: write a unit of systemd for it, and start it; uninstall: stop and remove that. Without an action it runs here.',
      },
    ],
    options: [
      { name: 'user', summary: 'The systemd of this user, instead of the machine’s.' },
      {
        name: 'background',
        summary: 'As a command starts it: ends without a word where another one runs.',
      },
    ],
    load: async () => (await import('../commands/agent.js')).runAgent,
  },
  {
    name: 'lsp',
    summary: 'Serve an editor.',
    description: [
      'Speaks the Language Server Protocol on standard input and output, for editors that start it. docs/editors.md says how each is told to.',
    ],
    arguments: [],
    options: [
      { name: 'stdio', summary: 'Speak on standard input and output, as it does anyway.' },
      {
        name: 'clientProcessId',
        value: 'ID',
        summary: 'Taken because clients give it; the server ends with its input.',
      },
    ],
    load: async () => (await import('../commands/lsp.js')).runLsp,
  },
  {
    name: 'version',
    summary: 'Print the version.',
    description: [],
    arguments: [],
    options: [],
    load: async () => (await import('../commands/version.js')).runVersion,
  },
  {
    name: 'help',
    summary: 'Explain a command.',
    description: [],
    arguments: [
      {
        name: 'COMMAND',
        required: false,
        many: true,
        summary: 'The command; some have two words.',
      },
    ],
    options: [],
    load: async () => (await import('../commands/help.js')).runHelp,
  },
  {
    name: '_on-exit',
    summary: 'Called by a container’s monitor when the container has ended.',
    description: [],
    arguments: [{ name: 'ID', required: true, summary: 'Id of the container.' }],
    options: [],
    hidden: true,
    load: async () => (await import('../commands/on-exit.js')).runOnExit,
  },
];
