/*
 * How a container's output is kept, by the driver that its spec names: in a file, which may be bound in
 * size, in the host's journal, or not at all. The drivers that Docker keeps files with are one here.
 */
import { existsSync } from 'node:fs';
import type { CompletedContainer } from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import { findPart } from '../parts/index.js';
import { run } from '../process/index.js';

export type LogKeeping =
  | {
      readonly kind: 'file';
      /** Bytes after which a new file is begun; without, when it has grown large between two runs. */
      readonly maxSize?: number;
      /** How many there are, the present one counted. */
      readonly maxFiles: number;
    }
  | { readonly kind: 'journal'; readonly tag?: string }
  | { readonly kind: 'none' };

type Options = Readonly<Record<string, string>>;

const fileDrivers: readonly string[] = ['k8s-file', 'json-file', 'local'];
const journalSocket = '/run/systemd/journal/socket';

const refuse = (value: string, reason: string): RuntimeError =>
  new RuntimeError({ kind: 'setting-unusable', setting: 'log', value, reason });

/**
 * What a spec asks for; a file without bounds where it says nothing.
 * @throws RuntimeError `setting-unusable` for drivers and options that are not known
 */
export function logKeeping({ log }: Pick<CompletedContainer, 'log'>): LogKeeping {
  if (log === undefined) return { kind: 'file', maxFiles: 1 };
  const { driver, options = {} } = log;
  if (fileDrivers.includes(driver)) return fileKeeping(driver, options);
  if (driver === 'none') {
    refuseOthers(driver, options, []);
    return { kind: 'none' };
  }
  if (driver !== 'journald') {
    throw refuse(driver, `the drivers are ${fileDrivers.join(', ')}, journald and none`);
  }
  refuseOthers(driver, options, ['tag']);
  const { tag } = options;
  return { kind: 'journal', ...(tag !== undefined && { tag }) };
}

function fileKeeping(driver: string, options: Options): LogKeeping {
  refuseOthers(driver, options, ['max-size', 'max-file']);
  const { 'max-size': size, 'max-file': files = '1' } = options;
  const maxFiles = /^\d+$/.test(files) ? Number(files) : 0;
  if (maxFiles < 1) throw refuse(`max-file ${files}`, 'it is a whole number from 1 on');
  const maxSize = size === undefined || size === '-1' ? undefined : bytesOf(size);
  return { kind: 'file', maxFiles, ...(maxSize !== undefined && { maxSize }) };
}

function refuseOthers(driver: string, options: Options, known: readonly string[]): void {
  const [other] = Object.keys(options).filter((name) => !known.includes(name));
  if (other === undefined) return;
  const those = known.length > 0 ? `its options are ${known.join(' and ')}` : 'it has no options';
  throw refuse(other, `of the driver ${driver}, ${those}`);
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
};

/** `10m`, as Docker writes sizes. */
function bytesOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([bkmg]?)b?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (units[unit.toLowerCase()] ?? 0));
  if (bytes < 1) throw refuse(`max-size ${text}`, 'it is a number with k, m or g');
  return bytes;
}

/** @throws RuntimeError `setting-unusable` for the journal where the host has none */
export function refuseMissingJournal(keeping: LogKeeping): void {
  if (keeping.kind !== 'journal' || existsSync(journalSocket)) return;
  throw refuse('journald', 'this host has no journal');
}

/**
 * What the monitor is told.
 * @param path of the file
 * @param rotates whether it can keep several files
 */
export function monitorLogArgs(
  keeping: LogKeeping,
  path: string,
  rotates: boolean,
): readonly string[] {
  switch (keeping.kind) {
    case 'none':
      return ['--log-path', 'none'];
    case 'journal':
      return ['--log-path', 'journald', ...(keeping.tag ? ['--log-tag', keeping.tag] : [])];
    case 'file': {
      const { maxSize, maxFiles } = keeping;
      return [
        ...['--log-path', `k8s-file:${path}`],
        ...(maxSize === undefined ? [] : ['--log-size-max', String(maxSize)]),
        ...(maxSize !== undefined && maxFiles > 1 && rotates
          ? ['--log-rotate', '--log-max-files', String(maxFiles - 1)]
          : []),
      ];
    }
    default:
      return keeping satisfies never;
  }
}

/** Whether several files are asked for, which monitors before conmon 2.2 cannot keep. */
export function wantsSeveralFiles(keeping: LogKeeping): boolean {
  return keeping.kind === 'file' && keeping.maxSize !== undefined && keeping.maxFiles > 1;
}

/** Whether the monitor of this host can keep several files. */
export async function monitorRotates(): Promise<boolean> {
  const path = findPart('conmon');
  if (path === undefined) return false;
  const { stdout } = await run(path, ['--version'], { timeout: 5_000 });
  const [major = 0, minor = 0] = (/\d+\.\d+/.exec(stdout)?.[0] ?? '').split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 2);
}
