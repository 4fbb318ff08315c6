/* The verbs of daily life. */
import type { CommandDefinition, OptionDefinition } from '../command.js';
import { container, directory, engine, json, operatorNote } from './options.js';

const grace: OptionDefinition = {
  name: 'time',
  value: 'DURATION',
  summary: 'Another grace period, such as 3s.',
};

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
      {
        name: 'filter',
        short: 'f',
        value: 'NAME=VALUE',
        repeatable: true,
        summary:
          'Only those with this state (running), health (healthy), stack, address, or a part of this name or image. Of one name any of several values; of several names all.',
      },
      { name: 'names', summary: 'Print names only, a line each.' },
    ],
    load: async () => (await import('../commands/ps.js')).runPs,
  },
  {
    name: 'inspect',
    summary: 'Show an object as the engine has it, in the words of the language.',
    description: [
      'Containers, images, volumes and networks by name or id, and by address in the stack here. What the engine says is translated back into the attributes that a file would have; what no file can say stands beside them. Defaults, and what the image says by itself, are left out.',
      'Values made from secrets are not shown, nor are variables that look like secrets. It changes nothing.',
    ],
    arguments: [
      { name: 'OBJECT', required: true, many: true, summary: 'Names, ids, or addresses.' },
    ],
    options: [engine, json],
    load: async () => (await import('../commands/inspect.js')).runInspect,
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
      {
        name: 'until',
        value: 'TIME',
        summary: 'Lines before then, told as with --since; ends there when it follows.',
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
      { name: 'privileged', summary: 'Give the command all capabilities.' },
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
    options: [engine, grace],
    load: async () => (await import('../commands/operate.js')).runStop,
  },
  {
    name: 'restart',
    summary: 'Stop a container if it runs, and start it.',
    description: [operatorNote],
    arguments: [container],
    options: [engine, grace],
    load: async () => (await import('../commands/operate.js')).runRestart,
  },
  {
    name: 'pause',
    summary: 'Freeze the processes of a container.',
    description: [`They keep their memory and get no processor time. ${operatorNote}`],
    arguments: [container],
    options: [engine],
    load: async () => (await import('../commands/operate.js')).runPause,
  },
  {
    name: 'unpause',
    summary: 'Let the processes of a paused container go on.',
    description: [operatorNote],
    arguments: [container],
    options: [engine],
    load: async () => (await import('../commands/operate.js')).runUnpause,
  },
  {
    name: 'wait',
    summary: 'Wait until a container has ended, and print its exit code.',
    description: [
      `A restart by its policy is no end. Prints \`unknown\` where nobody saw how it ended, or it never ran. ${operatorNote}`,
    ],
    arguments: [container],
    options: [engine],
    load: async () => (await import('../commands/wait.js')).runWait,
  },
  {
    name: 'top',
    summary: 'List the processes of a container.',
    description: [`Numbers are those of the engine's host. ${operatorNote}`],
    arguments: [container],
    options: [engine, json],
    load: async () => (await import('../commands/top.js')).runTop,
  },
  {
    name: 'stats',
    summary: 'Show what running containers use.',
    description: [
      'Processor time is in percent of one processor, over the time since the last round; memory is without file cache that can be had back at once; network and disk are since the start. With `--json` each round is a line of JSON with the counters as they are.',
      `Without a container it shows all of stacks. ${operatorNote}`,
    ],
    arguments: [
      { name: 'CONTAINER', required: false, many: true, summary: 'Names, ids, or addresses.' },
    ],
    options: [
      engine,
      json,
      { name: 'all', short: 'a', summary: 'Those of no stack, too.' },
      { name: 'interval', value: 'DURATION', summary: 'Time between two rounds; 1s by default.' },
      { name: 'no-stream', summary: 'One round only.' },
    ],
    load: async () => (await import('../commands/stats.js')).runStats,
  },
  {
    name: 'events',
    summary: 'Print what happens on the engine, as it happens.',
    description: [
      'A line for each, or with `--json` a line of JSON, until it is interrupted. The embedded engine has no daemon that would tell: its store is looked at four times a second, and what came and went in between is not seen.',
    ],
    arguments: [],
    options: [engine, json],
    load: async () => (await import('../commands/events.js')).runEvents,
  },
  {
    name: 'cp',
    summary: 'Copy files between a container and this host.',
    description: [
      'Copies a file, or a directory with all that is in it, whether the container runs or not. CONTAINER may be an address in the stack here. A path of this host that has a colon in it is told by a `./` before it.',
      'Into a directory that is there it copies under the same name, `DIRECTORY/.` copying only what is in it; else the copy gets the name that is given, in a directory that has to be there. A file is replaced; nothing but a directory takes the place of a directory. `-` is an archive on standard output, or one from standard input that is unpacked into a directory.',
      `Copies belong to root in a container, and to you on this host. Links are copied as links, and none leads out of a container. Extended attributes do not come along. ${operatorNote}`,
    ],
    arguments: [
      { name: 'SOURCE', required: true, summary: 'CONTAINER:PATH, a path of this host, or -.' },
      { name: 'TARGET', required: true, summary: 'The same; one of the two is in a container.' },
    ],
    options: [
      engine,
      { name: 'archive', short: 'a', summary: 'Keep owners by number, and set-user-id bits.' },
      {
        name: 'follow-link',
        short: 'L',
        summary: 'Copy what SOURCE leads to where it is a symbolic link.',
      },
    ],
    load: async () => (await import('../commands/cp.js')).runCp,
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
