/*
 * The schema of a container: what a single host can do with a process in an image.
 * `effect: 'in-place'` marks what every supported engine can change on a living container; an
 * engine may still have to replace (a limit that is removed, say), and says so when planning.
 */
import type { KindSchema, SpecOf } from '../schema.js';
import { engineId, environment, labels, objectName, readOnly } from './attributes.js';
import { ipv4Pattern } from './network.js';

const argv = {
  type: 'array',
  minItems: 1,
  items: { type: 'string', description: 'One argument.' },
} as const;
const capabilities = {
  type: 'array',
  items: {
    type: 'string',
    pattern: '^(?:ALL|[A-Z][A-Z_]+)$',
    description: 'A capability without `CAP_`, or `ALL`.',
  },
} as const;

export const hostnamePattern = '^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$';

export const mountSchema = {
  type: 'object',
  description: 'A volume or a path of the host, seen inside the container.',
  sugar: 'arrow-mount',
  properties: {
    type: { type: 'string', enum: ['volume', 'bind'], description: 'Where the files live.' },
    source: {
      type: 'string',
      minLength: 1,
      refers: 'volume',
      description: 'Name of the volume, or absolute path on the host.',
    },
    target: { type: 'string', pattern: '^/', description: 'Path in the container.' },
    read_only: readOnly,
  },
  required: ['type', 'source', 'target'],
  additionalProperties: false,
} as const;

export const portSchema = {
  type: 'object',
  description: 'A port of the host that leads to a port of the container.',
  sugar: 'arrow-port',
  properties: {
    host_ip: {
      type: 'string',
      pattern: ipv4Pattern,
      description: 'Address of the host to listen on.',
      defaultText: '`0.0.0.0`, every interface',
    },
    host: { type: 'integer', minimum: 1, maximum: 65535, description: 'Port of the host.' },
    container: {
      type: 'integer',
      minimum: 1,
      maximum: 65535,
      description: 'Port of the container.',
    },
    protocol: {
      type: 'string',
      enum: ['tcp', 'udp'],
      description: 'Transport protocol.',
      defaultText: '`tcp`',
    },
  },
  required: ['host', 'container'],
  additionalProperties: false,
} as const;

export const endpointSchema = {
  type: 'object',
  description: 'How the container takes part in one network.',
  properties: {
    aliases: {
      type: 'array',
      items: {
        type: 'string',
        pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
        description: 'A name that resolves to the container.',
      },
      description: 'Further names on this network, beside the name written here.',
      defaultText: 'none',
    },
    ipv4: {
      type: 'string',
      pattern: ipv4Pattern,
      description: 'Fixed address in the network’s subnet.',
      defaultText: 'chosen by the engine',
    },
  },
  required: [],
  additionalProperties: false,
} as const;

export const restartSchema = {
  type: 'object',
  description: 'When the engine starts the container again after it has ended.',
  sugar: 'restart',
  properties: {
    policy: {
      type: 'string',
      enum: ['no', 'on-failure', 'always', 'unless-stopped'],
      description: 'The rule.',
    },
    max_retries: {
      type: 'integer',
      minimum: 1,
      description: 'Most restarts in a row, for `on-failure`.',
      defaultText: 'no limit',
    },
  },
  required: ['policy'],
  additionalProperties: false,
} as const;

export const healthSchema = {
  type: 'object',
  description: 'A command, run in the container, whose success means that it is healthy.',
  properties: {
    test: {
      ...argv,
      sugar: 'shell',
      description: 'Program and arguments; a string is run by `/bin/sh -c`.',
    },
    interval: {
      type: 'integer',
      unit: 'milliseconds',
      minimum: 1,
      description: 'Time between two checks.',
      defaultText: '30s',
    },
    timeout: {
      type: 'integer',
      unit: 'milliseconds',
      minimum: 1,
      description: 'Time after which a check has failed.',
      defaultText: '30s',
    },
    start_period: {
      type: 'integer',
      unit: 'milliseconds',
      minimum: 0,
      description: 'Time after the start in which failures do not count.',
      defaultText: '0s',
    },
    retries: {
      type: 'integer',
      minimum: 1,
      description: 'Failures in a row that mean unhealthy.',
      defaultText: '3',
    },
  },
  required: ['test'],
  additionalProperties: false,
} as const;

