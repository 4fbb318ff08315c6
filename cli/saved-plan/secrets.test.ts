/*
 * Secrets in saved plans: they are not in the file in any shape, come back exactly, and only from
 * whoever has them.
 */
import * as fc from 'fast-check';
import t from 'tap';
import { container, hostWith, newHost } from '../../planner/testing/index.js';
import { isJsonObject, toJson, type JsonValue } from '../../model/index.js';
import { blankOut, coverFor, uncover, UnknownPlaceholder } from './cover.js';
import { namesSecret } from './encode.js';
import { decoded, save, verified } from './testing/saved.js';

const secret = 'canary "one"/of+the\npasswords';
const pin = 'x7';
const made = `db://u:${secret}@db/${pin}`;

const web = (password: string, more: Readonly<Record<string, string>> = {}) =>
  container('web', {
    env: { PASSWORD: password, ENCODED: Buffer.from(password).toString('base64'), ...more },
  });

t.test('no shape of a secret is in the file, and each comes back', async (t) => {
  const host = newHost();
  const stack = [web(secret, { URL: made, PIN: pin, JSON: JSON.stringify({ secret }) })];
  const given = [secret, pin, made];
  const { plan, text } = await save(host, stack, given);
  const shapes = ['canary', 'passwords', 'Y2FuYXJ5', '"x7"', Buffer.from(secret).toString('hex')];
  for (const shape of shapes) t.notOk(text.includes(shape), shape);
  t.same(await verified(host, text, given), JSON.parse(JSON.stringify(plan)));
  t.same(
    await verified(host, text, [pin, 'more', secret, made]),
    JSON.parse(JSON.stringify(plan)),
    'in whatever order they are given',
  );
});

t.test('with another secret, or none, it is refused', async (t) => {
  const host = newHost();
  const { text } = await save(host, [web(secret)], [secret]);
  for (const given of [[], ['another one'], [`${secret} `]]) {
    t.same(await verified(host, text, given), ['a secret is not the one that it was made with']);
  }
});

t.test('what stands on the engine is kept and compared without its secrets', async (t) => {
  const host = await hostWith([web(secret)]);
  const { text } = await save(host, [web('the next password')], [secret, 'the next password']);
  t.notMatch(text, /canary|the next/);
  t.ok('steps' in (await verified(host, text, [secret, 'the next password'])));
  await host.byHand({ do: 'set', name: 'shop-web', settings: { env: { PASSWORD: 'by hand' } } });
  const said = await verified(host, text, [secret, 'the next password', 'by hand']);
  t.match(said, [
    /has changed/,
    /^container\.web: env\.ENCODED: was \(secret\), is absent$/,
    'container.web: env.PASSWORD: was (secret), is (secret)',
  ]);
});

t.test('a name that is made from a secret is seen', async (t) => {
  const { text } = await save(newHost(), [container('web', { env: { A: 'web' } })], ['shop-web']);
  const saved = decoded(text);
  t.equal(namesSecret(saved, { values: ['shop-web'], texts: [] }), true);
  t.equal(namesSecret(saved, { values: ['hunter2'], texts: ['db://hunter2'] }), false);
});

t.test('covering and uncovering gives any JSON back', (t) => {
  const texts = fc.array(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 4 });
  fc.assert(
    fc.property(texts, fc.jsonValue(), fc.nat(), (given, value, at) => {
      const one = given[at % Math.max(given.length, 1)] ?? '';
      const whole = toJson([
        value,
        { [`key ${one}`]: `a ${one}${one} b`, $secret: [one], [one]: 1 },
      ]);
      const back = uncover(coverFor(given).cover(whole), (place) => given[place]);
      return JSON.stringify(back) === JSON.stringify(whole);
    }),
    { numRuns: 400 },
  );
  t.pass('whatever stands in it');
  const numbers = coverFor(['8471']);
  const covered = numbers.cover({ port: 8471, other: 84_710 });
  t.same(covered, { port: { $number: [0, 0] }, other: 84_710 }, 'a number may be a secret, too');
  t.same(
    uncover(covered, () => '8471'),
    { port: 8471, other: 84_710 },
  );
  t.end();
});

t.test('blanks for people', (t) => {
  const covered = coverFor(['hunter2', '8471']).cover({ a: 'x hunter2', b: 8471, hunter2: ['y'] });
  t.same(blankOut(covered, '(secret)'), { a: 'x (secret)', b: '(secret)', '(secret)': ['y'] });
  t.throws(() => blankOut({ $secret: 1 }, ''), UnknownPlaceholder);
  t.end();
});

t.test('a placeholder that means nothing is no text', (t) => {
  const values: readonly JsonValue[] = [
    { $secret: 1 },
    { $secret: [[0]] },
    { $secret: [[1, 0]] },
    { $secret: [[0, 999]] },
    { $number: ['a', 'b'] },
    { $members: [['a']] },
    { $members: [[1, 2]] },
  ];
  for (const value of values) {
    t.throws(
      () => uncover(value, (place) => (place === 0 ? 'text' : undefined)),
      UnknownPlaceholder,
    );
  }
  t.ok(isJsonObject(uncover({ $secret: 1, other: 2 }, () => undefined)), 'a mark stands alone');
  t.end();
});
