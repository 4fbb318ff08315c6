/*
 * The catalogue: what must not be taken for a difference (spurious-rows.ts), and what must, with its name
 * (drift-rows.ts), on each engine.
 */
import t, { type Test } from 'tap';
import { releases, whyNoDockerd, whyNoPodman } from '../../providers/testing/index.js';
import { dockerUnderTest, podmanUnderTest, type CommandLineEngine } from './command-line-engine.js';
import { driftScenario } from './drift-scenario.js';
import { embeddedUnderTest } from './embedded-engine.js';
import { spuriousScenario } from './spurious-scenario.js';

t.test('on the embedded engine', async (t) => {
  const engine = embeddedUnderTest(t);
  await t.test('nothing changed, nothing planned', (t) => spuriousScenario(t, engine));
  await t.test('what was done by hand is named and repaired', (t) => driftScenario(t, engine));
});

const both = async (t: Test, engine: CommandLineEngine): Promise<void> => {
  await t.test('nothing changed, nothing planned', (t) => spuriousScenario(t, engine));
  await t.test('what was done by hand is named and repaired', (t) =>
    driftScenario(t, engine, (...args) => engine.command(...args)),
  );
};

const dockerSkip = { skip: whyNoDockerd() ?? false };
t.test('on Docker', dockerSkip, async (t) => both(t, await dockerUnderTest(t)));

// The others take a minute each.
if (process.env['STOWAGE_ALL_SCENARIOS'] !== undefined) {
  const skip = { skip: whyNoDockerd('newer') ?? false };
  t.test('on a later release of Docker', skip, async (t) =>
    both(t, await dockerUnderTest(t, 'newer')),
  );
  for (const release of releases) {
    t.test(`on Podman, ${release}`, { skip: whyNoPodman(release) ?? false }, async (t) =>
      both(t, await podmanUnderTest(t, release)),
    );
  }
} else {
  t.test('on Podman', { skip: whyNoPodman('newer') ?? false }, async (t) => {
    const engine = await podmanUnderTest(t, 'newer');
    await t.test('what was done by hand is named and repaired', (t) =>
      driftScenario(t, engine, (...args) => engine.command(...args)),
    );
  });
}
