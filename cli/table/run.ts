/* `stowage run` and its options, which are docker's by name and form. */
import type { CommandDefinition, OptionDefinition } from '../command.js';
import { detachKeys, engine, sigProxy } from './options.js';

const settings: readonly OptionDefinition[] = [
  {
    name: 'label',
    short: 'l',
    value: 'NAME=VALUE',
    repeatable: true,
    summary: 'Set a label of the container.',
  },
  { name: 'hostname', value: 'NAME', summary: 'Its host name.' },
  {
    name: 'add-host',
    value: 'NAME:ADDRESS',
    repeatable: true,
    summary: 'A further name, with the address that it leads to; host-gateway is the host.',
  },
  { name: 'dns', value: 'ADDRESS', repeatable: true, summary: 'A name server to ask.' },
  { name: 'memory', short: 'm', value: 'SIZE', summary: 'Most memory it may use, such as 512m.' },
  { name: 'cpus', value: 'NUMBER', summary: 'Processors it may use, such as 1.5.' },
  { name: 'pids-limit', value: 'NUMBER', summary: 'Most processes it may have.' },
  { name: 'shm-size', value: 'SIZE', summary: 'Size of /dev/shm.' },
  {
    name: 'ulimit',
    value: 'NAME=SOFT[:HARD]',
    repeatable: true,
    summary: 'A limit for each process.',
  },
  { name: 'sysctl', value: 'NAME=VALUE', repeatable: true, summary: 'A parameter of the kernel.' },
  { name: 'read-only', summary: 'Refuse writing to its root file system.' },
  {
    name: 'tmpfs',
    value: 'PATH[:OPTIONS]',
    repeatable: true,
    summary: 'A file system in memory; options such as size=64m,mode=1777.',
  },
  {
    name: 'device',
    value: 'PATH[:PATH][:rwm]',
    repeatable: true,
    summary: 'A device of the host.',
  },
  {
    name: 'cap-add',
    value: 'CAPABILITY',
    repeatable: true,
    summary: 'A capability beyond the usual ones.',
  },
  {
    name: 'cap-drop',
    value: 'CAPABILITY',
    repeatable: true,
    summary: 'A capability less, or ALL.',
  },
  { name: 'group-add', value: 'GROUP', repeatable: true, summary: 'A further group of its user.' },
  { name: 'privileged', summary: 'Confine it by nothing.' },
  {
    name: 'pid',
    value: 'MODE',
    summary: 'Whose processes it sees: private, host, or container:NAME.',
  },
  {
    name: 'ipc',
    value: 'MODE',
    summary: 'Whose shared memory it has: private, shareable, host, none, or container:NAME.',
  },
  { name: 'init', summary: 'Run a small init that reaps processes.' },
  {
    name: 'restart',
    value: 'POLICY',
    summary: 'no, on-failure, on-failure:COUNT, always or unless-stopped.',
  },
  { name: 'stop-signal', value: 'SIGNAL', summary: 'The signal that asks it to end.' },
  {
    name: 'stop-timeout',
    value: 'SECONDS',
    summary: 'How long it may take to end before it is killed.',
  },
];

export const runCommand: CommandDefinition = {
  name: 'run',
  summary: 'Run a container of no stack.',
  description: [
    'Makes a container from an image that the engine has, or else a registry, starts it, and joins standard input and output to it before it can write anything. Ends with it, and with its exit code; with 125 where it could not be made or started, 126 where its program cannot be run, 127 where that is not there. The options are those of docker. IMAGE may be an address in the stack here, such as image.app.',
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
      name: 'env-file',
      value: 'FILE',
      repeatable: true,
      summary:
        'Set the variables of a file: lines NAME=VALUE, or NAME, taken as they stand. What --env says counts more.',
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
      summary:
        'Publish a port, or a range such as 8000-8009:80-89; an address of the host may stand before it, /udp after it.',
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
      summary:
        'A network to be on, or host, none, or container:NAME for that of another container.',
    },
    ...settings,
    {
      name: 'pull',
      value: 'WHEN',
      summary:
        'Whether to ask the registry for the image: missing, which is the default, always or never.',
    },
    detachKeys,
    sigProxy,
  ],
  load: async () => (await import('../commands/run.js')).runRun,
};
