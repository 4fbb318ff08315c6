/* What keeps an ordinary user's engine is killed, piece by piece, and the next command makes it whole. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { members } from '../json.js';
import { standHello, type Stand } from '../scenarios.js';
import { stowage } from '../stowage.js';
import type { RootlessUnderTest } from './rootless-engine.js';

/** Each file names a process. */
const keepers = {
  holder: 'namespace.json',
  bridges: 'bridges.json',
  carrier: 'outward.json',
} as const;
type Keeper = keyof typeof keepers;

const kept = ({ runRoot }: RootlessUnderTest, keeper: Keeper): number =>
  Number(members(readFileSync(join(runRoot, keepers[keeper]), 'utf8'))['pid']);

/** Kills them, lets a command go by, and looks whether all is as before. */
async function kill(
  { t, url }: Stand & { url: string },
  engine: RootlessUnderTest,
  killed: readonly Keeper[],
): Promise<void> {
  const server = `hello_${engine.name}-web`;
  const client = `hello_${engine.name}-client`;
  const pid = await engine.pidOf(server);
  const before = killed.map((keeper) => kept(engine, keeper));
  for (const keeper of before) process.kill(keeper, 'SIGKILL');
  const ps = await stowage(['ps'], { env: engine.env });
  t.equal(ps.code, 0, ps.text);
  const what = killed.join(' and ');
  const after = killed.map((keeper) => kept(engine, keeper));
  t.equal(after.filter((keeper) => before.includes(keeper)).length, 0, `${what} again`);
  t.equal(await engine.pidOf(server), pid, 'the container goes on');
  t.match(await engine.fetch(url), /Hello from Stowage/, `published without ${what}`);
  const asked = await stowage(['exec', client, 'wget', '-q', '-O', '-', 'http://web/'], {
    env: engine.env,
  });
  t.match(asked.stdout, /Hello from Stowage/, `found by name without ${what}\n${asked.text}`);
}

export async function killedScenario(t: Test, engine: RootlessUnderTest): Promise<void> {
  const leftOnHost = engine.watchHost();
  const stand = await standHello(t, engine);
  try {
    await stand.apply();
    await kill(stand, engine, ['holder']);
    await kill(stand, engine, ['carrier']);
    await kill(stand, engine, ['bridges']);
    await kill(stand, engine, ['holder', 'bridges', 'carrier']);
    await stand.planIsEmpty();
    await stand.noDrift();
    await stand.destroy(['visits']);
    t.same(await leftOnHost(), [], 'nothing is left');
  } finally {
    stand.copy.remove();
  }
}
