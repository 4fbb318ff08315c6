/* The verbs that join the streams of this command to those of a container. */
import type { CommandDefinition, OptionDefinition } from '../command.js';
import { container, engine, operatorNote } from './options.js';

const detachKeys: OptionDefinition = {
  name: 'detach-keys',
  value: 'KEYS',
  summary:
    'What leaves the container to itself when it is typed: characters, or ctrl- and a letter, with commas between; ctrl-p,ctrl-q by default.',
};
const sigProxy: OptionDefinition = {
  name: 'sig-proxy',
  value: 'BOOL',
  summary:
    'Whether signals that this command gets go to the container, unless that has a terminal; true by default.',
};

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
  {
    name: 'run',
    summary: 'Run a container of no stack.',
    description: [
      'Makes a container from an image that the engine has, or else a registry, starts it, and joins standard input and output to it before it can write anything. Ends with it, and with its exit code. The options are those of docker. IMAGE may be an address in the stack here, such as image.app.',
      'The container bears no mark of a stack: no plan sees it, `ps --all` lists it, and `rm` removes it. With `--rm` it goes when it has ended, or could not be started. Volumes that it names are made where they are not there, and stay. Without `--network` it is on the network that the engine has for such containers; the embedded engine makes one of the name bridge.',
      'An interrupt goes to the container, unless that has a terminal, where it is a key like any other.',
    ],
    arguments: [
      { name: 'IMAGE', required: true, summary: 'Name or id of an image, or its address.' },
      {
        name: 'COMMAND',
        required: false,
        rest: true,
        summary: 'Program and arguments; those of the image by default.',
      },
    ],
    options: [
      engine,
      { name: 'interactive', short: 'i', summary: 'Pass standard input on, and its end.' },
      { name: 'tty', short: 't', summary: 'Give it a terminal.' },
      { name: 'rm', summary: 'Remove it when it has ended.' },
      { name: 'detach', short: 'd', summary: 'Leave it running, and print its id.' },
      { name: 'name', value: 'NAME', summary: 'Its name; one that tells the image by default.' },
      {
        name: 'env',
        short: 'e',
        value: 'NAME=VALUE',
        repeatable: true,
        summary: 'Set a variable; NAME alone takes the value that it has here.',
      },
      {
        name: 'volume',
        short: 'v',
        value: 'SOURCE:TARGET',
        repeatable: true,
        summary:
          'Mount a volume by its name, or a path of the host that begins with / or a dot; `:ro` after it refuses writing.',
      },
      {
        name: 'publish',
        short: 'p',
        value: 'HOST:CONTAINER',
        repeatable: true,
        summary: 'Publish a port; an address of the host may stand before it, /udp after it.',
      },
      { name: 'workdir', short: 'w', value: 'PATH', summary: 'Run in this directory.' },
      { name: 'user', short: 'u', value: 'USER', summary: 'Run as this user.' },
      {
        name: 'entrypoint',
        value: 'PROGRAM',
        summary: 'Another program than that of the image; an empty one takes it away.',
      },
      {
        name: 'network',
        value: 'NETWORK',
        repeatable: true,
        summary: 'A network to be on, or host, or none.',
      },
      detachKeys,
      sigProxy,
    ],
    load: async () => (await import('../commands/run.js')).runRun,
  },
];
