/*
 * Applies on the embedded engine that are killed: after the n-th line of progress, and at the n-th
 * change to its store; those whose n-th call of the file system fails; and eight processes that apply
 * one stack at once.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { locateStore } from '../../runtime/index.js';
import { breakEverywhere, breakSeconds, type Breakable } from './breaking.js';
import { breakRollbacks } from './breaking-rollback.js';
import { elements, text } from './json.js';
import { raceScenario } from './racing.js';
import { stowage, type Finished } from './stowage.js';

const hour = 3_600_000;
if (process.env['STOWAGE_BREAK_ALL'] !== undefined) t.setTimeout(hour);

const directory = mkdtempSync(join(tmpdir(), 'stowage-root-'));
const root = join(directory, 'root');
const env = { STOWAGE_ENGINE: 'embedded', STOWAGE_ROOT: root };
t.teardown(() => rmSync(directory, { recursive: true, force: true }));

/** Runs a command and calls back at every line of progress that says what is done. */
const onLines = (args: readonly string[], onLine: (kill: () => void) => void): Promise<Finished> =>
  stowage(args, {
    env,
    onStart: (child) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        const lines = chunk.toString().match(/^done: /gm) ?? [];
        lines.forEach(() => onLine(() => child.kill('SIGKILL')));
      });
    },
  });

/** Runs a command and calls back at every change to the store. */
async function onChanges(
  args: readonly string[],
  onChange: (kill: () => void) => void,
): Promise<Finished> {
  let kill = (): void => undefined;
  mkdirSync(root, { recursive: true });
  const watcher = watch(root, { recursive: true }, () => onChange(() => kill()));
  // A directory may be gone before the watcher has looked into it.
  const bugs: Error[] = [];
  watcher.on('error', (error) => {
    if (!('code' in error) || error.code !== 'ENOENT') bugs.push(error);
  });
  const finished = await stowage(args, {
    env,
    onStart: (child) => {
      kill = () => child.kill('SIGKILL');
    },
  }).finally(() => {
    watcher.close();
  });
  const [bug] = bugs;
  if (bug) throw bug;
  return finished;
}

/** How many lines and changes a whole apply has. */
const whole = { lines: 1, changes: 1 };

const engine: Breakable = {
  name: 'embedded',
  env,
  holdings: async () => {
    const listed = await stowage(['ps', '--all', '--json'], { env });
    if (listed.code !== 0) throw new Error(listed.text);
    const named = ['volumes', 'networks'].flatMap((kind) =>
      namesIn(kind).map((name) => `${kind} ${name}`),
    );
    return [
      ...named,
      ...elements(listed.stdout).map(({ name }) => `container ${text(name)}`),
    ].sort();
  },
  readVolumeFile: async (volume, path) =>
    readFileSync(join(root, 'volumes', volume, '_data', path), 'utf8'),
  verify: () => stowage(['doctor', '--verify'], { env }),
  countPlaces: async (args) => {
    whole.changes = 0;
    const { stderr } = await onChanges(args, () => (whole.changes += 1));
    whole.lines = stderr.match(/^done: /gm)?.length ?? 0;
    return whole.lines;
  },
  ways: [
    {
      name: 'killed after a line of progress',
      breakAt: (args, place) => {
        let seen = 0;
        return onLines(args, (kill) => {
          seen += 1;
          if (seen === place) kill();
        });
      },
    },
    {
      name: 'killed at a change to the store',
      breakAt: (args, place) => {
        let seen = 0;
        const at = Math.ceil((place / whole.lines) * whole.changes);
        return onChanges(args, (kill) => {
          seen += 1;
          if (seen === at) kill();
        });
      },
    },
  ],
};

/** Runs a command that counts its calls of the file system, of which one may fail. */
const onFiles = (args: readonly string[], fault: Readonly<Record<string, string>>) =>
  stowage(args, {
    env: {
      ...env,
      STOWAGE_FAULTY_BELOW: `${root}:${locateStore({ root }).runRoot}`,
      ...fault,
    },
    nodeArguments: ['--import', new URL('./faulty-files.js', import.meta.url).href],
  });

/** The same engine, on a disk that fails once. */
const onFaultyDisk: Breakable = {
  ...engine,
  name: 'files',
  countPlaces: async (args) => {
    const counted = join(directory, 'counted');
    const finished = await onFiles(args, { STOWAGE_FAULTY_COUNT: counted });
    if (finished.code !== 0) throw new Error(finished.text);
    return Number(readFileSync(counted, 'utf8'));
  },
  ways: ['EIO', 'ENOSPC'].map((code) => ({
    name: `a call of the file system fails with ${code}`,
    breakAt: (args, place) =>
      onFiles(args, { STOWAGE_FAULTY_AT: String(place), STOWAGE_FAULTY_CODE: code }),
  })),
};

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(join(root, directory));
  } catch {
    // A store that nothing was ever put into has no such directory.
    return [];
  }
}

t.test('a killed apply of twenty resources is made whole by the next', (t) =>
  breakEverywhere(t, engine),
);
t.test('an apply on a disk that fails once is made whole by the next', (t) =>
  breakEverywhere(t, onFaultyDisk, breakSeconds / 2),
);
t.test('after a killed rollback, the same or an apply makes it whole', (t) =>
  breakRollbacks(t, engine),
);
t.test('of eight that apply at once, one does', (t) => raceScenario(t, engine));
