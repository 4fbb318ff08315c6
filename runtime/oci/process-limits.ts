/*
 * Limits of single processes (`ulimits`) and how readily the kernel kills them, within what the host
 * lets this process hand on: without CAP_SYS_RESOURCE none can be raised above its own.
 */
import type { CompletedContainer } from '../../model/index.js';
import { isRootless } from '../caller/index.js';
import { capabilitiesOfMask } from './capabilities.js';
import { readIfThere } from './cgroups.js';

/** A number that JSON's own cannot hold is a bigint; see `ociText`. */
export interface OciRlimit {
  readonly type: string;
  readonly soft: number | bigint;
  readonly hard: number | bigint;
}

/** What this process may hand on. */
export interface HostLimits {
  /** Whether it may raise limits at will. */
  readonly raises: boolean;
  /** The hard limits by name (`nofile`); Infinity for none. */
  readonly hard: Readonly<Record<string, number>>;
  readonly oomScoreAdj: number;
}

const rowNames: Readonly<Record<string, string>> = {
  as: 'address space',
  core: 'core file size',
  cpu: 'cpu time',
  data: 'data size',
  fsize: 'file size',
  locks: 'file locks',
  memlock: 'locked memory',
  msgqueue: 'msgqueue size',
  nice: 'nice priority',
  nofile: 'open files',
  nproc: 'processes',
  rss: 'resident set',
  rtprio: 'realtime priority',
  rttime: 'realtime timeout',
  sigpending: 'pending signals',
  stack: 'stack size',
};

/** Reads /proc/self, where each limit is a row: name, soft, hard, unit. */
export function hostLimits(): HostLimits {
  const table = readIfThere('/proc/self/limits') ?? '';
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(readIfThere('/proc/self/status') ?? '')?.[1];
  return {
    // In a user namespace the capability is there, and counts for nothing outside of it.
    raises: !isRootless() && capabilitiesOfMask(mask ?? '0').includes('CAP_SYS_RESOURCE'),
    hard: parseHardLimits(table),
    oomScoreAdj: Number(readIfThere('/proc/self/oom_score_adj') ?? '0'),
  };
}

export function parseHardLimits(table: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(rowNames).flatMap(([name, row]) => {
      const found = new RegExp(`^Max ${row}\\s+\\S+\\s+(\\S+)`, 'm').exec(table)?.[1];
      if (found === undefined) return [];
      return [[name, found === 'unlimited' ? Infinity : Number(found)] as const];
    }),
  );
}

const noLimit = 2n ** 64n - 1n;
const told = (value: number): number | bigint => (value === Infinity ? noLimit : value);
const words = (value: number): string => (value === Infinity ? 'no limit' : String(value));
const meant = (value: number): number => (value < 0 ? Infinity : value);

export interface ProcessLimits {
  readonly rlimits: readonly OciRlimit[];
  readonly oomScoreAdj?: number;
  /** What could not be as it was asked for, for the user. */
  readonly warnings: readonly string[];
}

/** The limits in OCI's form, none above what the host allows. */
export function processLimits(
  { ulimits = {}, oom_score_adj: score }: Pick<CompletedContainer, 'ulimits' | 'oom_score_adj'>,
  host: HostLimits,
): ProcessLimits {
  const warnings: string[] = [];
  const rlimits = Object.entries(ulimits).map(([name, { soft, hard }]): OciRlimit => {
    const most = host.raises ? Infinity : (host.hard[name] ?? Infinity);
    const allowed = Math.min(meant(hard), most);
    if (allowed < meant(hard)) {
      warnings.push(
        `ulimit ${name} is ${words(allowed)} and not ${words(meant(hard))}: this host allows no more`,
      );
    }
    return {
      type: `RLIMIT_${name.toUpperCase()}`,
      soft: told(Math.min(meant(soft), allowed)),
      hard: told(allowed),
    };
  });
  if (score === undefined) return { rlimits, warnings };
  const least = host.raises ? -1000 : host.oomScoreAdj;
  if (score < least) {
    warnings.push(`oom_score_adj is ${least} and not ${score}: this host allows no less`);
  }
  return { rlimits, oomScoreAdj: Math.max(score, least), warnings };
}
