/*
 * Ctrl-C during an apply on a real engine, as a terminal sends it: once finishes and records, twice
 * leaves at once; after both the next apply completes what was left.
 */
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { standHello } from './scenarios.js';
import { stowage } from './stowage.js';

const waiting = { at: /waiting for container\.web to be healthy …/, signal: 'SIGINT' } as const;
const leaving = {
  at: /container\.web: its predecessor is being brought back …/,
  signal: 'SIGINT',
} as const;

/** A replacement that never gets healthy, interrupted once and twice. */
export async function interruptionScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const leftOnHost = engine.watchHost();
  const stand = await standHello(t, engine);
  const words = ['apply', stand.copy.directory, ...stand.parameters, '--yes'];
  const interrupted = (...signals: readonly (typeof waiting | typeof leaving)[]) =>
    stowage(words, { env: engine.env, signals });
  const [healthy, never] = [
    '"http://127.0.0.1/"], interval: 1s',
    '"http://127.0.0.1:1/"], interval: 9s',
  ];
  try {
    const first = await interrupted(waiting);
    t.equal(first.code, 130, first.text);
    t.match(first.stderr, /^never tried: .*container\.client/m, 'what was never tried is named');
    t.match(first.stderr, /steps done, interrupted\.\n`stowage apply` goes on from here\./);
    await stand.apply();
    await stand.planIsEmpty();
    const before = await engine.containerIds();

    stand.copy.edit('main.stow', healthy, never);
    const once = await interrupted(waiting);
    t.equal(once.code, 130, once.text);
    t.match(once.stderr, /stowage: interrupted; what is under way is finished and recorded/);
    t.match(once.stderr, /^stopped: container\.web: /m);
    t.match(once.stderr, /^container\.web: its predecessor is back/m);
    t.same(await engine.containerIds(), before);
    t.match(await engine.fetch(stand.url), /Hello from Stowage/, 'the old page is served');

    const twice = await interrupted(waiting, leaving);
    t.equal(twice.code, 130, twice.text);
    t.notMatch(twice.stderr, /steps done/, 'it did not wait for the predecessor');
    stand.copy.edit('main.stow', never, healthy);
    await stand.apply();
    await stand.planIsEmpty();
    t.match(await engine.fetch(stand.url), /Hello from Stowage/, 'what was left is completed');
    await stand.destroy(['visits']);
    t.same(await engine.holdings(), holdingsBefore, 'destroy leaves nothing on the engine');
    t.same(await leftOnHost(), [], 'nor on the host');
  } finally {
    stand.copy.remove();
  }
}
