/*
 * The lens of containers, inwards: what the engine reports as a completed container. It undoes what
 * the engine fills in (the short id as host name and alias, the image's settings, spellings), so
 * that a container that is as it was asked for reads as exactly that.
 */
import {
  checkCommand,
  completeEndpoint,
  containerDefaults,
  containerOf,
  noStartPeriod,
  seccompText,
  withoutOwnLabels,
  type CompletedContainer,
  type CompletedEndpoint,
  type CompletedHealth,
  type ContainerSpec,
  type ImageConfig,
} from '../../../model/index.js';
import type { ContainerInspection, HealthCheck, NetworkEndpoint } from '../client/index.js';
import { parseEnvironment, withoutDefaultPath } from './environment.js';
import { allTmpfsFromEngine, mountsFromEngine } from './mounts.js';
import { settingsFromEngine } from './settings-from-engine.js';
import { signalName } from '../../../runtime/oci-image/index.js';

/** What is known of a container beside its own inspection. */
export interface ContainerSurroundings {
  /** Its image as a completed container names it: by reference, or by id when that has moved on. */
  readonly image: string;
  readonly imageConfig: ImageConfig;
  /** What it was made from; null when nothing says so. */
  readonly record: ContainerSpec | null;
  /** What its image is made for, where that is told. */
  readonly platform?: string;
}

export function containerFromEngine(
  container: ContainerInspection,
  { image, imageConfig, record, platform }: ContainerSurroundings,
): CompletedContainer {
  const shortId = container.id.slice(0, 12);
  const env = parseEnvironment(container.env);
  const askedForPath = 'PATH' in (record?.env ?? {}) || 'PATH' in imageConfig.env;
  return {
    name: container.name,
    image,
    ...(platform !== undefined && { platform }),
    entrypoint: container.entrypoint,
    command: container.command,
    env: askedForPath ? env : withoutDefaultPath(env),
    user: container.user,
    workdir: container.workdir === '' ? '/' : container.workdir,
    hostname: hostnameFromEngine(container, record),
    labels: withoutOwnLabels(container.labels),
    mounts: mountsFromEngine(container, imageConfig),
    tmpfs: allTmpfsFromEngine(container),
    ports: portsFromEngine(container),
    networks: networksFromEngine(container, shortId, record),
    restart: {
      policy: container.restart.policy === '' ? 'no' : container.restart.policy,
      max_retries: container.restart.maxRetries,
    },
    memory: container.memory === 0 ? null : container.memory,
    cpus: container.nanoCpus === 0 ? null : container.nanoCpus / 1e9,
    pids: container.pidsLimit <= 0 ? null : container.pidsLimit,
    read_only: container.readOnly,
    cap_add: capabilities(container.capAdd),
    cap_drop: capabilities(container.capDrop),
    no_new_privileges: container.securityOptions.some((option) =>
      /^no-new-privileges(?:[:=]true)?$/.test(option),
    ),
    seccomp: seccompFromEngine(container.securityOptions),
    stop_signal: signalName(container.stopSignal),
    stop_timeout:
      container.stopTimeout === null ? containerDefaults.stopTimeout : container.stopTimeout * 1000,
    init: container.init,
    health: healthFromEngine(container.healthCheck, imageConfig),
    ...settingsFromEngine(container.settings, { ...container, record }),
  };
}

/**
 * The short id is what a container calls itself where nothing was asked for; one with the name of the
 * host, or of another container, has that, which nobody asked for either.
 */
function hostnameFromEngine(
  { id, hostname, networkMode, settings }: ContainerInspection,
  record: ContainerSpec | null,
): string | null {
  if (hostname === '' || hostname === id.slice(0, 12)) return null;
  const isHosts = networkMode === 'host' || settings.utsMode === 'host';
  // Who is in the network of another container is told to have its host name.
  const isOthers = isHosts || containerOf(networkMode) !== undefined;
  return isOthers && record?.hostname === undefined ? null : hostname;
}