export const containerSchema = {
  title: 'container',
  type: 'object',
  description: 'A process and its children, run from an image.',
  properties: {
    name: { ...objectName, effect: 'in-place' },
    image: {
      type: 'string',
      minLength: 1,
      refers: 'image',
      description: 'An image of the stack, or the name of one that the engine has.',
      effect: 'replace',
    },
    command: {
      ...argv,
      description: 'Command, or arguments to the entrypoint.',
      defaultText: 'that of the image, unless `entrypoint` is set',
      effect: 'replace',
    },
    entrypoint: {
      ...argv,
      description: 'Program to run; the image’s command is then not used.',
      defaultText: 'that of the image',
      effect: 'replace',
    },
    env: environment,
    user: {
      type: 'string',
      minLength: 1,
      description: 'A name or number, with an optional group after a colon.',
      defaultText: 'that of the image, else root',
      effect: 'replace',
    },
    workdir: {
      type: 'string',
      pattern: '^/',
      description: 'Working directory.',
      defaultText: 'that of the image, else `/`',
      effect: 'replace',
    },
    hostname: {
      type: 'string',
      pattern: hostnamePattern,
      description: 'Host name inside the container.',
      defaultText: 'the name written here',
      effect: 'replace',
    },
    labels,
    mounts: {
      type: 'array',
      items: mountSchema,
      description: 'Volumes and host paths, one a target.',
      defaultText: 'none',
      effect: 'replace',
    },
    tmpfs: {
      type: 'object',
      sugar: 'path-list',
      propertyNames: { pattern: '^/' },
      additionalProperties: {
        type: 'object',
        description: 'A file system in memory.',
        properties: {
          size: {
            type: 'integer',
            unit: 'bytes',
            minimum: 4096,
            description: 'Most bytes it may hold.',
            defaultText: 'half of the memory',
          },
          mode: {
            type: 'string',
            pattern: '^[0-7]{3,4}$',
            description: 'Octal permissions of its root.',
            defaultText: '`1777`',
          },
        },
        required: [],
        additionalProperties: false,
      },
      description: 'File systems in memory, by target path.',
      defaultText: 'none',
      effect: 'replace',
    },
    ports: {
      type: 'array',
      items: portSchema,
      description: 'Published ports.',
      defaultText: 'none',
      effect: 'replace',
    },
    networks: {
      type: 'object',
      sugar: 'name-list',
      refersKeys: 'network',
      additionalProperties: endpointSchema,
      description: 'Networks to be on. An empty list means none at all.',
      defaultText: 'the network `default` of the stack, made when it is needed',
      effect: 'in-place',
    },
    restart: { ...restartSchema, defaultText: '`no`', effect: 'in-place' },
    memory: {
      type: 'integer',
      unit: 'bytes',
      minimum: 6291456,
      description: 'Most memory, swap not counted in and not allowed beyond it.',
      defaultText: 'no limit',
      effect: 'in-place',
    },
    cpus: {
      type: 'number',
      minimum: 0.01,
      description: 'Most processor time, in processors.',
      defaultText: 'no limit',
      effect: 'in-place',
    },
    pids: {
      type: 'integer',
      minimum: 1,
      description: 'Most processes and threads.',
      defaultText: 'no limit',
      effect: 'in-place',
    },
    read_only: {
      ...readOnly,
      description: 'Whether the root file system refuses writing.',
      effect: 'replace',
    },
    cap_add: {
      ...capabilities,
      description: 'Capabilities beyond the default set.',
      defaultText: 'none',
      effect: 'replace',
    },
    cap_drop: {
      ...capabilities,
      description: 'Capabilities taken from the default set.',
      defaultText: 'none',
      effect: 'replace',
    },
    no_new_privileges: {
      type: 'boolean',
      description: 'Whether processes may never gain privileges, by setuid programs for example.',
      defaultText: 'false',
      effect: 'replace',
    },
    seccomp: {
      type: 'string',
      enum: ['default', 'unconfined'],
      description: 'Filter of system calls.',
      defaultText: '`default`',
      effect: 'replace',
    },
    stop_signal: {
      type: 'string',
      pattern: '^SIG[A-Z0-9+]+$',
      description: 'Signal that asks the container to end.',
      defaultText: 'that of the image, else SIGTERM',
      effect: 'replace',
    },
    stop_timeout: {
      type: 'integer',
      unit: 'milliseconds',
      minimum: 0,
      description: 'Time between that signal and SIGKILL, in whole seconds.',
      defaultText: '10s',
      effect: 'replace',
    },
    on_change: {
      type: 'string',
      enum: ['restart', 'signal', 'replace', 'ignore'],
      description:
        'What happens when files of the stack change that the container mounts: those of read-only mounts, and of all where this is written.',
      defaultText: '`restart`',
      effect: 'in-place',
      writeOnly: true,
    },
    reload_signal: {
      type: 'string',
      pattern: '^SIG[A-Z0-9+]+$',
      description:
        'Signal that asks the container to read its files again, for `on_change: "signal"`.',
      defaultText: 'SIGHUP',
      effect: 'in-place',
      writeOnly: true,
    },
    init: {
      type: 'boolean',
      description: 'Whether a small init runs as process 1, passes signals on and reaps orphans.',
      defaultText: 'false',
      effect: 'replace',
    },
    health: { ...healthSchema, defaultText: 'none', effect: 'replace' },
    job: {
      type: 'boolean',
      description:
        'Whether the container is to run to its end once, with exit code 0, for each definition.',
      defaultText: 'false',
      effect: 'in-place',
      writeOnly: true,
    },
    state: {
      type: 'string',
      enum: ['running', 'stopped'],
      description: 'Whether the container is to run.',
      defaultText: '`running`',
      effect: 'in-place',
    },
  },
  computed: {
    id: engineId,
    image_id: {
      type: 'string',
      description: 'Id in the engine of the image that it was made from.',
    },
    addresses: {
      type: 'object',
      additionalProperties: { type: 'string', description: 'An IPv4 address.' },
      description: 'Its addresses while it runs, by the names of its networks in the engine.',
    },
  },
  required: ['name', 'image'],
  additionalProperties: false,
} as const satisfies KindSchema;

export type ContainerSpec = SpecOf<typeof containerSchema>;
export type Mount = SpecOf<typeof mountSchema>;
export type Port = SpecOf<typeof portSchema>;
export type Endpoint = SpecOf<typeof endpointSchema>;
export type Restart = SpecOf<typeof restartSchema>;
export type Health = SpecOf<typeof healthSchema>;
