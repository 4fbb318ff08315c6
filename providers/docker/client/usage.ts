/* What the engine tells of the processes and the counters of a running container. */
import type { Fields } from './fields.js';

export interface ProcessTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function parseProcesses(fields: Fields): ProcessTable {
  const rows = fields.value('Processes');
  return {
    titles: fields.texts('Titles'),
    rows: Array.isArray(rows)
      ? rows.map((row) => (Array.isArray(row) ? row.map((cell) => String(cell)) : []))
      : [],
  };
}

export interface UsageCounters {
  /** RFC 3339; the year 1 for a container that does not run. */
  readonly read: string;
  /** Nanoseconds. */
  readonly cpuTime: number;
  /** Bytes, file cache and all, and how much of it is cache that can be had back at once. */
  readonly memory: number;
  readonly inactiveFile: number;
  readonly processes: number;
  readonly networkReceived: number;
  readonly networkSent: number;
  readonly diskRead: number;
  readonly diskWritten: number;
}

export function parseUsage(fields: Fields): UsageCounters {
  const memory = fields.objectOr('memory_stats');
  const kinds = memory?.objectOr('stats');
  const networks = Object.values(
    fields.objectMap('networks', (network) => ({
      received: network.numberOr('rx_bytes', 0),
      sent: network.numberOr('tx_bytes', 0),
    })),
  );
  const transfers = (
    fields.objectOr('blkio_stats')?.objects('io_service_bytes_recursive') ?? []
  ).map((entry) => ({
    op: entry.textOr('op', '').toLowerCase(),
    bytes: entry.numberOr('value', 0),
  }));
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  const moved = (op: string): number =>
    sum(transfers.filter((entry) => entry.op === op).map(({ bytes }) => bytes));
  return {
    read: fields.textOr('read', ''),
    cpuTime: fields.objectOr('cpu_stats')?.objectOr('cpu_usage')?.numberOr('total_usage', 0) ?? 0,
    memory: memory?.numberOr('usage', 0) ?? 0,
    // The first is of cgroups version 1, the second of version 2.
    inactiveFile:
      kinds?.numberOr('total_inactive_file', null) ?? kinds?.numberOr('inactive_file', 0) ?? 0,
    processes: fields.objectOr('pids_stats')?.numberOr('current', 0) ?? 0,
    networkReceived: sum(networks.map(({ received }) => received)),
    networkSent: sum(networks.map(({ sent }) => sent)),
    diskRead: moved('read'),
    diskWritten: moved('write'),
  };
}
