/* Attributes of a container's life: how it starts, is watched, changes and ends. */
import type { Attributes, Schema } from '../../schema.js';
import { argv } from './process.js';

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
  description:
    'A command, run in the container, whose success means that it is healthy. `"none"` stands for no check.',
  sugar: 'health',
  properties: {
    test: {
      type: 'array',
      items: argv.items,
      sugar: 'shell',
      description:
        'Program and arguments; a string is run by `/bin/sh -c`, and an empty list is no check.',
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
    start_interval: {
      type: 'integer',
      unit: 'milliseconds',
      minimum: 1,
      description: 'Time between two checks within `start_period`.',
      defaultText: '`interval`',
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

export const restartAttributes = {
  restart: { ...restartSchema, defaultText: '`no`', effect: 'in-place' },
} as const satisfies Attributes;

export const lifeAttributes = {
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
  health: { ...healthSchema, defaultText: 'that of the image', effect: 'replace' },
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
} as const satisfies Attributes;

export const logSchema = {
  type: 'object',
  description:
    'Where the output of the container is kept. The name of a driver stands for it alone.',
  sugar: 'log',
  properties: {
    driver: { type: 'string', minLength: 1, description: 'Driver, such as `json-file` or `none`.' },
    options: {
      type: 'object',
      additionalProperties: { type: 'string', description: 'Value of the option.' },
      description: 'Options of the driver, such as `{ "max-size": "10m" }`.',
      defaultText: 'none',
    },
  },
  required: ['driver'],
  additionalProperties: false,
} as const satisfies Schema;

export const logAttributes = {
  log: { ...logSchema, defaultText: 'as the engine is set up', effect: 'replace' },
} as const satisfies Attributes;
