/*
 * The catalogue: what must not be taken for a difference (spurious-rows.ts), and what must, with its name
 * (drift-rows.ts), on each engine.
 */
import t from 'tap';
import { whyNoDockerd } from '../../providers/testing/index.js';
import { dockerUnderTest } from './command-line-engine.js';
import { driftScenario } from './drift-scenario.js';
import { embeddedUnderTest } from './embedded-engine.js';
import { spuriousScenario } from './spurious-scenario.js';

t.test('on the embedded engine', async (t) => {
  const engine = embeddedUnderTest(t);
  await t.test('nothing changed, nothing planned', (t) => spuriousScenario(t, engine));
  await t.test('what was done by hand is named and repaired', (t) => driftScenario(t, engine));
});

const hindrance = whyNoDockerd();
t.test('on Docker', hindrance === undefined ? {} : { skip: hindrance }, async (t) => {
  const engine = await dockerUnderTest(t);
  await t.test('nothing changed, nothing planned', (t) => spuriousScenario(t, engine));
  await t.test('what was done by hand is named and repaired', (t) =>
    driftScenario(t, engine, (...args) => engine.command(...args)),
  );
});
