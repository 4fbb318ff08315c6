/* Which containers are none of the users'. */
import t from 'tap';
import { helperLabel } from './files/labels.js';
import { labelsOfLock } from './lock/labels.js';
import { isOwnContainer } from './own-containers.js';
import { copyLabel } from './volume-access.js';

t.test('locks and helpers are told from what stacks and others run', async (t) => {
  t.ok(isOwnContainer(labelsOfLock('shop')));
  t.ok(isOwnContainer({ [helperLabel]: 'id' }));
  t.ok(isOwnContainer({ [copyLabel]: 'data', team: 'shop' }));
  t.notOk(isOwnContainer({}));
  t.notOk(isOwnContainer({ 'stowage.stack': 'shop', 'stowage.address': 'container.web' }));
});
