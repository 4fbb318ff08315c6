/* Some of the scenarios on a later release of Docker. */
import t from 'tap';
import { whyNoDockerd } from '../../providers/testing/index.js';
import { chosenScenarios, onLaterDocker, scenarios } from './all-scenarios.js';
import { dockerUnderTest } from './command-line-engine.js';

t.test('a later release of Docker', { skip: whyNoDockerd('newer') ?? false }, async (t) => {
  const engine = await dockerUnderTest(t, 'newer');
  const some = ['the shop example', ...onLaterDocker];
  for (const [what, scenario] of chosenScenarios(scenarios, some)) {
    await t.test(what, (t) => scenario(t, engine));
  }
});
