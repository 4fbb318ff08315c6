/* How much a plan may delete unasked. */
import t from 'tap';
import { planBack } from './plan-back.js';
import {
  cheapFingerprint,
  container,
  excludes,
  hostWith,
  moved,
  newHost,
  planLines,
  shop,
  targets,
  volume,
  type Host,
  type Said,
  type Written,
} from './testing/index.js';

const containers = (count: number, module?: string): readonly Written[] =>
  Array.from({ length: count }, (_, key) =>
    container('c', { name: `${module ?? 'shop'}-${key}` }, { key, ...(module ? { module } : {}) }),
  );

/** What planning says against some deletions; nothing where they may be made. */
async function against(host: Host, stack: readonly Written[], said: Said = {}) {
  const diagnostics = await host.diagnose(stack, { allowedDeletions: 0, ...said });
  return diagnostics.map(({ code, summary }) => `${code}: ${summary}`);
}

t.test('more than three, and more than half', async (t) => {
  const seven = await hostWith(containers(7));
  t.same(await against(seven, containers(4)), [], 'three of seven');
  t.same(await against(seven, containers(3)), [
    'too-many-deletions: 4 of 7 resources would be deleted',
  ]);
  t.same(await against(await hostWith(containers(8)), containers(4)), [], 'half');
  t.same(await against(await hostWith(containers(4)), containers(1)), [], 'three of four');
});

t.test('with the word for so many', async (t) => {
  const host = await hostWith(containers(7));
  t.same(await against(host, containers(1), { allowedDeletions: 6 }), []);
  t.same(await against(host, containers(1), { allowedDeletions: 5 }), [
    'too-many-deletions: 6 of 7 resources would be deleted',
  ]);
  const [said] = await host.diagnose(containers(1), { allowedDeletions: 0 });
  t.equal(
    said?.detail,
    'container.c[1], container.c[2], container.c[3], container.c[4], container.c[5] and 1 more: no longer written. ' +
      'If they have another address now, `moved` says so and keeps them. To delete them: --allow-deletions 6.',
  );
});

t.test('where nothing is written, nothing is deleted unasked', async (t) => {
  const host = await hostWith([volume('data')]);
  t.same(await against(host, []), ['too-many-deletions: 1 of 1 resources would be deleted']);
  const [said] = await host.diagnose([], { allowedDeletions: 0 });
  t.match(said?.detail, /The files hold no resource\..*stowage destroy/);
  t.same(await against(host, [], { allowedDeletions: 1 }), []);
  t.same(await against(newHost(), []), [], 'a stack that never had anything');
});

t.test('nor where the ledger is lost', async (t) => {
  const host = await hostWith(containers(5));
  await host.byHand({ do: 'lose-ledger' });
  t.same(await against(host, containers(1)), [
    'too-many-deletions: 4 of 5 resources would be deleted',
  ]);
});

t.test('what only stands elsewhere, is made anew or let go of is not deleted', async (t) => {
  const host = await hostWith(containers(4));
  const renamed = containers(4, 'pg');
  t.same(await against(host, renamed), ['too-many-deletions: 4 of 4 resources would be deleted']);
  const pairs = [0, 1, 2, 3].map(
    (key) => [`container.c[${key}]`, `pg.container.c[${key}]`] as const,
  );
  t.same(await against(host, renamed, moved(...pairs)), []);
  const changed = containers(4).map((one) => ({ ...one }));
  t.same(await against(host, changed, { replace: ['container.c'] }), []);
});

t.test('destroy needs no such word', async (t) => {
  const host = await hostWith(containers(5));
  t.equal(planLines(await host.planDestroy(containers(5))).length, 5);
});

t.test('a part counts what it deletes', async (t) => {
  const host = await hostWith([...containers(6), container('web')]);
  const rest = [container('web')];
  t.same(await against(host, rest, targets('container.c')), [
    'too-many-deletions: 6 of 7 resources would be deleted',
  ]);
  t.same(await against(host, rest, targets('container.c[0]', 'container.c[1]')), []);
  t.same(await against(host, rest, excludes('container.c')), []);
});

t.test('a way back speaks of the generation, and of no files', async (t) => {
  const host = await hostWith(containers(5));
  const observation = await host.observe();
  const resources = {};
  const generation = { number: 3, time: '2026-01-01T00:00:00Z', author: 'ann@host', resources };
  const { diagnostics } = planBack(generation, {
    stack: shop,
    desired: [],
    observation,
    fingerprint: cheapFingerprint,
    verdict: () => ({ effect: 'in-place' }),
  });
  const [empty] = diagnostics;
  t.match(
    empty?.detail,
    /container\.c\[4\]: not in generation 3\. That generation holds no resource\./,
  );
  t.notMatch(empty?.detail, /files|no longer written|moved/);
});
