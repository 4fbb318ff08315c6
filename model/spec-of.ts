/*
 * The spec that a completed one stands for: completing the other way round. What the image says by
 * itself and what is the default is left out, as somebody would write it. Not everything that an
 * engine holds can be said; what a spec misses is told beside it.
 */
import { completeContainer, containerDefaults } from './complete.js';
import { checkOfImage } from './complete-health.js';
import { endpointSpecOf } from './complete-endpoint.js';
import { mountSpecOf } from './complete-mounts.js';
import { completeNetwork, completeVolume } from './complete-named.js';
import type {
  CompletedContainer,
  CompletedFiles,
  CompletedNetwork,
  CompletedPool,
  CompletedVolume,
  ImageConfig,
} from './completed.js';
import { isIpv6 } from './ip.js';
import { equalJson, isJsonObject, toJson } from './json.js';
import {
  hostnamePattern,
  type ContainerSpec,
  type NetworkSpec,
  type Pool,
  type Port,
  type Restart,
  type VolumeSpec,
} from './schemas/index.js';
import { pickSettings } from './settings.js';

/** A spec as data, which the schema may still refuse, and the attributes that it cannot say. */
export interface SpecOfCompleted<S> {
  readonly spec: S;
  readonly missed: readonly string[];
}

export function volumeSpecOf(completed: CompletedVolume): SpecOfCompleted<VolumeSpec> {
  const { name, driver, driver_options: options, labels } = completed;
  const spec = {
    name,
    ...(driver !== undefined && { driver }),
    ...(options && { driver_options: options }),
    ...(hasMembers(labels) && { labels }),
  };
  return { spec, missed: differing(completeVolume(spec), completed) };
}

export function networkSpecOfCompleted(completed: CompletedNetwork): SpecOfCompleted<NetworkSpec> {
  const { name, driver, driver_options: options, internal, subnet, ipv6, ipam, mtu } = completed;
  const { labels } = completed;
  const known = (['macvlan', 'ipvlan'] as const).find((one) => one === driver);
  const spec: NetworkSpec = {
    name,
    ...(known && { driver: known }),
    ...(options && { driver_options: options }),
    ...(internal && { internal }),
    ...(subnet !== null && { subnet, ...poolOf(completed) }),
    // It follows from a subnet of IPv6.
    ...(ipv6 === true && !hasIpv6(ipam) && { ipv6 }),
    ...(ipam && {
      ipam: inOrder(ipam).map(([further, pool]) => ({ subnet: further, ...poolOf(pool) })),
    }),
    ...(mtu !== undefined && { mtu }),
    ...(hasMembers(labels) && { labels }),
  };
  return { spec, missed: differing(completeNetwork(spec), completed) };
}

const hasIpv6 = (ipam: CompletedNetwork['ipam']): boolean => Object.keys(ipam ?? {}).some(isIpv6);

function poolOf({ gateway, ip_range, aux_addresses }: CompletedPool): Omit<Pool, 'subnet'> {
  return {
    ...(gateway !== null && { gateway }),
    ...(ip_range !== undefined && { ip_range }),
    ...(aux_addresses && { aux_addresses }),
  };
}

