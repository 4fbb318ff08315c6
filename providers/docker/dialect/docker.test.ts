/* What Docker's refusals mean. */
import t from 'tap';
import { refusal, type Attempt } from '../client/index.js';
import { dockerDialect } from './docker.js';

const { rules } = dockerDialect('20.10.24');
const told = (verb: Attempt['verb'], status: number, text: string) =>
  refusal({ action: `${verb} it`, verb }, rules, status, text);

t.test('a start that an ended daemon has left half done says what helps', async (t) => {
  const task = `task ${'a'.repeat(64)} already exists: unknown`;
  // It is a conflict for some releases and a failure for others.
  for (const status of [409, 500]) {
    const { code, hint } = told('start', status, task);
    t.equal(code, 'start-failed');
    t.match(hint, /`stowage apply --replace`/);
  }
  t.equal(told('create', 409, 'a volume of that name already exists').code, 'name-in-use');
  t.equal(told('start', 500, 'exec: no such program').hint, undefined);
});

t.test('an engine with no version of the API in common is told in our words', async (t) => {
  const newer = told(
    'read',
    400,
    'client version 1.51 is too old. Minimum supported API version is 1.99, please upgrade your client to a newer version',
  );
  t.match(newer, {
    code: 'unsupported',
    message:
      'cannot read it: the engine speaks API 1.99 and later, and Stowage no later one than 1.51',
    hint: /newer Stowage/,
  });
  const older = told(
    'read',
    400,
    'client version 1.51 is too new. Maximum supported API version is 1.41',
  );
  t.match(older, { code: 'unsupported', message: /speaks API 1\.41 at most.*1\.51/ });
});
