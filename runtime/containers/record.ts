/*
 * What is kept of a container on disk. `container.json` says what it is and outlives everything but
 * its removal; `outcome.json` says how its last run went; both are in the store. How a run stands
 * is in run-state.ts.
 */
import {
  containerSchema,
  hasShapeOf,
  pickSettings,
  settingNames,
  type CompletedContainer,
  type CompletedHealth,
  type ContainerSettings,
} from '../../model/index.js';
import { shape, ShapeError, type RecordOf, type Shape } from '../store/index.js';

const { boolean, integer, list, mapOf, number, nullable, oneOf, optional, record, string } = shape;

const filesShape = mapOf(
  record({ content: nullable(string), uid: integer, gid: integer, mode: string }),
);

const requiredShape = record({
  name: string,
  image: string,
  platform: optional(string),
  entrypoint: list(string),
  command: list(string),
  env: mapOf(string),
  user: string,
  workdir: string,
  hostname: nullable(string),
  labels: mapOf(string),
  mounts: mapOf(record({ type: oneOf('volume', 'bind'), source: string, read_only: boolean })),
  configs: optional(filesShape),
  secrets: optional(filesShape),
  tmpfs: mapOf(record({ size: nullable(integer), mode: string })),
  ports: mapOf(integer),
  networks: mapOf(record({ aliases: list(string), ipv4: nullable(string) })),
  restart: record({ policy: string, max_retries: integer }),
  memory: nullable(integer),
  cpus: nullable(number),
  pids: nullable(integer),
  read_only: boolean,
  cap_add: list(string),
  cap_drop: list(string),
  no_new_privileges: boolean,
  seccomp: string,
  stop_signal: string,
  stop_timeout: integer,
  init: boolean,
  health: nullable(
    record({
      test: list(string),
      interval: integer,
      timeout: integer,
      start_period: integer,
      start_interval: optional(integer),
      retries: integer,
    }),
  ),
});

/** What most containers do without is as the schema has it, and left out where it has its default. */
function settingsShape(value: unknown, at = ''): ContainerSettings {
  const members: ContainerSettings = typeof value === 'object' && value !== null ? value : {};
  for (const name of settingNames) {
    const member = members[name];
    if (member === undefined || hasShapeOf(containerSchema.properties[name], member)) continue;
    throw new ShapeError(`${at}.${name}`, 'what its schema says');
  }
  return pickSettings(members);
}

function withoutAbsent({
  start_interval: often,
  ...check
}: NonNullable<RecordOf<typeof requiredShape>['health']>): CompletedHealth {
  return often === undefined ? check : { ...check, start_interval: often };
}

const specShape: Shape<CompletedContainer> = (value, at) => {
  const { health, ...required } = requiredShape(value, at);
  return { ...required, health: health && withoutAbsent(health), ...settingsShape(value, at) };
};

export const containerShape = record({
  id: string,
  /** RFC 3339. */
  created: string,
  imageId: string,
  /** Directories of the image's layers, the lowest first. */
  layers: list(string),
  /** What it calls itself where its spec says nothing; its name when left out. */
  hostname: optional(string),
  /** Paths of its volumes without a name, which its image declares. */
  nameless: optional(list(string)),
  /** Whether its standard input ends with that of the first who is attached to it. */
  inputOnce: optional(boolean),
  /** Whether it is removed when it has ended. */
  removeAtEnd: optional(boolean),
  /** What was asked for, kept up with changes on the living container. */
  spec: specShape,
});

/** What a container is. The labels of its spec are all of them, Stowage's own too. */
export interface ContainerRecord {
  readonly id: string;
  readonly created: string;
  readonly imageId: string;
  readonly layers: readonly string[];
  readonly hostname?: string | undefined;
  readonly nameless?: readonly string[] | undefined;
  readonly inputOnce?: boolean | undefined;
  readonly removeAtEnd?: boolean | undefined;
  readonly spec: CompletedContainer;
}

export const outcomeShape = record({
  /** Whether the user wants it to run; a restart policy acts only then. */
  wanted: oneOf('running', 'stopped'),
  /** Restarts by policy since the user started it. */
  restarts: integer,
  /** How many runs in a row were so short that the next one had to wait; none when left out. */
  hurried: optional(integer),
  /** The boot in which it was last started or stopped; unknown when left out. */
  boot: optional(string),
  /** RFC 3339; when the last run began. */
  startedAt: optional(string),
  finishedAt: optional(string),
  /** Null when the end was not seen: the host went down, or the monitor was killed. */
  exitCode: nullable(integer),
  oomKilled: boolean,
  /** Why the last start failed. */
  failure: optional(string),
});

/** How the last run of a container went. */
export type Outcome = RecordOf<typeof outcomeShape>;

export const noOutcome: Outcome = {
  wanted: 'stopped',
  restarts: 0,
  hurried: undefined,
  boot: undefined,
  startedAt: undefined,
  finishedAt: undefined,
  exitCode: null,
  oomKilled: false,
  failure: undefined,
};

export const healthShape = record({
  status: oneOf('starting', 'healthy', 'unhealthy'),
  failingStreak: integer,
  lastOutput: string,
  /** RFC 3339; null before the first check. */
  checkedAt: nullable(string),
});

/** What the checks of a run have found so far. */
export type Health = RecordOf<typeof healthShape>;
