/*
 * Fills in defaults: spec in, completed spec out. Pure, and the same for every engine; what an
 * engine fills in otherwise is undone by its lens, so that both sides of a comparison agree.
 * Image merging follows Docker's rules (container wins by key; entrypoint set clears the image's
 * command), which the OCI image specification leaves to runtimes.
 */
import type { CompletedContainer, CompletedMount, ImageConfig } from './completed.js';
import { completeEndpoint } from './complete-endpoint.js';
import { checkOfContainer, healthDefaults } from './complete-health.js';
import { resolveImagePath } from './complete-image.js';
import { completeMount, completeTmpfs, usualTmpfsMode } from './complete-mounts.js';
import { completeFiles } from './files.js';
import { platformText } from './platform.js';
import type { ContainerSpec, Port } from './schemas/index.js';
import { completeSettings, seccompText } from './settings.js';

/** What every container has when neither spec nor image says otherwise. */
export const containerDefaults = {
  stopSignal: 'SIGTERM',
  stopTimeout: 10_000,
  ...healthDefaults,
  tmpfsMode: usualTmpfsMode,
} as const;

/** The network that Docker makes for itself: containers on it have no names for each other. */
const namelessNetwork = 'bridge';

/** The settings of an image that has none. */
export const emptyImageConfig: ImageConfig = {
  env: {},
  entrypoint: [],
  command: [],
  user: '',
  workdir: '/',
  expose: [],
  labels: {},
  stop_signal: containerDefaults.stopSignal,
  volumes: [],
};

/** The key under which a published port is compared: `0.0.0.0:8080/tcp`. */
export function portKey(port: Port): string {
  return `${port.host_ip ?? '0.0.0.0'}:${port.host}/${port.protocol ?? 'tcp'}`;
}

/** Maps the entries of a record, with its keys in code-unit order. */
function mapRecord<A, B>(
  record: Readonly<Record<string, A>> | undefined,
  map: (value: A, key: string) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(
    Object.entries(record ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, map(value, key)]),
  );
}

/** Keys that are paths, each in the one spelling that engines report. */
function cleanKeys<A>(
  record: Readonly<Record<string, A>> | undefined,
): Readonly<Record<string, A>> {
  return Object.fromEntries(
    Object.entries(record ?? {}).map(([path, value]) => [resolveImagePath('/', path), value]),
  );
}

const sorted = (list: readonly string[] | undefined): readonly string[] =>
  [...new Set(list ?? [])].sort();

/** Labels of Stowage itself are the record, not part of a spec. */
export function withoutOwnLabels(
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels).filter(([name]) => !name.startsWith('stowage.')),
  );
}

/**
 * Completes a container's spec over the settings of its image.
 * @param spec valid against the schema, with targets, ports and names unique
 */
export function completeContainer(spec: ContainerSpec, image: ImageConfig): CompletedContainer {
  const platform = spec.platform === undefined ? image.platform : platformText(spec.platform);
  const mounts: Record<string, CompletedMount> = {};
  for (const mount of spec.mounts ?? []) {
    mounts[resolveImagePath('/', mount.target)] = completeMount(mount);
  }
  return {
    name: spec.name,
    image: spec.image,
    ...(platform !== undefined && { platform }),
    entrypoint: spec.entrypoint ?? image.entrypoint,
    command: spec.command ?? (spec.entrypoint ? [] : image.command),
    env: { ...image.env, ...spec.env },
    user: spec.user ?? image.user,
    workdir: spec.workdir === undefined ? image.workdir : resolveImagePath('/', spec.workdir),
    hostname: spec.hostname ?? null,
    labels: withoutOwnLabels({ ...image.labels, ...spec.labels }),
    mounts,
    tmpfs: mapRecord(cleanKeys(spec.tmpfs), completeTmpfs),
    ...completeFiles(spec, spec.user ?? image.user),
    ports: Object.fromEntries((spec.ports ?? []).map((port) => [portKey(port), port.container])),
    networks: mapRecord(spec.networks, (endpoint, network) => {
      const { aliases = [] } = endpoint;
      const isNameless = network === namelessNetwork;
      return completeEndpoint(
        endpoint,
        isNameless ? [] : aliases.filter((alias) => alias !== spec.name),
      );
    }),
    restart: {
      policy: spec.restart?.policy ?? 'no',
      max_retries: spec.restart?.max_retries ?? 0,
    },
    memory: spec.memory ?? null,
    cpus: spec.cpus ?? null,
    pids: spec.pids ?? null,
    read_only: spec.read_only ?? false,
    cap_add: sorted(spec.cap_add),
    cap_drop: sorted(spec.cap_drop),
    no_new_privileges: spec.no_new_privileges ?? false,
    seccomp: seccompText(spec.seccomp ?? 'default'),
    stop_signal: spec.stop_signal ?? image.stop_signal,
    // Engines count whole seconds.
    stop_timeout: Math.ceil((spec.stop_timeout ?? containerDefaults.stopTimeout) / 1000) * 1000,
    init: spec.init ?? false,
    health: checkOfContainer(spec, image),
    ...completeSettings(spec),
  };
}
