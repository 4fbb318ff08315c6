/*
 * Times whole commands against their floor, in one run on one machine, and prints ratios: the
 * start-up of the command, a check, an empty plan against bare Node; each with the compiled code
 * that an earlier run has left and, as on the first run, without. Absolute times say little on a
 * shared machine; quote the ratios of the medians.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const runs = 15;
const command = resolve('dist/stowage.js');
const root = mkdtempSync(join(tmpdir(), 'stowage-bench-'));
const stack = join(root, 'hello');
cpSync(resolve('examples/hello'), stack, { recursive: true });
const cache = join(root, 'cache');
const env = {
  ...process.env,
  STOWAGE_ROOT: join(root, 'store'),
  STOWAGE_ENGINE: 'embedded',
  STOWAGE_CACHE: cache,
};

/** Milliseconds that a command took; ends the benchmark when it fails. */
function time(args: readonly string[], environment: NodeJS.ProcessEnv = env): number {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: environment,
    encoding: 'utf8',
  });
  const elapsed = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0)
    throw new Error(`${args.join(' ')} ended with ${status ?? 'a signal'}\n${stderr}`);
  return elapsed;
}

/** The same as on the first run, when nothing is kept yet. */
function timeFirst(args: readonly string[]): number {
  const empty = join(root, 'empty');
  rmSync(empty, { recursive: true, force: true });
  return time(args, { ...env, STOWAGE_CACHE: empty });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const stowage = (...args: readonly string[]): readonly string[] => [command, ...args];
const port = ['--param', 'port=28480'];
const check = stowage('check', stack, ...port);
const plan = stowage('plan', stack, ...port);
const subjects: readonly { readonly name: string; readonly once: () => number }[] = [
  { name: 'node -e 0', once: () => time(['-e', '0']) },
  { name: 'stowage version', once: () => time(stowage('version')) },
  { name: 'stowage check (hello)', once: () => time(check) },
  { name: 'stowage check, first run', once: () => timeFirst(check) },
  { name: 'stowage plan (hello, nothing differs)', once: () => time(plan) },
  { name: 'stowage plan, first run', once: () => timeFirst(plan) },
];

try {
  time(stowage('apply', stack, '--yes', ...port));
  for (const { once } of subjects) once();
  // In turn, so that a change of the machine's speed meets all of them alike.
  const rounds = Array.from({ length: runs }, () => subjects.map(({ once }) => once()));
  const medians = subjects.map((_, index) => median(rounds.map((round) => round[index] ?? 0)));
  const [bare = 1] = medians;
  for (const [index, { name }] of subjects.entries()) {
    const value = medians[index] ?? 0;
    const ratio = (value / bare).toFixed(2);
    process.stdout.write(
      `${name.padEnd(40)} ${value.toFixed(0).padStart(6)} ms  ${ratio} × node -e 0\n`,
    );
  }
} finally {
  spawnSync(
    process.execPath,
    stowage('destroy', stack, '--yes', '--allow-destroy', 'volume.visits', ...port),
    { env },
  );
  rmSync(root, { recursive: true, force: true });
}