/** A filter of system calls: the engine's own, none, or a profile. */
function seccompFromEngine(options: readonly string[]): string {
  const [, profile = 'default'] =
    options.map((option) => /^seccomp[:=]([\s\S]*)$/.exec(option)).find((found) => found) ?? [];
  return profile === 'builtin' ? 'default' : seccompText(profile);
}

function portsFromEngine({ portBindings }: ContainerInspection): Readonly<Record<string, number>> {
  const ports: Record<string, number> = {};
  for (const [key, bindings] of Object.entries(portBindings)) {
    const [port = '', protocol = 'tcp'] = key.split('/');
    for (const { hostIp, hostPort } of bindings) {
      ports[`${hostIp === '' ? '0.0.0.0' : hostIp}:${hostPort}/${protocol}`] = Number(port);
    }
  }
  return ports;
}

/** A container on no network is on the one that Docker calls `none`. */
function networksFromEngine(
  { name, hostname, networks }: ContainerInspection,
  shortId: string,
  record: ContainerSpec | null,
): Readonly<Record<string, CompletedEndpoint>> {
  const implied = [name, shortId, ...(wantsAlias(record, hostname) ? [] : [hostname])];
  return Object.fromEntries(
    Object.entries(networks)
      .filter(([network]) => network !== 'none' && network !== 'host')
      .map(([network, endpoint]) => [
        network,
        endpointFromEngine(endpoint, implied, record?.networks?.[network]?.mac),
      ]),
  );
}

/**
 * Whether a host name among the aliases was asked for. Older engines add it to every connection by
 * themselves; a container that wants it on one network wants it on all.
 */
function wantsAlias(record: ContainerSpec | null, hostname: string): boolean {
  const endpoints = Object.values(record?.networks ?? {});
  return endpoints.length === 0 || endpoints.some(({ aliases }) => aliases?.includes(hostname));
}

/**
 * @param implied aliases that the engine brings by itself
 * @param mac the hardware address that was asked for: every connection in use has one
 */
export function endpointFromEngine(
  endpoint: NetworkEndpoint,
  implied: readonly string[],
  mac: string | undefined,
): CompletedEndpoint {
  const { aliases, wantedAddress, wantedIpv6, linkLocal, gatewayPriority, options } = endpoint;
  return completeEndpoint(
    {
      ...(wantedAddress !== '' && { ipv4: wantedAddress }),
      ...(wantedIpv6 !== '' && { ipv6: wantedIpv6 }),
      link_local: linkLocal,
      ...(mac !== undefined && { mac: endpoint.mac === '' ? mac : endpoint.mac }),
      gw_priority: gatewayPriority,
      driver_options: options,
    },
    aliases.filter((alias) => !implied.includes(alias)),
  );
}

function capabilities(list: readonly string[]): readonly string[] {
  return [...new Set(list.map((name) => name.toUpperCase().replace(/^CAP_/, '')))].sort();
}

function healthFromEngine(
  check: HealthCheck | undefined,
  { shell }: ImageConfig,
): CompletedHealth | null {
  const test = checkCommand(check?.test ?? [], shell);
  if (!check || test.length === 0) return null;
  const startPeriod = check.startPeriod / 1e6;
  const milliseconds = (nanoseconds: number, fallback: number): number =>
    nanoseconds === 0 ? fallback : nanoseconds / 1e6;
  return {
    test,
    interval: milliseconds(check.interval, containerDefaults.healthInterval),
    timeout: milliseconds(check.timeout, containerDefaults.healthTimeout),
    start_period: startPeriod === noStartPeriod ? 0 : startPeriod,
    ...startIntervalFromEngine(check),
    retries: check.retries === 0 ? containerDefaults.healthRetries : check.retries,
  };
}

function startIntervalFromEngine(check: HealthCheck): Pick<CompletedHealth, 'start_interval'> {
  return check.startInterval === 0 || check.startInterval === check.interval
    ? {}
    : { start_interval: check.startInterval / 1e6 };
}
