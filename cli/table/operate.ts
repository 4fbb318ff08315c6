/* The verbs of daily life. */
import type { CommandDefinition } from '../command.js';
import { container, directory, engine, json, operatorNote } from './options.js';

export const operateCommands: readonly CommandDefinition[] = [
  {
    name: 'ps',
    summary: 'List containers.',
    description: [`Lists containers of stacks, running or not. ${operatorNote}`],
    arguments: [directory],
    options: [
      engine,
      json,
      { name: 'all', short: 'a', summary: 'Those of no stack, and of every other stack, too.' },
    ],
    load: async () => (await import('../commands/ps.js')).runPs,
  },
  {
    name: 'logs',
    summary: 'Print what a container wrote.',
    description: [operatorNote],
    arguments: [container],
    options: [
      engine,
      { name: 'follow', short: 'f', summary: 'Go on until the container ends.' },
      { name: 'tail', short: 'n', value: 'N', summary: 'The last N lines only.' },
      {
        name: 'since',
        value: 'TIME',
        summary: 'Lines from then on: RFC 3339, or an age such as 10m.',
      },
      { name: 'timestamps', short: 't', summary: 'Print the time of each line.' },
    ],
    load: async () => (await import('../commands/logs.js')).runLogs,
  },
  {
    name: 'exec',
    summary: 'Run a command in a container.',
    description: [`Exits with the code of the command. ${operatorNote}`],
    arguments: [
      container,
      { name: 'COMMAND', required: true, rest: true, summary: 'Program and arguments.' },
    ],
    options: [
      engine,
      { name: 'tty', short: 't', summary: 'Give the command a terminal.' },
      { name: 'interactive', short: 'i', summary: 'Pass standard input on.' },
      {
        name: 'env',
        short: 'e',
        value: 'NAME=VALUE',
        repeatable: true,
        summary: 'Set a variable.',
      },
      { name: 'user', short: 'u', value: 'USER', summary: 'Run as this user.' },
      { name: 'workdir', short: 'w', value: 'PATH', summary: 'Run in this directory.' },
    ],
    load: async () => (await import('../commands/exec.js')).runExec,
  },
  {
    name: 'start',
    summary: 'Start a container.',
    description: [operatorNote],
    arguments: [container],
    options: [engine],
    load: async () => (await import('../commands/operate.js')).runStart,
  },
  {
    name: 'stop',
    summary: 'Stop a container.',
    description: [`Sends its stop signal, and SIGKILL after its grace period. ${operatorNote}`],
    arguments: [container],
    options: [
      engine,
      { name: 'time', value: 'DURATION', summary: 'Another grace period, such as 3s.' },
    ],
    load: async () => (await import('../commands/operate.js')).runStop,
  },
  {
    name: 'kill',
    summary: 'Send a signal to a container.',
    description: [operatorNote],
    arguments: [container],
    options: [
      engine,
      { name: 'signal', short: 's', value: 'SIGNAL', summary: 'The signal; SIGKILL by default.' },
    ],
    load: async () => (await import('../commands/operate.js')).runKill,
  },
  {
    name: 'rm',
    summary: 'Remove a container.',
    description: [`Volumes are kept. ${operatorNote}`],
    arguments: [container],
    options: [engine, { name: 'force', short: 'f', summary: 'Kill it first if it runs.' }],
    load: async () => (await import('../commands/operate.js')).runRemove,
  },
];
