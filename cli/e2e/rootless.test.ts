/* What has to be so for an ordinary user: the tests themselves run as one. */
import t from 'tap';
import { cannotRunContainers } from '../../runtime/testing/index.js';
import { asOrdinaryUser, stagedVariable } from './rootless/ordinary-user.js';

const skip = cannotRunContainers() ?? false;

if (process.env[stagedVariable] !== undefined) {
  await import('./rootless/scenarios.js');
} else {
  t.test('as an ordinary user', { skip }, async (t) => {
    t.equal(await asOrdinaryUser('.build/cli/e2e/rootless.test.js'), 0, 'all scenarios hold');
  });
}
