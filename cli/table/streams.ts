/* The verbs that join the streams of this command to those of a container. */
import type { CommandDefinition } from '../command.js';
import { container, detachKeys, engine, operatorNote, sigProxy } from './options.js';
import { runCommand } from './run.js';

export const streamCommands: readonly CommandDefinition[] = [
  {
    name: 'attach',
    summary: 'Join standard input and output to those of a running container.',
    description: [
      'Shows what it writes from now on, and passes on what is typed where the container takes input (`stdin_open`, `tty`). Ends with the container, and with its exit code; or when the keys for that are typed in a terminal, which leave the container as it is. Without `--sig-proxy=false` an interrupt goes to the container; with it, it ends this command alone.',
      `Somebody who is attached and does not read, such as a stopped terminal, may hold up what the container writes. ${operatorNote}`,
    ],
    arguments: [container],
    options: [
      engine,
      { name: 'no-stdin', summary: 'Do not pass standard input on.' },
      detachKeys,
      sigProxy,
    ],
    load: async () => (await import('../commands/attach.js')).runAttach,
  },
  runCommand,
];