/** @param image settings of the image that the container was made from */
export function containerSpecOf(
  completed: CompletedContainer,
  image: ImageConfig,
): SpecOfCompleted<ContainerSpec> {
  const { name, env, labels, mounts, tmpfs, ports, networks, hostname } = completed;
  const { memory, cpus, pids, health, cap_add, cap_drop, platform } = completed;
  const ownEnv = beyond(env, image.env);
  const ownLabels = beyond(labels, image.labels);
  const spec: ContainerSpec = {
    name,
    image: completed.image,
    ...(platform !== undefined && platform !== image.platform && { platform }),
    ...processOf(completed, image),
    ...(hasMembers(ownEnv) && { env: ownEnv }),
    ...(completed.user !== image.user && { user: completed.user }),
    ...(completed.workdir !== image.workdir && { workdir: completed.workdir }),
    ...(hostname !== null && new RegExp(hostnamePattern).test(hostname) && { hostname }),
    ...(hasMembers(ownLabels) && { labels: ownLabels }),
    ...(hasMembers(mounts) && {
      mounts: inOrder(mounts).map(([target, mount]) => mountSpecOf(target, mount)),
    }),
    ...(hasMembers(tmpfs) && {
      tmpfs: mapValues(tmpfs, ({ size, mode, options }) => ({
        ...(size !== null && { size }),
        ...(mode !== containerDefaults.tmpfsMode && { mode }),
        ...(options && { options }),
      })),
    }),
    ...(completed.configs && { configs: configsOf(completed.configs) }),
    ...(hasMembers(ports) && {
      ports: Object.entries(ports)
        .map(portOf)
        .sort((a, b) => a.host - b.host),
    }),
    networks: mapValues(networks, endpointSpecOf),
    ...(!equalJson(toJson(completed.restart), noRestart) && { restart: restartOf(completed) }),
    ...(memory !== null && { memory }),
    ...(cpus !== null && { cpus }),
    ...(pids !== null && { pids }),
    ...(completed.read_only && { read_only: true }),
    ...(cap_add.length > 0 && { cap_add }),
    ...(cap_drop.length > 0 && { cap_drop }),
    ...(completed.no_new_privileges && { no_new_privileges: true }),
    ...(completed.seccomp !== 'default' && { seccomp: completed.seccomp }),
    ...(completed.stop_signal !== image.stop_signal && { stop_signal: completed.stop_signal }),
    ...(completed.stop_timeout !== containerDefaults.stopTimeout && {
      stop_timeout: completed.stop_timeout,
    }),
    ...(completed.init && { init: true }),
    ...(!equalJson(toJson(health), toJson(checkOfImage(image))) && {
      health: health ?? { test: [] },
    }),
    ...pickSettings(completed),
  };
  const kept = { ...completed, hostname: null };
  const missed = differing({ ...completeContainer(spec, image), hostname: null }, kept);
  return { spec, missed };
}

/** Program and arguments: as far as the image says them they are left to it. */
function processOf(
  { entrypoint, command }: CompletedContainer,
  image: ImageConfig,
): Pick<ContainerSpec, 'entrypoint' | 'command'> {
  const isOfImage = equalJson(entrypoint, image.entrypoint);
  if (isOfImage && equalJson(command, image.command)) return {};
  if (isOfImage && command.length > 0) return { command };
  return { entrypoint, ...(command.length > 0 && { command }) };
}

/** Configs that are there. What is in a secret, no file says. */
const configsOf = (files: CompletedFiles): NonNullable<ContainerSpec['configs']> =>
  inOrder(files).flatMap(([target, { content, uid, gid, mode }]) =>
    content === null
      ? []
      : [
          {
            content,
            target,
            ...(uid !== 0 && { uid }),
            ...(gid !== 0 && { gid }),
            ...(mode !== '0444' && { mode }),
          },
        ],
  );

const noRestart = { policy: 'no', max_retries: 0 };

function restartOf({ restart }: CompletedContainer): Restart {
  const policy = (['always', 'on-failure', 'unless-stopped', 'no'] as const).find(
    (known) => known === restart.policy,
  );
  const most = restart.max_retries;
  return { policy: policy ?? 'no', ...(most > 0 && { max_retries: most }) };
}

function portOf([key, container]: readonly [string, number]): Port {
  const [, ip = '', host, protocol] = /^(.*):(\d+)\/(\w+)$/.exec(key) ?? [];
  return {
    ...(ip !== '0.0.0.0' && { host_ip: ip }),
    host: Number(host),
    container,
    ...(protocol === 'udp' && { protocol }),
  };
}

/** Engines list by key in any order, and what is written must not depend on it. */
const inOrder = <T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

const hasMembers = (record: object): boolean => Object.keys(record).length > 0;

/** The members of a record that a base does not have alike. */
function beyond(
  all: Readonly<Record<string, string>>,
  base: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => base[name] !== value));
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  map: (value: A) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(inOrder(record).map(([key, value]) => [key, map(value)]));
}

/** Names of the attributes in which two completed specs differ. */
function differing(made: object, wanted: object): readonly string[] {
  const [left, right] = [toJson(made), toJson(wanted)];
  if (!isJsonObject(left) || !isJsonObject(right)) return [];
  return Object.keys(right).filter((name) => !equalJson(left[name], right[name]));
}
