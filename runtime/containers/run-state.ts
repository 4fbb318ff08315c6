/*
 * What is kept of a container's present run, under the run root, from before its first trace on the
 * host until after the last is gone. Whoever finds it and no process that holds the container's lock
 * can undo the run from it alone. It is worth nothing after a reboot, so it is not flushed to disk.
 */
import { readFileSync } from 'node:fs';
import { networkShape } from '../networks/index.js';
import { shape, type RecordOf } from '../store/index.js';

const { boolean, integer, list, mapOf, nullable, oneOf, optional, record, string } = shape;

const processShape = record({
  pid: integer,
  /** Clock ticks between boot and its start: tells it from a later process of the same number. */
  started: integer,
});

const endpointShape = record({
  /** As it was when the container joined: taking it off must not depend on the network's file. */
  network: networkShape,
  /** Name of the interface in the container, `eth0`. */
  interface: string,
  address: string,
  aliases: list(string),
  /** Whether the container's ports are published through this network. */
  publishes: boolean,
});

export const runShape = record({
  bootId: string,
  phase: oneOf('starting', 'running'),
  startedAt: string,
  /** By name of the network. */
  endpoints: mapOf(endpointShape),
  ports: list(
    record({ hostIp: string, host: integer, container: integer, protocol: oneOf('tcp', 'udp') }),
  ),
  process: nullable(processShape),
  monitor: nullable(processShape),
  /** Whether it has a named network namespace. */
  namespaced: boolean,
  /** Path of its control group, below every tree; the usual one when left out. */
  cgroup: optional(string),
  /** Its mount namespace, where only that tells which processes are its own; see `members`. */
  mounts: optional(string),
  /** First processes of those whose namespaces it is in, by the attribute; none when left out. */
  joined: optional(mapOf(processShape)),
  /** Name of the OCI runtime that made it; the best of the host when left out. */
  runtime: optional(string),
});

export type ProcessIdentity = RecordOf<typeof processShape>;
export type RunEndpoint = RecordOf<typeof endpointShape>;
export type Run = RecordOf<typeof runShape>;
export type RunPort = Run['ports'][number];

let knownBootId: string | undefined;

/** Differs after every boot. */
export function bootId(): string {
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return knownBootId;
}
