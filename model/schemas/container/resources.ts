/* Attributes of how much of the host a container may use. */
import type { Attributes, Schema } from '../../schema.js';

export const resourceAttributes = {
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
} as const satisfies Attributes;

const rates = (unit: 'bytes' | 'operations') =>
  ({
    type: 'object',
    propertyNames: { pattern: '^/' },
    additionalProperties: {
      type: 'integer',
      minimum: 1,
      ...(unit === 'bytes' ? { unit } : {}),
      description: unit === 'bytes' ? 'Bytes in a second.' : 'Operations in a second.',
    },
    defaultText: 'no limit',
  }) as const;

/** Block devices: paths of the host, such as `/dev/sda`, with what holds for each. */
export const blkioSchema = {
  type: 'object',
  description: 'Shares and limits of block devices.',
  properties: {
    weight: {
      type: 'integer',
      minimum: 10,
      maximum: 1000,
      description: 'Share of the devices’ time against other containers.',
      defaultText: 'that of every container',
    },
    weight_device: {
      type: 'object',
      propertyNames: { pattern: '^/' },
      additionalProperties: {
        type: 'integer',
        minimum: 10,
        maximum: 1000,
        description: 'Share of this device.',
      },
      description: 'Share of single devices, by path.',
      defaultText: '`weight`',
    },
    read_bps: { ...rates('bytes'), description: 'Most bytes read in a second, by device.' },
    write_bps: { ...rates('bytes'), description: 'Most bytes written in a second, by device.' },
    read_iops: { ...rates('operations'), description: 'Most reads in a second, by device.' },
    write_iops: { ...rates('operations'), description: 'Most writes in a second, by device.' },
  },
  required: [],
  additionalProperties: false,
} as const satisfies Schema;

export const ulimitSchema = {
  type: 'object',
  description: 'A limit that the kernel keeps for each process. One number stands for both.',
  sugar: 'limit',
  properties: {
    soft: {
      type: 'integer',
      minimum: -1,
      description: 'What holds. -1 is no limit.',
    },
    hard: {
      type: 'integer',
      minimum: -1,
      description: 'How far processes may raise it themselves. -1 is no limit.',
    },
  },
  required: ['soft', 'hard'],
  additionalProperties: false,
} as const satisfies Schema;

const cpuList = { type: 'string', pattern: '^\\d+(?:-\\d+)?(?:,\\d+(?:-\\d+)?)*$' } as const;

export const furtherResourceAttributes = {
  memory_swap: {
    type: 'integer',
    unit: 'bytes',
    minimum: 6291456,
    description: 'Most memory and swap together. Needs `memory`.',
    defaultText: '`memory`: no swap',
    effect: 'in-place',
  },
  memory_reservation: {
    type: 'integer',
    unit: 'bytes',
    minimum: 6291456,
    description: 'Memory that is left to it as long as the host has any, less than `memory`.',
    defaultText: 'none',
    effect: 'in-place',
  },
  memory_swappiness: {
    type: 'integer',
    minimum: 0,
    maximum: 100,
    description:
      'How readily its memory is moved to swap, on hosts with control groups of version 1.',
    defaultText: 'that of the host',
    effect: 'replace',
  },
  shm_size: {
    type: 'integer',
    unit: 'bytes',
    minimum: 4096,
    description: 'Most shared memory, at `/dev/shm`.',
    defaultText: '64MiB',
    effect: 'replace',
  },
  oom_score_adj: {
    type: 'integer',
    minimum: -1000,
    maximum: 1000,
    description:
      'How readily it is killed when the host runs out of memory: the higher the sooner.',
    defaultText: '0',
    effect: 'replace',
  },
  oom_kill_disable: {
    type: 'boolean',
    description:
      'Whether its processes wait for memory instead of being killed at its limit, on hosts with control groups of version 1.',
    defaultText: 'false',
    effect: 'replace',
  },
  cpu_shares: {
    type: 'integer',
    minimum: 2,
    maximum: 262144,
    description: 'Share of the processors against other containers, which have 1024.',
    defaultText: '1024',
    effect: 'in-place',
  },
  cpu_period: {
    type: 'integer',
    minimum: 1000,
    maximum: 1000000,
    description: 'Microseconds over which `cpu_quota` counts.',
    defaultText: '100000',
    effect: 'in-place',
  },
  cpu_quota: {
    type: 'integer',
    minimum: 1000,
    description: 'Most microseconds of processor time in each period. Not beside `cpus`.',
    defaultText: 'no limit',
    effect: 'in-place',
  },
  cpuset: {
    ...cpuList,
    description: 'Processors that it may run on, such as `0-2,4`.',
    defaultText: 'all',
    effect: 'in-place',
  },
  cpuset_mems: {
    ...cpuList,
    description: 'Memory nodes that it may use, such as `0,1`.',
    defaultText: 'all',
    effect: 'in-place',
  },
  blkio: { ...blkioSchema, defaultText: 'none', effect: 'replace' },
  ulimits: {
    type: 'object',
    propertyNames: {
      pattern:
        '^(?:as|core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack)$',
    },
    additionalProperties: ulimitSchema,
    description: 'Limits of each process, by name: `{ nofile: 4096 }`.',
    defaultText: 'those of the engine',
    effect: 'replace',
  },
  cgroup_parent: {
    type: 'string',
    minLength: 1,
    description: 'Control group in which the container’s own is made.',
    defaultText: 'that of the engine',
    effect: 'replace',
  },
  storage_opt: {
    type: 'object',
    additionalProperties: { type: 'string', description: 'Value of the option.' },
    description: 'Options of the engine’s storage, such as `{ size: "10G" }`.',
    defaultText: 'none',
    effect: 'replace',
  },
} as const satisfies Attributes;
