/*
 * Applies on the embedded engine that are killed: after the n-th line of progress, and at the n-th
 * change to its store; and eight processes that apply one stack at once.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { breakEverywhere, type Breakable } from './breaking.js';
import { breakRollbacks } from './breaking-rollback.js';
import { elements, text } from './json.js';
import { raceScenario } from './racing.js';
import { stowage, type Finished } from './stowage.js';

const hour = 3_600_000;
if (process.env['STOWAGE_BREAK_ALL'] !== undefined) t.setTimeout(hour);

const root = mkdtempSync(join(tmpdir(), 'stowage-root-'));
const env = { STOWAGE_ENGINE: 'embedded', STOWAGE_ROOT: root };
t.teardown(() => rmSync(root, { recursive: true, force: true }));

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
t.test('after a killed rollback, the same or an apply makes it whole', (t) =>
  breakRollbacks(t, engine),
);
t.test('of eight that apply at once, one does', (t) => raceScenario(t, engine));
