/* Some of the scenarios on a later release of Podman. */
import t from 'tap';
import { whyNoPodman } from '../../providers/testing/index.js';
import { chosenScenarios, commonScenarios } from './all-scenarios.js';
import { podmanUnderTest } from './command-line-engine.js';

t.test('a later release of Podman', { skip: whyNoPodman('newer') ?? false }, async (t) => {
  const engine = await podmanUnderTest(t, 'newer');
  const some = ['the shop example', 'configs and secrets'];
  for (const [what, scenario] of chosenScenarios(commonScenarios, some)) {
    await t.test(what, (t) => scenario(t, engine));
  }
});
