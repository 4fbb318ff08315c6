/*
 * The embedded engine of an ordinary user, for the scenarios; the tests are that user. What he may not do by hand
 * on the host he does in the namespaces of his engine.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { locateStore } from '../../../runtime/index.js';
import { handOn } from '../embedded-engine.js';
import type { CopyDamager, EngineUnderTest } from '../engine-under-test.js';
import { members, text } from '../json.js';

const run = promisify(execFile);

export interface RootlessUnderTest extends EngineUnderTest {
  readonly root: string;
  readonly runRoot: string;
  /** Number of a container's first process. */
  pidOf(container: string): Promise<number>;
}

/** An engine with a store of its own, which goes with the user. */
export function rootlessUnderTest(): RootlessUnderTest {
  const root = mkdtempSync(join(tmpdir(), 'stowage-root-'));
  const { runRoot } = locateStore({ root });
  const hand = handOn(root, { XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] });
  const pidOf = async (container: string): Promise<number> => {
    const id = (await hand.containerIds())[container] ?? '';
    const kept = members(readFileSync(join(runRoot, 'containers', id, 'run.json'), 'utf8'));
    return Number(members(kept['process'])['pid']);
  };
  return {
    ...withoutLimits(hand),
    root,
    runRoot,
    pidOf,
    hasLimits: false,
    disconnect: async (container, network) => {
      const into = ['-t', String(await pidOf(container)), '-U', '-n', '--preserve-credentials'];
      const ip = (...words: readonly string[]) => run('nsenter', [...into, 'ip', ...words]);
      const record = members(readFileSync(join(root, 'networks', `${network}.json`), 'utf8'));
      const { stdout } = await ip('-o', 'route');
      const route = stdout.split('\n').find((line) => line.startsWith(text(record['subnet'])));
      const device = /dev (\S+)/.exec(route ?? '')?.[1];
      if (device === undefined) throw new Error(`no interface on ${network}\n${stdout}`);
      await ip('link', 'delete', device);
    },
    watchHost: () => {
      const before = new Set(traces());
      return () => settled(() => traces().filter((trace) => !before.has(trace)));
    },
  };
}

/** Nobody's limits can be changed by hand where there are none. */
function withoutLimits(hand: CopyDamager): EngineUnderTest {
  return Object.assign({ ...hand }, { setMemory: undefined });
}

/** What the user has on the host: processes, and files that are not to outlive them. */
function traces(): readonly string[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const line = commandLine(pid);
      return line === '' ? [] : [`process ${pid}: ${line}`];
    });
  const files = readdirSync(process.env['XDG_RUNTIME_DIR'] ?? '', { recursive: true });
  return [...processes, ...files.map((file) => `file ${String(file)}`)];
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

/** What is still there when ending processes have had their time. */
async function settled(left: () => readonly string[]): Promise<readonly string[]> {
  for (let tries = 0; tries < 100 && left().length > 0; tries += 1) await delay(100);
  return left();
}
