/* What is said of a lock that somebody holds. */
import t from 'tap';
import { lockedError, notLockedError, type HeldStackLock } from './index.js';

const lock: HeldStackLock = {
  id: '0123456789ab',
  stack: 'shop',
  owner: 'ann@desk',
  pid: 4711,
  command: 'stowage apply',
  since: '2026-01-01T00:00:00Z',
  holder: 'unknown',
};

t.test('whoever is kept out reads who holds the lock, and how to free it', (t) => {
  const error = lockedError(lock);
  t.equal(error.code, 'locked');
  t.equal(
    error.message,
    'stack shop is locked by ann@desk (process 4711, stowage apply) since 2026-01-01T00:00:00Z; lock 0123456789ab',
  );
  t.match(error.hint, /stowage unlock 0123456789ab$/);
  t.match(lockedError({ ...lock, pid: null, command: '' }).message, /by ann@desk since/);
  t.end();
});

t.test('an id that is not held is answered with those that are', (t) => {
  t.match(notLockedError('x', [lock]), { code: 'not-found', lines: [/^0123456789ab: stack shop/] });
  t.match(notLockedError('x', []), { hint: 'No stack is locked here.' });
  t.end();
});
