/* What a store and this host say about what a plan will need; no container is run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { createEngine, occupiedSubnets, openStore, subnetText } from '../../runtime/index.js';
import { surveyHost } from './survey.js';

const base = mkdtempSync(join(tmpdir(), 'stowage-survey-'));
t.teardown(() => rmSync(base, { recursive: true, force: true }));
const nothing = {
  ports: [],
  sources: [],
  subnets: [],
  addresses: [],
  uses: [],
  platforms: [],
  room: false,
};

t.test('a network of the store has its subnet', async (t) => {
  const store = await openStore({ root: join(base, 'root'), runRoot: join(base, 'run') });
  const engine = createEngine(store, { selfCommand: [] });
  const { id } = await engine.networks.create({
    name: 'theirs',
    internal: false,
    subnet: '10.77.1.0/24',
    gateway: null,
    labels: {},
  });
  const { subnets } = await surveyHost(engine, {
    ...nothing,
    subnets: ['10.77.1.128/25', '10.77.2.0/24'],
  });
  const holder = { kind: 'network', id, name: 'theirs' };
  t.same(subnets, [{ subnet: '10.77.1.128/25', other: '10.77.1.0/24', holder }]);
});

t.test('without a store the host alone can be in the way', async (t) => {
  const routes = occupiedSubnets();
  const subnets = routes.map(({ subnet }) => subnetText(subnet));
  const answer = await surveyHost(undefined, {
    ...nothing,
    subnets,
    sources: ['/no/such'],
    room: true,
  });
  t.equal(new Set(answer.subnets.map(({ subnet }) => subnet)).size, new Set(subnets).size);
  for (const { holder } of answer.subnets) t.equal(holder.kind, 'host');
  t.match(answer.sources, [{ source: '/no/such' }]);
  t.ok((answer.room?.free ?? 0) > 0);
});
